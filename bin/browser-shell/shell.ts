import type { PortEnd } from '../../core/engine/port.ts'
import { loadFiles } from '../shell/files.ts'
import { nodeEngine } from '../shell/node-engine.ts'
import { refusalSentence } from '../shell/refusals.ts'
import { type EngineState, EngineSupervisor } from '../shell/supervisor.ts'
import { EngineRelay } from './relay.ts'
import { LoopbackServer } from './server.ts'
import { CODE_LIFE, type Redemption, Sessions } from './session.ts'

export interface BrowserShellOptions {
  /** The engine's entry file. */
  engine: string
  /** The built renderer. */
  renderer: string
  profileDir: string
  /** 0 for any free port. */
  port: number
  /** Milliseconds that a page may be without its socket before it counts as closed or reloaded. */
  graceMs?: number
}

/** How long a page may take from getting its token to opening its socket, in milliseconds. */
const FIRST_SOCKET_MS = 15_000

/**
 * The browser shell without a browser: one engine, one loopback server, one window at a time.
 * Everything that could mean a second party locks: a code used twice, a new session, a page that went away or was reloaded.
 */
export class BrowserShell {
  readonly #sessions = new Sessions()
  readonly #supervisor: EngineSupervisor<ReturnType<ReturnType<typeof nodeEngine>>>
  readonly #relay: EngineRelay
  readonly #server: LoopbackServer
  readonly #options: BrowserShellOptions
  #grace: NodeJS.Timeout | undefined
  #onUsed: () => void = () => {}

  constructor(options: BrowserShellOptions) {
    this.#options = options
    this.#supervisor = new EngineSupervisor({
      launch: nodeEngine(options.engine),
      profileDir: options.profileDir,
      onEnd: (end, code) => this.#ended(end, code),
      onPort: (message) => this.#relay.fromEngine(message),
    })
    this.#relay = new EngineRelay(this.#supervisor, () => this.#expectPage(options.graceMs ?? 1_500))
    this.#server = new LoopbackServer(loadFiles(options.renderer), {
      redeem: (code) => this.#redeem(code),
      holds: (token) => this.#sessions.holds(token),
      lock: () => this.#supervisor.lock(),
      restart: async () => {
        await this.#supervisor.restart()
      },
      attach: (socket) => {
        clearTimeout(this.#grace)
        void this.#relay.attach(socket)
      },
      refusal: () => (this.#supervisor.state === 'refused' ? refusalSentence(this.#supervisor.refusal) : null),
    })
  }

  /** Listens and starts the engine. @returns the port, and what became of the engine. @throws if the port is taken. */
  async start(): Promise<{ port: number; engine: EngineState }> {
    const port = await this.#server.listen(this.#options.port)
    return { port, engine: await this.#supervisor.start() }
  }

  /** Kills the engine and closes the server. Resolves when both are gone. */
  async stop(): Promise<void> {
    clearTimeout(this.#grace)
    this.#sessions.end()
    await this.#supervisor.stop()
    await this.#server.close()
  }

  /** The engine's process id, for tests that look at what is left. */
  get enginePid(): number | undefined {
    return this.#supervisor.process?.pid
  }

  /** The sentence for a profile that the engine refused, else null. */
  get refusal(): string | null {
    return this.#supervisor.state === 'refused' ? refusalSentence(this.#supervisor.refusal) : null
  }

  /** An address to copy by hand, with a code in its fragment, which no browser sends to a server. */
  printedAddress(): string {
    return `${this.#server.origin}/#${this.#sessions.issue(CODE_LIFE.printed)}`
  }

  /** A code for a page that is being opened right now, and the address it is to be posted to. */
  openedCode(): { action: string; code: string } {
    return { action: `${this.#server.origin}/enter`, code: this.#sessions.issue(CODE_LIFE.opened) }
  }

  /** Calls `listener` whenever a code was exchanged for a session. */
  onSession(listener: () => void): void {
    this.#onUsed = listener
  }

  async #redeem(code: string): Promise<Redemption> {
    const before = this.#sessions.running
    const outcome = this.#sessions.redeem(code)
    if (outcome === 'unknown') return outcome
    if (outcome === 'reused') {
      await this.#endSession()
      return outcome
    }
    // A new window: the old one must not stay unlocked behind it.
    if (before) await this.#supervisor.lock()
    this.#expectPage(FIRST_SOCKET_MS)
    this.#onUsed()
    return outcome
  }

  #expectPage(withinMs: number): void {
    clearTimeout(this.#grace)
    this.#grace = setTimeout(() => void this.#endSession(), withinMs)
  }

  async #endSession(): Promise<void> {
    clearTimeout(this.#grace)
    this.#sessions.end()
    await this.#supervisor.lock()
    this.#relay.closeAll('locked', null)
  }

  #ended(end: PortEnd, code: string | null): void {
    this.#relay.closeAll(end, code)
    if (end === 'refused') process.stderr.write(`${refusalSentence(code)}\n`)
  }
}
