import { EventEmitter } from 'node:events'
import type { IpcMain, MessageChannelMain, PowerMonitor, utilityProcess, WebContents } from 'electron'
import { describe, expect, it } from 'vitest'
import { EngineSupervisor } from '../bin/shell/supervisor.ts'
import { EXIT_REFUSED } from '../core/engine/port.ts'
import { eventually } from '../test/support/eventually.ts'
import { CHANNEL } from './channel.ts'
import { type UtilityEngine, utilityEngine } from './engine-host.ts'
import { lockOn, PANIC_KEY } from './lock.ts'
import { EnginePorts } from './ports.ts'
import { profileFrom, shellDataFor } from './profile.ts'

class FakeChild extends EventEmitter {
  pid: number | undefined
  readonly posted: unknown[][] = []
  postMessage(...message: unknown[]): void {
    this.posted.push(message)
  }
}

class FakeContents extends EventEmitter {
  readonly mainFrame = { origin: 'parasol://app' }
  readonly got: unknown[][] = []
  destroyed = false
  isDestroyed = () => this.destroyed
  send = (...message: unknown[]) => void this.got.push(message)
  postMessage = (...message: unknown[]) => void this.got.push(message)
}

class FakeIpc extends EventEmitter {
  readonly handlers = new Map<string, (event: unknown) => Promise<unknown>>()
  handle = (name: string, handler: (event: unknown) => Promise<unknown>) => void this.handlers.set(name, handler)
}

function setup() {
  const children: FakeChild[] = []
  const killed: number[] = []
  const fork = () => {
    const child = new FakeChild()
    children.push(child)
    return child
  }
  const supervisor = new EngineSupervisor<UtilityEngine>({
    launch: utilityEngine(fork as unknown as typeof utilityProcess.fork, '/engine.js', (pid) => {
      killed.push(pid)
      const child = children.find((one) => one.pid === pid)
      queueMicrotask(() => child?.emit('exit', 137))
    }),
    profileDir: '/profile',
    onEnd: (end, code) => ports.ended(end, code),
    onPort: () => {},
  })
  const ports = new EnginePorts(supervisor, () => ({ port1: 'engine end', port2: 'window end' }) as unknown as MessageChannelMain)
  const ipc = new FakeIpc()
  ports.listen(ipc as unknown as IpcMain)
  const contents = new FakeContents()
  const event = (senderFrame: unknown = contents.mainFrame) => ({ sender: contents as unknown as WebContents, senderFrame })
  const spawned = (child: FakeChild | undefined, pid: number) => {
    if (!child) throw new Error('no engine was started')
    child.pid = pid
    child.emit('spawn')
  }
  const ready = async () => {
    const state = supervisor.start()
    spawned(children.at(-1), 100 + children.length)
    children.at(-1)?.emit('message', { type: 'ready' })
    await state
  }
  return { supervisor, children, killed, ipc, contents, event, ready, spawned }
}

describe('the engine as a utility process', () => {
  it('is killed for good, also before it has a process id', async () => {
    const { supervisor, children, killed, spawned } = setup()
    void supervisor.start()
    const locked = supervisor.lock()
    expect(killed).toEqual([])
    spawned(children[0], 41)
    await locked
    expect(killed).toEqual([41])
    expect(children).toHaveLength(2)
    spawned(children[1], 42)
    await supervisor.stop()
  })

  it('gives the page a port when it is ready, one end each', async () => {
    const { ready, ipc, contents, event, children, supervisor } = setup()
    ipc.emit(CHANNEL.requestPort, event())
    await ready()
    await supervisor.settled()
    ipc.emit(CHANNEL.requestPort, event())
    await supervisor.settled()
    expect(children[0]?.posted).toContainEqual([{ type: 'port', id: 1 }, ['engine end']])
    expect(contents.got).toContainEqual([CHANNEL.port, null, ['window end']])
    await supervisor.stop()
  })

  it('locks for the page, tells it, and starts a fresh engine', async () => {
    const { ready, ipc, contents, event, supervisor, killed, children, spawned } = setup()
    await ready()
    ipc.emit(CHANNEL.requestPort, event())
    await supervisor.settled()
    ipc.emit(CHANNEL.lock, event())
    expect(killed).toEqual([101])
    await eventually(() => expect(children).toHaveLength(2))
    expect(contents.got.at(-1)).toEqual([CHANNEL.portEnd, 'locked', null])
    spawned(children[1], 102)
    await supervisor.stop()
  })

  it('obeys no other frame', async () => {
    const { ready, ipc, contents, event, supervisor, killed } = setup()
    await ready()
    const stranger = event({ origin: 'https://example.org' })
    ipc.emit(CHANNEL.requestPort, stranger)
    await supervisor.settled()
    ipc.emit(CHANNEL.lock, stranger)
    await ipc.handlers.get(CHANNEL.restartEngine)?.(stranger)
    expect(contents.got).toEqual([])
    expect(killed).toEqual([])
    await supervisor.stop()
  })

  it('says that the profile was refused, with the code, and starts again when asked', async () => {
    const { ipc, contents, event, supervisor, children, ready } = setup()
    const state = supervisor.start()
    children[0]?.emit('message', { type: 'refused', code: 'PROFILE_BUSY' })
    children[0]?.emit('exit', EXIT_REFUSED)
    await state
    ipc.emit(CHANNEL.requestPort, event())
    await supervisor.settled()
    expect(contents.got).toEqual([[CHANNEL.portEnd, 'refused', 'PROFILE_BUSY']])
    const restarted = ipc.handlers.get(CHANNEL.restartEngine)?.(event())
    await ready()
    await restarted
    expect(children).toHaveLength(2)
    await supervisor.stop()
  })

  it('sends nothing to a window that is gone', async () => {
    const { ready, ipc, contents, event, supervisor } = setup()
    await ready()
    ipc.emit(CHANNEL.requestPort, event())
    await supervisor.settled()
    contents.destroyed = true
    const before = contents.got.length
    await supervisor.stop()
    expect(contents.got).toHaveLength(before)
  })
})

describe('what locks', () => {
  it.each(['suspend', 'lock-screen', 'user-did-resign-active', 'shutdown'])('%s', (name) => {
    const power = new EventEmitter()
    let locks = 0
    lockOn(power as unknown as PowerMonitor, { register: () => true }, () => {
      locks += 1
    })
    power.emit(name)
    expect(locks).toBe(1)
  })

  it('the panic key, and it is told when another program holds that', () => {
    let pressed: (() => void) | undefined
    let locks = 0
    const register = (key: string, listener: () => void) => {
      expect(key).toBe(PANIC_KEY)
      pressed = listener
      return false
    }
    const lock = () => {
      locks += 1
    }
    expect(lockOn(new EventEmitter() as unknown as PowerMonitor, { register }, lock)).toBe(false)
    pressed?.()
    expect(locks).toBe(1)
  })
})

it('keeps its own files beside the log, never in it', () => {
  expect(profileFrom(['electron', '.', '--profile=/a/b'], {}, 'linux')).toBe('/a/b')
  expect(profileFrom(['electron', '.'], { XDG_DATA_HOME: '/data' }, 'linux')).toBe('/data/parasol')
  expect(shellDataFor('/a/b')).toBe('/a/b-window')
})
