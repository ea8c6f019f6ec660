import type { FramePort, PortEnd } from '../../core/engine/port.ts'
import { AddressUsed, type PortEnding, type ShellBridge, ShellGone } from './bridge.ts'
import { clearInAMinute } from './clipboard.ts'
import { browserNotifier } from './notify-browser.ts'

/** As in `core/engine/port.ts`, whose values the renderer may not import; a test compares the two. */
export const END_BY_CODE: Readonly<Record<number, PortEnd>> = { 4001: 'locked', 4002: 'crashed', 4003: 'stopped', 4004: 'refused' }

/** A WebSocket as a port: frames posted before it is open wait. */
class SocketPort implements FramePort {
  readonly #socket: WebSocket
  readonly #waiting: (string | Uint8Array<ArrayBuffer>)[] = []

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('open', () => {
      for (const data of this.#waiting.splice(0)) socket.send(data)
    })
  }

  postMessage(data: unknown): void {
    if (typeof data !== 'string' && !(data instanceof Uint8Array)) throw new TypeError('a frame is text or bytes')
    const frame = typeof data === 'string' ? data : new Uint8Array(data)
    if (this.#socket.readyState === WebSocket.CONNECTING) this.#waiting.push(frame)
    else if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame)
  }

  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close', listener: () => void): void
  addEventListener(type: 'message' | 'close', listener: (event: { data: unknown }) => void): void {
    if (type === 'message') this.#socket.addEventListener('message', (event: MessageEvent<unknown>) => listener({ data: event.data }))
    else this.#socket.addEventListener('close', () => listener({ data: undefined }))
  }
}

class BrowserBridge implements ShellBridge {
  readonly kind = 'browser'
  /** A browser shows a page no path. */
  readonly chooseFolder = null
  readonly notifier = browserNotifier
  readonly briefCopy = clearInAMinute
  readonly #listeners = new Set<(ending: PortEnding) => void>()
  /** Lives in this variable and nowhere else: a reload loses it, and the shell locks. */
  #token: Promise<string> | null = null
  #socket: WebSocket | null = null

  async openPort(): Promise<FramePort> {
    this.#token ??= takeToken()
    const socket = new WebSocket(`ws://${location.host}/engine`, ['parasol', await this.#token])
    this.#socket = socket
    socket.addEventListener('close', (event) => {
      void endingOf(event).then((ending) => {
        for (const listener of this.#listeners) listener(ending)
      })
    })
    return new SocketPort(socket)
  }

  onPortEnd(listener: (ending: PortEnding) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  lock(): void {
    // A shell that does not take the order locks when the page goes away, and for the shell that is its socket.
    this.#post('/lock').catch(() => this.#socket?.close())
  }

  async restartEngine(): Promise<void> {
    await this.#post('/restart')
  }

  async #post(path: string): Promise<void> {
    if (this.#token === null) throw new AddressUsed()
    const token = await this.#token
    const response = await request(path, { headers: { authorization: `Bearer ${token}` }, keepalive: true })
    if (!response.ok) throw new ShellGone()
  }
}

/** What the shell closes the socket of an older window with, as the reason of `stopped`. */
const ANOTHER_WINDOW = 'another window'

async function endingOf({ code, reason }: CloseEvent): Promise<PortEnding> {
  const end = END_BY_CODE[code]
  if (end === 'stopped' && reason === ANOTHER_WINDOW) return { end: 'elsewhere', code: null }
  if (end !== undefined) return { end, code: reason === '' ? null : reason }
  // The socket broke, or was never let in. If the shell is still there, it does not take this window's token any more.
  return { end: (await isShellThere()) ? 'elsewhere' : 'stopped', code: null }
}

async function isShellThere(): Promise<boolean> {
  try {
    await fetch(location.pathname, { method: 'HEAD', credentials: 'omit', cache: 'no-store' })
    return true
  } catch {
    return false
  }
}

/** Gives the session token once: from the page where the shell has put it there, else for the one-use code of the address. */
async function takeToken(): Promise<string> {
  const element = document.getElementById('session')
  if (element !== null) {
    element.remove()
    return readToken(JSON.parse(element.textContent ?? ''))
  }
  const code = location.hash.slice(1)
  history.replaceState(null, '', location.pathname)
  if (code === '') throw new AddressUsed()
  const response = await request('/session', { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) })
  if (!response.ok) throw new AddressUsed()
  return readToken(await response.json())
}

function readToken(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'token' in answer && typeof answer.token === 'string') return answer.token
  throw new ShellGone()
}

async function request(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { method: 'POST', credentials: 'omit', cache: 'no-store', ...init })
  } catch (cause) {
    throw new ShellGone('the shell does not answer', { cause })
  }
}

/** The bridge to the loopback server that serves this page. */
export function browserBridge(): ShellBridge {
  return new BrowserBridge()
}
