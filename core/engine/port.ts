/**
 * What passes between a shell and the engine process (ARCHITECTURE.md). A shell starts the engine, says `start`
 * once, opens ports for its windows and relays their frames unread; it locks by killing the process.
 * In an Electron utility process a port is a real MessagePort, handed over with `port` as the message's only transferable,
 * and `data`/`close` are not used for it.
 */
export type ShellToEngine =
  | { type: 'start'; profileDir: string }
  | { type: 'port'; id: number }
  | { type: 'data'; id: number; data: string | Uint8Array }
  | { type: 'close'; id: number }
  | { type: 'ping'; n: number }

export type EngineToShell =
  | { type: 'ready' }
  /** The profile cannot be used at all; the engine exits after it. The code is one of the error catalogue. */
  | { type: 'refused'; code: string }
  | { type: 'data'; id: number; data: string | Uint8Array }
  | { type: 'close'; id: number }
  | { type: 'pong'; n: number }
  /** Please kill and restart me: I have been idle for as long as the person allowed, or a procedure asked to lock. */
  | { type: 'lock'; reason: 'idle' }

/** The engine ends with this code after it has asked for a lock itself. Any other unasked end is a crash. */
export const EXIT_LOCKED = 77
/** The engine ends with this code after `refused`. */
export const EXIT_REFUSED = 78

/** The least of a MessagePort that oRPC's message-port adapter needs. */
export interface FramePort {
  postMessage(data: unknown): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close', listener: () => void): void
}

/** Why a window's port was closed, for the sentence that the renderer shows. */
export type PortEnd = 'locked' | 'crashed' | 'stopped' | 'refused'
/** WebSocket close codes of the browser shell for each of them. */
export const PORT_END_CODES = { locked: 4001, crashed: 4002, stopped: 4003, refused: 4004 } as const satisfies Record<PortEnd, number>
