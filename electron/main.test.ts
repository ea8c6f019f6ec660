import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { eventually } from '../test/support/eventually.ts'
import { CHANNEL } from './channel.ts'
import { PANIC_KEY } from './lock.ts'
import { APP_ORIGIN } from './protocol.ts'

/** What main.ts did, in order, and the pieces of Electron it did it to. */
const fake = vi.hoisted(() => ({ log: [] as string[], isFirst: true, parts: {} as Record<string, unknown> }))
vi.mock('electron', () => fake.parts)
vi.mock('../bin/shell/files.ts', () => ({ loadFiles: () => new Map() }))

class FakeChild extends EventEmitter {
  pid = 4_194_304 + 7 // above the highest process id of Linux: killing it is harmless
  postMessage = (message: { type: string }) => void fake.log.push(`engine ${message.type}`)
}

class FakeWindow extends EventEmitter {
  webContents = new EventEmitter()
  shown = false
  loadURL = async (url: string) => void fake.log.push(`load ${url}`)
  reload = () => void fake.log.push('reload')
  focus = () => void fake.log.push('focus')
  isMinimized = () => true
  restore = () => void fake.log.push('restore')
  show = () => {
    this.shown = true
  }
}

let app: EventEmitter
let power: EventEmitter
let children: FakeChild[]
let windows: FakeWindow[]
let options: { webPreferences: { session: unknown; sandbox: boolean } }[]
let memory: object

beforeEach(() => {
  vi.resetModules()
  fake.log.length = 0
  fake.isFirst = true
  children = []
  windows = []
  options = []
  power = new EventEmitter()
  memory = { protocol: { handle: (scheme: string) => fake.log.push(`serve ${scheme}`) } }
  app = Object.assign(new EventEmitter(), {
    setPath: (name: string, path: string) => fake.log.push(`path ${name} ${path}`),
    enableSandbox: () => fake.log.push('sandbox'),
    commandLine: { appendSwitch: (name: string) => fake.log.push(`switch ${name}`) },
    requestSingleInstanceLock: () => fake.isFirst,
    whenReady: async () => void fake.log.push('ready'),
    quit: () => {
      fake.log.push('quit')
      app.emit('will-quit', { preventDefault: () => fake.log.push('quit later') })
    },
    isPackaged: true,
  })
  Object.assign(fake.parts, {
    app,
    BrowserWindow: class extends FakeWindow {
      constructor(given: (typeof options)[number]) {
        super()
        options.push(given)
        windows.push(this)
      }
    },
    clipboard: { readText: async () => 'Grace Akinyi', clear: () => fake.log.push('clipboard cleared') },
    dialog: {},
    globalShortcut: { register: (key: string) => fake.log.push(`key ${key}`) > 0 },
    ipcMain: Object.assign(new EventEmitter(), { handle: () => {} }),
    Menu: { setApplicationMenu: (menu: unknown) => fake.log.push(`menu ${menu}`) },
    MessageChannelMain: class {},
    powerMonitor: power,
    protocol: { registerSchemesAsPrivileged: () => fake.log.push('scheme') },
    session: {
      fromPartition: (name: string, { cache }: { cache: boolean }) => {
        fake.log.push(`session ${name} ${cache}`)
        return memory
      },
    },
    utilityProcess: {
      fork: () => {
        fake.log.push('fork')
        const child = new FakeChild()
        children.push(child)
        return child
      },
    },
  })
  vi.spyOn(process, 'kill').mockImplementation((pid, signal) => {
    fake.log.push(`${signal} engine`)
    queueMicrotask(() => children.find((child) => child.pid === pid)?.emit('exit', 137))
    return true
  })
  vi.stubGlobal('process', Object.assign(process, { argv: ['electron', '.', '--profile=/logs/one'] }))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

async function run(): Promise<void> {
  await import('./main.ts')
}

it('takes what was copied for a minute from the clipboard as soon as it locks', async () => {
  await run()
  const mainFrame = { origin: APP_ORIGIN }
  ;(fake.parts['ipcMain'] as EventEmitter).emit(CHANNEL.briefCopy, { sender: { mainFrame }, senderFrame: mainFrame })
  power.emit('lock-screen')
  await eventually(() => expect(fake.log).toContain('clipboard cleared'))
})

it('is sandboxed and off the network before it is ready, keeps its files beside the log, and its pages in memory', async () => {
  await run()
  const ready = fake.log.indexOf('ready')
  for (const early of ['sandbox', 'switch host-resolver-rules', 'scheme', 'path userData /logs/one-window']) {
    expect(fake.log.indexOf(early), early).toBeGreaterThanOrEqual(0)
    expect(fake.log.indexOf(early), early).toBeLessThan(ready)
  }
  expect(app.listenerCount('web-contents-created')).toBe(1)
  expect(app.listenerCount('session-created')).toBe(1)
  expect(fake.log).toContain('session parasol false')
  expect(fake.log).toContain('serve parasol')
  expect(fake.log).toContain('menu null')
  expect(fake.log).toContain('load parasol://app/')
  expect(fake.log).toContain('engine start')
  expect(options[0]?.webPreferences).toMatchObject({ session: memory, sandbox: true })
})

it('does nothing but quit where the log is open already', async () => {
  fake.isFirst = false
  await run()
  expect(fake.log).not.toContain('fork')
  expect(fake.log).not.toContain('ready')
  expect(fake.log).toContain('quit')
})

it('brings its window to the front when it is started again', async () => {
  await run()
  app.emit('second-instance')
  expect(fake.log.slice(-2)).toEqual(['restore', 'focus'])
})

it.each(['suspend', 'lock-screen'])('kills the engine on %s and starts a fresh one', async (name) => {
  await run()
  expect(fake.log).toContain(`key ${PANIC_KEY}`)
  power.emit(name)
  expect(fake.log.at(-1)).toBe('SIGKILL engine')
  await eventually(() => expect(children).toHaveLength(2))
})

it('locks when the page has crashed, and loads it again', async () => {
  await run()
  windows[0]?.webContents.emit('render-process-gone')
  expect(fake.log.slice(-2)).toEqual(['SIGKILL engine', 'reload'])
})

it('ends when the window is closed, with the engine first', async () => {
  await run()
  app.emit('window-all-closed')
  await eventually(() => expect(fake.log.filter((word) => word === 'quit')).toHaveLength(2))
  expect(fake.log.slice(-4)).toEqual(['quit', 'quit later', 'SIGKILL engine', 'quit'])
  expect(children).toHaveLength(1)
})
