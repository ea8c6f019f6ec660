import type { StandardRPCHandler } from '@orpc/server/standard'
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer'
import { ServerPeer } from '@orpc/standard-server-peer'

/** The longest frame that is read, in UTF-16 units or bytes: the greatest draft that the contract names fits three times. */
export const FRAME_MAX = 16 * 1024 * 1024

/**
 * The engine's end of one window's port. A frame that cannot be read is dropped and `dropped` told of it: a window that went wrong must not
 * end the engine for all the others. (oRPC's own message-port handler leaves the rejection to nobody.)
 */
export class ServedPort {
  private readonly peer: ServerPeer
  private readonly handle: ReturnType<typeof createServerPeerHandleRequestFn>
  private readonly dropped: (error: unknown) => void

  constructor(
    handler: StandardRPCHandler<Record<never, never>>,
    send: (frame: string | Uint8Array) => void,
    dropped: (error: unknown) => void,
  ) {
    this.peer = new ServerPeer((frame) => send(typeof frame === 'string' || frame instanceof Uint8Array ? frame : new Uint8Array(frame)))
    this.handle = createServerPeerHandleRequestFn(handler, { context: {} })
    this.dropped = dropped
  }

  /** A frame of the window has come. */
  receive(frame: unknown): void {
    if (!isFrame(frame)) {
      this.dropped(new RangeError('a frame is text or bytes, and not too long'))
      return
    }
    this.peer.message(frame, this.handle).catch(this.dropped)
  }

  /** The window is gone: what it asked for is given up. */
  end(): void {
    this.peer.close()
  }
}

function isFrame(frame: unknown): frame is string | Uint8Array<ArrayBuffer> {
  return (typeof frame === 'string' || frame instanceof Uint8Array) && frame.length <= FRAME_MAX
}
