/** What every bench is given. */
export interface Setup {
  /** How many of whatever the bench counts. */
  n: number
  /** An empty folder of its own on a real disk, deleted afterwards. */
  folder: string
  /** A profile folder with a log of `n` incidents (profile.ts); null where the bench asks for none. */
  profileDir: string | null
  /** Prints one line of progress. */
  say(text: string): void
}

/** What came out. `floor` is what the bare library takes for the same in the same run; null where there is none. */
export interface Measured {
  value: number
  floor: number | null
  /** Where the bar is on value / floor instead of on the value. */
  barOnRatio?: boolean
}

/** One bar (README.md). */
export interface Plan {
  id: string
  what: string
  n: number
  /** `n` with --quick. */
  quick: number
  unit: string
  /** The value, or the ratio where there is a floor to hold on to, must not be above it. */
  bar: number
  needsProfile: boolean
  /** Run on a network that this made for it, and nobody else is on: needs root. */
  ownNetwork?: boolean
  /** Longest time that it may take, ms. */
  limitMs: number
}

/** One row of results.json. */
export interface Result {
  id: string
  n: number
  value: number | null
  unit: string
  bar: number
  floor: number | null
  ratio: number | null
  ok: boolean
}

/** The value below which the given share of the samples lies. Throws a RangeError for no samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]
  if (value === undefined) throw new RangeError('no samples')
  return value
}

export const p95 = (samples: readonly number[]): number => percentile(samples, 0.95)
export const median = (samples: readonly number[]): number => percentile(samples, 0.5)

/** Runs `act` and gives the time it took, and the time that the processor was busy in this process meanwhile, ms, beside its result. */
export async function timed<T>(act: () => Promise<T> | T): Promise<{ ms: number; busy: number; result: T }> {
  const [clock, processor] = [performance.now(), process.cpuUsage()]
  const result = await act()
  const { user, system } = process.cpuUsage(processor)
  return { ms: performance.now() - clock, busy: (user + system) / 1_000, result }
}

export const round = (value: number): number => (value >= 100 ? Math.round(value) : Number(value.toPrecision(3)))
