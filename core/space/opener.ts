import type { Causal } from '../log/entry/causal.ts'
import type { Keyring } from './keyring.ts'

/** What is told of a record's entry apart from its body. */
export type RecordCausal = Pick<Causal, 'kind' | 'kindVersion' | 'minimumReader' | 'clock' | 'wall' | 'certificate'>

/** A record's entry that was opened before its turn. */
export interface OpenedEarly {
  causal: RecordCausal
  /** What whoever lent the opener wants to know of the body. */
  made: unknown
}

/** Blocks of one log, one after the other. */
export interface EarlyRequest {
  space: Buffer
  keyring: Keyring
  logId: Buffer
  /** Key of the organisation whose log it is by the roster as it stands. */
  organisation: Buffer
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
