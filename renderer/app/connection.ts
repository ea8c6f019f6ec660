import type { FramePort } from '../../core/engine/port.ts'
import { AddressUsed, type PortEnding, type ShellBridge } from './bridge.ts'

/**
 * Where the window stands with the engine. `generation` differs for each port, so that nothing on screen outlives one. `isLocked`: a lock
 * went before, so the screen can say so before the next engine does.
 */
export type Stage =
  | { name: 'opening'; isLocked: boolean }
  | { name: 'open'; port: FramePort; generation: number; isLocked: boolean }
  | { name: 'address-used' }
  | { name: 'ended'; end: Exclude<PortEnding['end'], 'locked'>; code: string | null }

/** A port that lived shorter than this ended for a reason that may come again. */
const SHORT_LIFE_MS = 1_000
const LONGEST_WAIT_MS = 4_000

/**
 * Keeps one port to the engine: opens the next one after a lock, and stops with a stage that says why after anything else.
 * Framework-free; screens read it through `useSyncExternalStore`.
 */
export class Connection {
  readonly #bridge: ShellBridge
  readonly #listeners = new Set<() => void>()
  #stage: Stage = { name: 'opening', isLocked: false }
  #generation = 0
  #openedAt = 0
  #wait = 0

  constructor(bridge: ShellBridge) {
    this.#bridge = bridge
    bridge.onPortEnd((ending) => this.#ended(ending))
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly stage = (): Stage => this.#stage

  /** Opens a port. The outcome is a stage, never a throw. */
  async open(): Promise<void> {
    const isLocked = this.#stage.name === 'opening' && this.#stage.isLocked
    this.#set({ name: 'opening', isLocked })
    try {
      const port = await this.#bridge.openPort()
      this.#openedAt = Date.now()
      this.#generation += 1
      this.#set({ name: 'open', port, generation: this.#generation, isLocked })
    } catch (cause) {
      this.#set(cause instanceof AddressUsed ? { name: 'address-used' } : { name: 'ended', end: 'stopped', code: null })
    }
  }

  /** The shell's way to choose a folder, or null. */
  get chooseFolder(): ShellBridge['chooseFolder'] {
    return this.#bridge.chooseFolder
  }

  briefCopy(): void {
    this.#bridge.briefCopy()
  }

  get notifier(): ShellBridge['notifier'] {
    return this.#bridge.notifier
  }

  /** Takes everything off the screen in the same tick, then has the engine killed. Asks nothing. */
  readonly lock = (): void => {
    if (this.#stage.name !== 'open') return
    this.#set({ name: 'opening', isLocked: true })
    this.#bridge.lock()
  }

  /** Starts the engine again after it has crashed. */
  readonly restart = async (): Promise<void> => {
    this.#set({ name: 'opening', isLocked: false })
    try {
      await this.#bridge.restartEngine()
    } catch {
      this.#set({ name: 'ended', end: 'stopped', code: null })
      return
    }
    await this.open()
  }

  #ended({ end, code }: PortEnding): void {
    if (end !== 'locked') {
      this.#set({ name: 'ended', end, code })
      return
    }
    this.#set({ name: 'opening', isLocked: true })
    // Locks that follow each other at once (the computer goes to sleep, say) must not become a busy loop.
    const shortLived = Date.now() - this.#openedAt < SHORT_LIFE_MS
    this.#wait = shortLived ? Math.min(LONGEST_WAIT_MS, this.#wait * 2 + 100) : 0
    setTimeout(() => void this.open(), this.#wait)
  }

  #set(stage: Stage): void {
    this.#stage = stage
    for (const listener of this.#listeners) listener()
  }
}
