import type { WebSocket } from 'ws'
import { type EngineToShell, PORT_END_CODES, type PortEnd } from '../../core/engine/port.ts'
import type { EngineProcess, EngineSupervisor } from '../shell/supervisor.ts'

/** Bytes on the way to the engine above which the page's socket is paused, and below which it goes on. */
const HIGH_WATER = 4 * 1024 * 1024
const LOW_WATER = 1024 * 1024
/** Bytes waiting for a page that does not read them above which its socket is cut. */
const UNREAD_LIMIT = 512 * 1024 * 1024

/**
 * Joins the page's socket to a port of the engine and passes frames both ways unread.
 * One socket at a time: a new one takes the place of the one before.
 */
export class EngineRelay {
  readonly #supervisor: EngineSupervisor<EngineProcess>
  readonly #onPageGone: () => void
  #socket: WebSocket | null = null
  #id = 0

  /** @param onPageGone called when the page, not we, closed the socket. */
  constructor(supervisor: EngineSupervisor<EngineProcess>, onPageGone: () => void) {
    this.#supervisor = supervisor
    this.#onPageGone = onPageGone
  }

  /** Whether a page is connected. */
  get connected(): boolean {
    return this.#socket !== null
  }

  /** Takes over a socket that has shown its token. Frames wait in it until the engine is ready. */
  async attach(socket: WebSocket): Promise<void> {
    this.closeAll('stopped', 'another window')
    this.#socket = socket
    this.#id += 1
    const id = this.#id
    socket.pause()
    // What went wrong with a socket does not matter: `close` follows.
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      if (this.#socket !== socket) return
      this.#socket = null
      this.#supervisor.process?.send({ type: 'close', id })
      this.#onPageGone()
    })
    const state = await this.#supervisor.settled()
    const engine = this.#supervisor.process
    if (this.#socket !== socket) return
    if (!engine) {
      this.closeAll(state === 'refused' ? 'refused' : state === 'stopped' ? 'stopped' : 'crashed', this.#supervisor.refusal)
      return
    }
    this.#open(socket, engine, id)
  }

  /** A frame or an end from the engine. One for a port that is gone is dropped. */
  fromEngine(message: Extract<EngineToShell, { type: 'data' | 'close' }>): void {
    if (message.id !== this.#id || !this.#socket) return
    if (message.type === 'close') {
      this.closeAll('stopped', null)
      return
    }
    this.#socket.send(message.data)
    if (this.#socket.bufferedAmount > UNREAD_LIMIT) this.#socket.terminate()
  }

  /** Closes the page's socket and says why. The page is still there, so this does not count as its going. */
  closeAll(end: PortEnd, reason: string | null): void {
    const socket = this.#socket
    this.#socket = null
    if (!socket) return
    this.#supervisor.process?.send({ type: 'close', id: this.#id })
    socket.resume()
    socket.close(PORT_END_CODES[end], reason ?? '')
  }

  #open(socket: WebSocket, engine: EngineProcess, id: number): void {
    let waiting = 0
    engine.send({ type: 'port', id })
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (this.#socket !== socket) return
      waiting += data.length
      if (waiting > HIGH_WATER) socket.pause()
      engine.send(
        { type: 'data', id, data: isBinary ? new Uint8Array(data.buffer, data.byteOffset, data.length) : data.toString('utf8') },
        () => {
          waiting -= data.length
          if (waiting < LOW_WATER && socket.isPaused) socket.resume()
        },
      )
    })
    socket.resume()
  }
}
