import { u32, utf8 } from '../../crypto/bytes.ts'
import { KDF } from '../../crypto/hash.ts'
import type { RecordName } from '../../records/kinds.ts'
import type { KnownRows } from './types.ts'

/** What the log has of a row: its record, its tombstone, or its record for another audience. */
export type Known = 'here' | 'erased' | 'elsewhere' | null

type Cells = readonly (readonly [string, string])[]

/**
 * The name of an imported row's record (docs/protocol.md section 4.5): the same row of the same file, or of a longer or reordered one, gets the same
 * name, so that it is found again; without the key nobody can try whether a row they guess is in the log.
 *
 * @param key 32 bytes of the organisation and the audience
 * @param cells column names and cells that are not empty, in any order; each name once
 * @param before how many rows with these cells stand before this one in the file
 * @param undone how many imports that brought the row in were taken back
 */
export function rowName(key: Buffer, cells: Cells, before: number, undone = 0): RecordName {
  const parts = cells
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flat()
    .map(utf8)
  const hash =
    undone === 0 ? KDF(key, 'import-row', u32(before), ...parts) : KDF(key, 'import-row-again', u32(undone), u32(before), ...parts)
  return hash.subarray(0, 16).toString('hex')
}

/** Names the rows of one pass over a file, and says which of them the log has. Rows that are the same stay apart: the first is the first each time. */
export class Recogniser {
  readonly #audience: KnownRows
  readonly #others: readonly KnownRows[]
  /** How often a row was met, by the name that its first one has. */
  readonly #met = new Map<RecordName, number>()

  constructor(audience: KnownRows, others: readonly KnownRows[]) {
    this.#audience = audience
    this.#others = others
  }

  /** Every row of the file that has cells has to pass here, in order. Erased stands before all else: it must not come back for anybody. */
  look(cells: Cells): { name: RecordName; known: Known } {
    const first = rowName(this.#audience.key, cells, 0)
    const before = this.#met.get(first) ?? 0
    this.#met.set(first, before + 1)
    const { name, standing } = latest(this.#audience, cells, before)
    const others = this.#others.map((rows) => latest(rows, cells, before).standing)
    if (standing === 'erased' || others.includes('erased')) return { name, known: 'erased' }
    return { name, known: standing ?? (others.includes('here') ? 'elsewhere' : null) }
  }
}

/** The first name of a row in one space under which no import was taken back, and what stands under it. */
function latest({ key, standing }: KnownRows, cells: Cells, before: number): { name: RecordName; standing: 'here' | 'erased' | null } {
  for (let undone = 0; ; undone++) {
    const name = rowName(key, cells, before, undone)
    const found = standing(name)
    if (found !== 'undone') return { name, standing: found }
  }
}
