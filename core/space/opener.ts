import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Causal } from '../log/entry/causal.ts'
import type { Log } from '../log/log.ts'
import type { Keyring } from './keyring.ts'

/** A record's entry that was opened before its turn. */
export interface OpenedEarly {
  causal: Pick<Causal, 'clock' | 'wall' | 'certificate'>
  /** What whoever lent the opener wants to know of the entry. */
  made: unknown
}

/** What blocks are opened with, and as whose. */
interface Circumstances {
  space: Buffer
  keyring: Keyring
  /** Key of the organisation whose log it is by the roster as it stands. */
  organisation: Buffer
}

/** Blocks of one log, one after the other. */
export interface EarlyRequest extends Circumstances {
  logId: Buffer
  /** Index of the first block. */
  index: number
  blocks: readonly Buffer[]
}

/**
 * Opens blocks that are read long before their turn comes, where that costs their reader nothing. For each what `readBlock` would say of it, if that is
 * a record; else null: it is opened in its turn, by the keys that are held then. Never rejects.
 */
export interface EarlyOpener {
  open(request: EarlyRequest): Promise<readonly (OpenedEarly | null)[]>
  /** Opens here what comes first of all that was asked for of this space and is not begun; false where there is nothing. Never rejects. */
  help(): Promise<boolean>
  /** Whether somebody else opens what is asked for, or will in a moment. */
  isAwake(): boolean
}

/** Blocks of a log, and what was opened of them early. */
export interface Stretch {
  index: number
  blocks: Buffer[]
  opened?: Promise<readonly (OpenedEarly | null)[]>
  /** Whether more has come since: then whoever waits leaves the processor to that. */
  hasMore?: () => boolean
}

/** From so many blocks on that are not read yet they are opened early. */
const MUCH = 1_500
/** Once so many were read of a log, what has come since waits for its next reading. */
const MOST = 20_000
/** For so long, in ms, who waits leaves the processor to what comes before it looks again. */
const LEAVE_MS = 50
/** Bytes of blocks that are read before their turn: those of more entries than the index takes in at one go. */
const AHEAD_BYTES = 16 * 1024 * 1024
/** A stretch of more is opened in its turn: what is made of it would take several times as much. */
const LENT_BYTES = 8 * 1024 * 1024

/** Blocks of a log from one on, opened early where they are many. */
export function stretches(log: Log, from: number, by: Circumstances, opener: EarlyOpener): AsyncGenerator<Stretch, void, void> {
  return log.length - from < MUCH ? log.read(from) : ahead(asked(log, from, by, opener), AHEAD_BYTES, bytesOf)
}

/** What was opened of a stretch early, once it is there. Who waits for it lends a hand, but where more comes meanwhile, which has to be taken in. */
export async function openedOf({ opened, hasMore }: Stretch, opener: EarlyOpener | null): Promise<readonly (OpenedEarly | null)[]> {
  if (!opened || !opener) return []
  let isThere = false
  void opened.then(() => {
    isThere = true
  })
  // It may have come while its reader did something else.
  await setImmediate()
  while (!isThere) {
    if (opener.isAwake() && hasMore?.()) await within(opened, LEAVE_MS)
    else if (!(await opener.help())) break
  }
  return opened
}

/** Resolves with `work`, which does not reject, or after so many ms. */
async function within(work: Promise<unknown>, ms: number): Promise<void> {
  const done = new AbortController()
  const late = setTimeout(ms, undefined, { signal: done.signal }).catch(() => undefined)
  await Promise.race([work, late])
  done.abort()
}

const bytesOf = ({ blocks }: Stretch): number => blocks.reduce((sum, { length }) => sum + length, 0)

async function* asked(log: Log, from: number, by: Circumstances, opener: EarlyOpener): AsyncGenerator<Stretch, void, void> {
  for await (const stretch of withWhatComes(log, from)) {
    const { index, blocks } = stretch
    if (bytesOf(stretch) > LENT_BYTES) yield stretch
    else {
      const { length } = log
      yield { index, blocks, opened: opener.open({ ...by, logId: log.id, index, blocks }), hasMore: () => log.length > length }
    }
  }
}

/** Blocks of a log from one on, and what comes while they are read: only so much that another log of the space has its turn in the end. */
export async function* withWhatComes(log: Pick<Log, 'length' | 'read'>, from: number): AsyncGenerator<Stretch, void, void> {
  for (let next = from; next < log.length && next - from < MOST; ) {
    for await (const stretch of log.read(next)) {
      yield stretch
      next = stretch.index + stretch.blocks.length
    }
  }
}

/**
 * What a generator gives, pulled before it is asked for until `most` waits, by `sizeOf`: so whatever it waits for goes on while one of its items is worked
 * on. Fails in its turn, after all that came before. A caller that stops leaves nothing running.
 */
export async function* ahead<T extends object>(
  source: AsyncIterable<T>,
  most: number,
  sizeOf: (item: T) => number,
): AsyncGenerator<T, void, void> {
  const waiting: T[] = []
  let size = 0
  let isStopped = false
  let news = Promise.withResolvers<void>()
  const tell = (): void => {
    news.resolve()
    news = Promise.withResolvers()
  }
  const pull = async (): Promise<void> => {
    for await (const item of source) {
      waiting.push(item)
      size += sizeOf(item)
      tell()
      while (size >= most && !isStopped) await news.promise
      if (isStopped) return
    }
  }
  let isOver = false
  const pulling = pull().finally(() => {
    isOver = true
    tell()
  })
  // Heard below, when all that came before has had its turn.
  pulling.catch(() => undefined)
  try {
    for (;;) {
      const item = waiting.shift()
      if (item) {
        size -= sizeOf(item)
        tell()
        yield item
      } else if (isOver) {
        await pulling
        return
      } else await news.promise
    }
  } finally {
    isStopped = true
    tell()
    await Promise.allSettled([pulling])
  }
}
