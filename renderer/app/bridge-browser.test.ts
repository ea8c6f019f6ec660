import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PORT_END_CODES } from '../../core/engine/port.ts'
import { eventually } from '../../test/support/eventually.ts'
import { AddressUsed, type PortEnding, ShellGone } from './bridge.ts'
import { browserBridge, END_BY_CODE } from './bridge-browser.ts'

/** Stands for the browser's WebSocket: what the bridge does with it is all that is tried here. */
class Socket extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static last: Socket
  readyState = Socket.CONNECTING
  binaryType = 'blob'
  readonly sent: unknown[] = []
  readonly url: string
  readonly protocols: string[]
  constructor(url: string, protocols: string[]) {
    super()
    this.url = url
    this.protocols = protocols
    Socket.last = this
  }
  send(data: unknown): void {
    this.sent.push(data)
  }
  open(): void {
    this.readyState = Socket.OPEN
    this.dispatchEvent(new Event('open'))
  }
  close(code = 1005, reason = ''): void {
    this.readyState = 3
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }))
  }
}

let element: { textContent: string; remove: () => void } | null
const asked: { path: string; init: RequestInit }[] = []
let answer: () => Promise<Response>
const replaced: unknown[][] = []

beforeEach(() => {
  element = null
  asked.length = 0
  replaced.length = 0
  answer = async () => Response.json({ token: 'the-token' })
  vi.stubGlobal('WebSocket', Socket)
  vi.stubGlobal('document', { getElementById: (id: string) => (id === 'session' ? element : null) })
  vi.stubGlobal('location', { host: '127.0.0.1:4000', pathname: '/', hash: '#one-use' })
  vi.stubGlobal('history', { replaceState: (...words: unknown[]) => replaced.push(words) })
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    asked.push({ path, init })
    return answer()
  })
})
afterEach(() => void vi.unstubAllGlobals())

describe('the bridge to the browser shell', () => {
  it('gives the code of the address for a token, once, and takes it off the address before', async () => {
    const bridge = browserBridge()
    answer = async () => {
      expect(replaced).toEqual([[null, '', '/']])
      return Response.json({ token: 'the-token' })
    }
    await bridge.openPort()
    expect(Socket.last.url).toBe('ws://127.0.0.1:4000/engine')
    expect(Socket.last.protocols).toEqual(['parasol', 'the-token'])
    await bridge.openPort()
    expect(asked.map(({ path, init }) => [path, init.body])).toEqual([['/session', '{"code":"one-use"}']])
  })

  it('takes the token from the page where the shell has put it there, and the page forgets it', async () => {
    const remove = vi.fn()
    element = { textContent: '{"token":"from-page"}', remove }
    await browserBridge().openPort()
    expect(remove).toHaveBeenCalledOnce()
    expect(Socket.last.protocols).toEqual(['parasol', 'from-page'])
    expect(asked).toEqual([])
  })

  it('tells a used address from a shell that does not answer', async () => {
    answer = async () => new Response('{}', { status: 403 })
    await expect(browserBridge().openPort()).rejects.toThrow(AddressUsed)
    answer = () => Promise.reject(new TypeError('refused'))
    await expect(browserBridge().openPort()).rejects.toThrow(ShellGone)
    vi.stubGlobal('location', { host: '127.0.0.1:4000', pathname: '/', hash: '' })
    await expect(browserBridge().openPort()).rejects.toThrow(AddressUsed)
  })

  it('keeps frames until the socket is open, in order, and hands on what comes', async () => {
    const port = await browserBridge().openPort()
    const heard: unknown[] = []
    port.addEventListener('message', ({ data }) => heard.push(data))
    port.addEventListener('close', () => heard.push('closed'))
    port.postMessage('a')
    port.postMessage(new Uint8Array([1]))
    expect(Socket.last.sent).toEqual([])
    Socket.last.open()
    port.postMessage('b')
    expect(Socket.last.sent).toEqual(['a', new Uint8Array([1]), 'b'])
    Socket.last.dispatchEvent(Object.assign(new Event('message'), { data: 'c' }))
    Socket.last.close(4001, '')
    port.postMessage('too late')
    expect(heard).toEqual(['c', 'closed'])
    expect(Socket.last.sent).toHaveLength(3)
    expect(() => port.postMessage({})).toThrow(TypeError)
  })

  it('says why a port ended: by the numbers of the shell, else by whether the shell is still there', async () => {
    expect(Object.fromEntries(Object.entries(END_BY_CODE).map(([code, end]) => [end, Number(code)]))).toEqual(PORT_END_CODES)
    const bridge = browserBridge()
    const heard: PortEnding[] = []
    bridge.onPortEnd((ending) => heard.push(ending))
    let count = 0
    for (const [code, reason] of [
      [PORT_END_CODES.refused, 'PROFILE_BUSY'],
      [PORT_END_CODES.locked, ''],
      [PORT_END_CODES.stopped, 'another window'],
      [PORT_END_CODES.stopped, ''],
      [1006, ''],
    ] as const) {
      await bridge.openPort()
      Socket.last.close(code, reason)
      count += 1
      await eventually(() => expect(heard).toHaveLength(count))
    }
    expect(heard).toEqual([
      { end: 'refused', code: 'PROFILE_BUSY' },
      { end: 'locked', code: null },
      { end: 'elsewhere', code: null },
      { end: 'stopped', code: null },
      { end: 'elsewhere', code: null },
    ])
    answer = () => Promise.reject(new TypeError('refused'))
    Socket.last.close(1006, '')
    await eventually(() => expect(heard.at(-1)).toEqual({ end: 'stopped', code: null }))
    expect(heard).toHaveLength(6)
  })

  it('locks and restarts with the token, and locking never throws', async () => {
    const bridge = browserBridge()
    bridge.lock()
    await bridge.openPort()
    bridge.lock()
    await eventually(() => expect(asked.at(-1)?.path).toBe('/lock'))
    expect(asked.at(-1)?.init.headers).toEqual({ authorization: 'Bearer the-token' })
    await bridge.restartEngine()
    expect(asked.at(-1)?.path).toBe('/restart')
    answer = async () => new Response('', { status: 403 })
    await expect(bridge.restartEngine()).rejects.toThrow(ShellGone)
    answer = () => Promise.reject(new TypeError('refused'))
    bridge.lock()
    await eventually(() => expect(Socket.last.readyState).toBe(3))
  })
})
