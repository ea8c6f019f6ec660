import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EXIT_LOCKED, EXIT_REFUSED, type ShellToEngine } from '../../core/engine/port.ts'
import { eventually } from '../../test/support/eventually.ts'
import { type EngineEvents, type EngineProcess, EngineSupervisor } from './supervisor.ts'

/** An engine whose every word and end the test decides. `kill` ends it, as SIGKILL does, one turn later. */
class FakeEngine implements EngineProcess {
  readonly sent: ShellToEngine[] = []
  readonly events: EngineEvents
  killed = false
  constructor(events: EngineEvents) {
    this.events = events
  }
  send(message: ShellToEngine, sent?: () => void): void {
    this.sent.push(message)
    sent?.()
  }
  kill(): void {
    this.killed = true
    queueMicrotask(() => this.events.exit(null))
  }
}

function setup() {
  const engines: FakeEngine[] = []
  const ends: [string, string | null][] = []
  const frames: unknown[] = []
  const supervisor = new EngineSupervisor({
    launch: (events) => {
      const engine = new FakeEngine(events)
      engines.push(engine)
      return engine
    },
    profileDir: '/profile',
    onEnd: (end, code) => ends.push([end, code]),
    onPort: (message) => frames.push(message),
    beatMs: 100,
    missedBeats: 5,
    startMs: 1_000,
  })
  const last = (): FakeEngine => engines.at(-1) as FakeEngine
  const ready = async () => {
    const state = supervisor.start()
    last().events.message({ type: 'ready' })
    await state
  }
  return { supervisor, engines, ends, frames, last, ready }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('EngineSupervisor', () => {
  it('tells the engine its profile and has no process for ports until it is ready', async () => {
    const { supervisor, last } = setup()
    const state = supervisor.start()
    expect(last().sent).toEqual([{ type: 'start', profileDir: '/profile' }])
    expect(supervisor.process).toBeNull()
    last().events.message({ type: 'ready' })
    expect(await state).toBe('ready')
    expect(supervisor.process).toBe(last())
  })

  it('locks by killing, and starts a fresh engine at once', async () => {
    const { supervisor, engines, ends, ready, last } = setup()
    await ready()
    await supervisor.lock()
    expect(engines[0]?.killed).toBe(true)
    expect(engines).toHaveLength(2)
    expect(ends).toEqual([['locked', null]])
    expect(supervisor.state).toBe('starting')
    last().events.message({ type: 'ready' })
    expect(await supervisor.settled()).toBe('ready')
  })

  it('locks when the engine asks, and when it ends itself with the code for it', async () => {
    const { engines, ends, ready, last, supervisor } = setup()
    await ready()
    last().events.message({ type: 'lock', reason: 'idle' })
    await eventually(() => expect(engines).toHaveLength(2))
    last().events.message({ type: 'ready' })
    last().events.exit(EXIT_LOCKED)
    expect(engines).toHaveLength(3)
    expect(ends).toEqual([
      ['locked', null],
      ['locked', null],
    ])
    expect(supervisor.state).toBe('starting')
  })

  it('does not start for ever an engine that locks before it is ready', async () => {
    const { supervisor, engines, last, ends } = setup()
    const state = supervisor.start()
    last().events.exit(EXIT_LOCKED)
    expect(await state).toBe('crashed')
    expect(engines).toHaveLength(1)
    expect(ends).toEqual([['crashed', null]])
  })

  it('reports a crash and waits for restart', async () => {
    const { supervisor, engines, ends, ready, last } = setup()
    await ready()
    last().events.exit(1)
    expect(supervisor.state).toBe('crashed')
    expect(engines).toHaveLength(1)
    expect(ends).toEqual([['crashed', null]])
    const again = supervisor.restart()
    last().events.message({ type: 'ready' })
    expect(await again).toBe('ready')
    expect(engines).toHaveLength(2)
  })

  it('keeps the code of a refusal', async () => {
    const { supervisor, last, ends } = setup()
    const state = supervisor.start()
    last().events.message({ type: 'refused', code: 'PROFILE_BUSY' })
    last().events.exit(EXIT_REFUSED)
    expect(await state).toBe('refused')
    expect(supervisor.refusal).toBe('PROFILE_BUSY')
    expect(ends).toEqual([['refused', 'PROFILE_BUSY']])
  })

  it('kills an engine that answers no ping, and calls it a crash', async () => {
    const { supervisor, ready, last, ends } = setup()
    await ready()
    await vi.advanceTimersByTimeAsync(500)
    expect(last().killed).toBe(false)
    await vi.advanceTimersByTimeAsync(100)
    expect(last().killed).toBe(true)
    expect(supervisor.state).toBe('crashed')
    expect(ends).toEqual([['crashed', null]])
  })

  it('leaves alone an engine that answers', async () => {
    const { ready, last } = setup()
    await ready()
    for (let i = 0; i < 50; i++) {
      await vi.advanceTimersByTimeAsync(100)
      last().events.message({ type: 'pong', n: i })
    }
    expect(last().killed).toBe(false)
  })

  it('kills an engine that never becomes ready', async () => {
    const { supervisor } = setup()
    const state = supervisor.start()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await state).toBe('crashed')
  })

  it('starts nothing after a stop, not even when a lock is under way', async () => {
    const { supervisor, engines, ready, ends } = setup()
    await ready()
    const locked = supervisor.lock()
    await supervisor.stop()
    await locked
    expect(engines).toHaveLength(1)
    expect(supervisor.state).toBe('stopped')
    expect(ends).toEqual([['stopped', null]])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(engines).toHaveLength(1)
  })

  it('drops the frames of an engine that is being killed or is gone', async () => {
    const { supervisor, frames, ready, engines } = setup()
    await ready()
    engines[0]?.events.message({ type: 'data', id: 1, data: 'before' })
    const locked = supervisor.lock()
    engines[0]?.events.message({ type: 'data', id: 1, data: 'after' })
    await locked
    engines[0]?.events.message({ type: 'data', id: 1, data: 'much later' })
    expect(frames).toEqual([{ type: 'data', id: 1, data: 'before' }])
  })
})
