import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PortEnding } from './bridge.ts'
import { electronBridge, type ParasolPreload, PORT_MESSAGE } from './bridge-electron.ts'

class Message extends Event {
  readonly source: unknown
  readonly data: unknown
  readonly ports: readonly unknown[]
  constructor(source: unknown, data: unknown, ports: readonly unknown[]) {
    super('message')
    this.source = source
    this.data = data
    this.ports = ports
  }
}

let page: EventTarget
let end: (end: 'locked' | 'refused', code?: string) => void
const asked: string[] = []
const preload: ParasolPreload = {
  kind: 'electron',
  requestPort: () => void asked.push('port'),
  lock: () => void asked.push('lock'),
  restartEngine: async () => void asked.push('restart'),
  chooseFolder: async () => '/media/stick',
  notify: (text) => void asked.push(`notify ${text}`),
  briefCopy: () => void asked.push('brief copy'),
  onPortEnd: (listener) => {
    end = listener
  },
}

describe('the bridge to Electron', () => {
  beforeEach(() => {
    asked.length = 0
    page = new EventTarget()
    vi.stubGlobal('window', page)
  })
  afterEach(() => void vi.unstubAllGlobals())

  it('takes the port that its own window sends, starts it, and no other', async () => {
    const opening = electronBridge(preload).openPort()
    const port = { start: vi.fn() }
    const foreign = { start: vi.fn() }
    page.dispatchEvent(new Message({}, PORT_MESSAGE, [foreign]))
    page.dispatchEvent(new Message(page, 'something else', [foreign]))
    page.dispatchEvent(new Message(page, PORT_MESSAGE, []))
    page.dispatchEvent(new Message(page, PORT_MESSAGE, [port]))
    expect(await opening).toBe(port)
    expect(asked).toEqual(['port'])
    expect(port.start).toHaveBeenCalledOnce()
    expect(foreign.start).not.toHaveBeenCalled()
  })

  it('passes on why a port ended, and the two orders', async () => {
    const bridge = electronBridge(preload)
    const heard: PortEnding[] = []
    const stop = bridge.onPortEnd((ending) => heard.push(ending))
    end('locked')
    end('refused', 'PROFILE_BUSY')
    stop()
    end('locked')
    expect(heard).toEqual([
      { end: 'locked', code: null },
      { end: 'refused', code: 'PROFILE_BUSY' },
    ])
    bridge.lock()
    await bridge.restartEngine()
    expect(asked).toEqual(['lock', 'restart'])
  })
})
