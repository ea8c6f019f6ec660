import type { FramePort } from '../../core/engine/port.ts'

type Listeners = { message: Set<(event: { data: unknown }) => void>; close: Set<() => void> }

/** A window's end of a line to the engine, where frames are relayed: what is posted goes to `send`. */
export class RelayedPort implements FramePort {
  private readonly listeners: Listeners = { message: new Set(), close: new Set() }
  private readonly send: (data: string | Uint8Array) => void

  constructor(send: (data: string | Uint8Array) => void) {
    this.send = send
  }

  postMessage(data: unknown): void {
    if (typeof data === 'string' || data instanceof Uint8Array) this.send(data)
    else if (data instanceof ArrayBuffer) this.send(new Uint8Array(data))
    else throw new TypeError('a frame is text or bytes')
  }

  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close', listener: () => void): void
  addEventListener(type: 'message' | 'close', listener: ((event: { data: unknown }) => void) & (() => void)): void {
    this.listeners[type].add(listener)
  }

  /** A frame of the engine has come. */
  receive(data: string | Uint8Array): void {
    for (const listener of this.listeners.message) listener({ data })
  }

  /** The engine is gone. */
  end(): void {
    for (const listener of this.listeners.close) listener()
  }
}
