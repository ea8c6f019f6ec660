import type { Causal } from '../log/entry/causal.ts'
import type { Log } from '../log/log.ts'
import type { Keyring } from './keyring.ts'

/** What is told of a record's entry apart from its body. */
export type RecordCausal = Pick<Causal, 'kind' | 'kindVersion' | 'minimumReader' | 'clock' | 'wall' | 'certificate'>

/** A record's entry that was opened before its turn. */
export interface OpenedEarly {
  causal: RecordCausal
  /** What whoever lent the opener wants to know of the body. */
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
}

/** Blocks of a log, and what was opened of them early. */
export interface Stretch {
  index: number
  blocks: Buffer[]
  opened?: Promise<readonly (OpenedEarly | null)[]>
}

/** From so many blocks on that are not read yet they are opened early. */
const MUCH = 4_000
/** Stretches that are read before their turn: more blocks than the index takes in at one go. */
const EARLY = 24

/** Blocks of a log from one on, opened early where they are many. */
export function stretches(log: Log, from: number, by: Circumstances, opener: EarlyOpener): AsyncGenerator<Stretch, void, void> {
  return log.length - from < MUCH ? log.read(from) : early(asked(log, from, by, opener), EARLY)
}

async function* asked(log: Log, from: number, by: Circumstances, opener: EarlyOpener): AsyncGenerator<Stretch, void, void> {
  for await (const { index, blocks } of log.read(from)) {
    yield { index, blocks, opened: opener.open({ ...by, logId: log.id, index, blocks }) }
  }
}

/**
 * What a generator gives, pulled `depth` items before it is asked for: so whatever it waits for goes on while one of its items is worked on. A caller that
 * stops leaves nothing running.
 */
export async function* early<T>(source: AsyncGenerator<T, void, void>, depth: number): AsyncGenerator<T, void, void> {
  const pulled: Promise<IteratorResult<T, void>>[] = []
  const pull = (): void => {
    const next = source.next()
    // Heard below, when its turn comes; a caller that stops before has no use for it.
    next.catch(() => undefined)
    pulled.push(next)
  }
  try {
    while (pulled.length < depth) pull()
    for (;;) {
      const next = await pulled.shift()
      if (!next || next.done === true) return
      pull()
      yield next.value
    }
  } finally {
    await source.return()
  }
}
