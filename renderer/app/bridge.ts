import type { FramePort, PortEnd } from '../../core/engine/port.ts'

/**
 * Why a port ended; `elsewhere`: this window may not speak to the shell any more, because another one does or its address was used
 * again. `code` is one of the error catalogue where the engine refused the profile, else null.
 */
export interface PortEnding {
  end: PortEnd | 'elsewhere'
  code: string | null
}

/** Says a line on the desktop, outside the window: it never throws, and says nothing where it may not. */
export interface Notifier {
  /** `asks`: the person has to be asked first, by `ask`, after a click of hers. */
  state(): 'granted' | 'asks' | 'refused'
  ask(): Promise<void>
  notify(text: string): void
}

/** What the renderer needs of the program around it. One implementation for each shell. */
export interface ShellBridge {
  readonly kind: 'browser' | 'electron'
  /**
   * Opens a port to the engine that runs now; frames may be posted at once. Throws `AddressUsed` where this window
   * may not speak to the shell, and `ShellGone` where the shell does not answer.
   */
  openPort(): Promise<FramePort>
  /** Calls back once for each opened port, when it has ended. */
  onPortEnd(listener: (ending: PortEnding) => void): () => void
  /** Locks: kills the engine. Returns at once and never throws; the ending of the port follows. */
  lock(): void
  /** Lets the person choose a folder in the system's own way, null where she chose none. Null where the shell has no such way: then she types it. */
  readonly chooseFolder: (() => Promise<string | null>) | null
  readonly notifier: Notifier
  /** What was copied just now leaves the clipboard in a minute, where the system lets us. */
  briefCopy(): void
  /** Starts a new engine after the last one has ended by itself. Throws `ShellGone`. */
  restartEngine(): Promise<void>
}

/** The one-use code in the address was used before, or this page was loaded again. */
export class AddressUsed extends Error {
  override readonly name = 'AddressUsed'
}

/** The program that serves this window has stopped. */
export class ShellGone extends Error {
  override readonly name = 'ShellGone'
}
