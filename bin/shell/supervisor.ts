import { type EngineToShell, EXIT_LOCKED, EXIT_REFUSED, type PortEnd, type ShellToEngine } from '../../core/engine/port.ts'

/** One running engine, whatever kind of process it is. */
export interface EngineProcess {
  /** Hands a message over. `sent` is called when the pipe has taken it, for backpressure; never after the engine is gone. */
  send(message: ShellToEngine, sent?: () => void): void
  /** SIGKILL: the memory with the keys is gone when `exit` is reported. */
  kill(): void
}

export interface EngineEvents {
  message(message: EngineToShell): void
  /** Once, when the process is gone. The code is null after a signal. */
  exit(code: number | null): void
}

export type EngineLauncher<P extends EngineProcess> = (events: EngineEvents) => P

export type EngineState = 'starting' | 'ready' | 'crashed' | 'refused' | 'stopped'

export interface SupervisorOptions<P extends EngineProcess> {
  launch: EngineLauncher<P>
  profileDir: string
  /** The engine is gone and with it every port. `code` says why where the profile was refused. */
  onEnd(end: PortEnd, code: string | null): void
  /** Frames of ports and their ends. */
  onPort(message: Extract<EngineToShell, { type: 'data' | 'close' }>): void
  /** Milliseconds between two pings. */
  beatMs?: number
  /** So many pings in a row without an answer, and the engine counts as hung. Counted, not timed: a sleeping laptop is not a hung engine; and many: on an old one that
   * is out of memory, half a second of work can take ten. */
  missedBeats?: number
  /** Milliseconds until a new engine must have said `ready`. */
  startMs?: number
}

interface Run<P> {
  process: P
  gone: Promise<void>
  /** Why the shell itself ended it, if it did. */
  ending: PortEnd | null
  refusal: string | null
  unanswered: number
  timer: NodeJS.Timeout
}

/**
 * Keeps one engine: starts it, listens to its heartbeat, kills it to lock and starts a fresh one at once.
 * After a crash it waits for `restart`, so that the person hears of it. Shared by both shells.
 */
export class EngineSupervisor<P extends EngineProcess> {
  readonly #options: Required<SupervisorOptions<P>>
  #state: EngineState = 'stopped'
  #run: Run<P> | null = null
  #refusal: string | null = null
  #settled: PromiseWithResolvers<EngineState> = Promise.withResolvers()
  #pings = 0

  constructor(options: SupervisorOptions<P>) {
    this.#options = { beatMs: 2_000, missedBeats: 15, startMs: 60_000, ...options }
  }

  get state(): EngineState {
    return this.#state
  }

  /** The error code with which the engine refused the profile, while the state is `refused`. */
  get refusal(): string | null {
    return this.#refusal
  }

  /** The engine, if it is ready for ports. */
  get process(): P | null {
    return this.#state === 'ready' && this.#run ? this.#run.process : null
  }

  /** Starts the engine if none runs. Resolves as `settled` does. */
  start(): Promise<EngineState> {
    if (!this.#run) this.#launch()
    return this.settled()
  }

  /** Resolves when the engine is neither starting nor being replaced: with `ready`, `crashed`, `refused` or `stopped`. */
  settled(): Promise<EngineState> {
    return this.#state === 'starting' ? this.#settled.promise : Promise.resolve(this.#state)
  }

  /** Kills the engine and starts a fresh one. Resolves when the old process is gone; at once if none runs. */
  lock(): Promise<void> {
    return this.#end('locked')
  }

  /** Starts again after a crash or a refusal; does nothing to an engine that runs. */
  restart(): Promise<EngineState> {
    return this.start()
  }

  /** Kills the engine for good. Resolves when the process is gone. */
  async stop(): Promise<void> {
    await this.#end('stopped')
    this.#settle('stopped')
  }

  #end(ending: 'locked' | 'stopped'): Promise<void> {
    const run = this.#run
    if (!run) return Promise.resolve()
    // A stop overrides a lock that is still under way: nothing may be started after it.
    if (run.ending !== 'stopped') run.ending = ending
    run.process.kill()
    return run.gone
  }

  #launch(): void {
    if (this.#state !== 'starting') this.#settled = Promise.withResolvers()
    this.#state = 'starting'
    this.#refusal = null
    const gone = Promise.withResolvers<void>()
    const events: EngineEvents = {
      message: (message) => {
        if (this.#run === run) this.#message(run, message)
      },
      exit: (code) => {
        clearInterval(run.timer)
        if (this.#run === run) this.#exit(run, code)
        gone.resolve()
      },
    }
    const run: Run<P> = {
      process: this.#options.launch(events),
      gone: gone.promise,
      ending: null,
      refusal: null,
      unanswered: 0,
      timer: setTimeout(() => run.process.kill(), this.#options.startMs),
    }
    this.#run = run
    run.process.send({ type: 'start', profileDir: this.#options.profileDir })
  }

  #message(run: Run<P>, message: EngineToShell): void {
    switch (message.type) {
      case 'ready':
        clearInterval(run.timer)
        run.timer = setInterval(() => this.#beat(run), this.#options.beatMs)
        this.#settle('ready')
        return
      case 'pong':
        run.unanswered = 0
        return
      case 'refused':
        run.refusal = message.code
        return
      case 'lock':
        void this.lock()
        return
      case 'data':
      case 'close':
        if (run.ending === null) this.#options.onPort(message)
    }
  }

  #beat(run: Run<P>): void {
    if (run.unanswered >= this.#options.missedBeats) {
      run.process.kill()
      return
    }
    run.unanswered += 1
    this.#pings += 1
    run.process.send({ type: 'ping', n: this.#pings })
  }

  #exit(run: Run<P>, code: number | null): void {
    const wasReady = this.#state === 'ready'
    this.#run = null
    const end = this.#endOf(run, code, wasReady)
    if (end === 'refused') this.#refusal = run.refusal ?? 'ENGINE_FAULT'
    if (end === 'locked') this.#launch()
    else this.#settle(end)
    this.#options.onEnd(end, end === 'refused' ? this.#refusal : null)
  }

  #endOf(run: Run<P>, code: number | null, wasReady: boolean): PortEnd {
    if (run.ending) return run.ending
    if (code === EXIT_REFUSED || run.refusal !== null) return 'refused'
    // An engine that locks before it was ever ready would be started for ever.
    return code === EXIT_LOCKED && wasReady ? 'locked' : 'crashed'
  }

  #settle(state: EngineState): void {
    this.#state = state
    this.#settled.resolve(state)
  }
}
