import type { EpochKey, Ring } from '../types.ts'
import { openBox } from './box.ts'
import { type Causal, decodeCausal } from './causal.ts'
import { EntryError } from './error.ts'
import { EntryKeys, KeyCache, type Place } from './keys.ts'
import { layoutOf, openTable, orMalformed } from './layout.ts'
import { ringOfTable, SECTION } from './section.ts'

export { SECTION } from './section.ts'

export interface OpenedSection {
  name: number
  ring: Ring
  epochId: Buffer
  /** Null where this reader holds no key of the section's epoch, or did not ask for it. */
  body: Buffer | null
}

export interface OpenedEntry {
  type: number
  epochId: Buffer
  boxes: Buffer[]
  causal: Causal
  sections: Map<number, OpenedSection>
}

export interface OpenInput extends Place {
  block: Buffer
  /** The epoch key of this id, or undefined where it is not held. */
  keyOf(epochId: Buffer): EpochKey | undefined
  /** Names of the sections to open beside `causal`; left out: all. */
  wanted?: ReadonlySet<number>
}

/**
 * Opens an entry and checks everything about it: place, lengths, boxes, table, padding, and each section that is wanted and whose key is held. (A
 * section that stays closed is random bytes to this reader: only the log's own signature guards it.)
 * Throws EntryError: `malformed`, `wrong-place`, `forged`, `newer` (a critical section, type or format this version does not know), `ignored`
 * (a type that may be), or `no-key` when the table's epoch is not held. Bodies are views of fresh memory, never of `block`.
 */
export function openEntry(input: OpenInput, cache = new KeyCache()): OpenedEntry {
  const layout = layoutOf(input, input.block)
  const { header } = layout
  const tableEpoch = input.keyOf(header.epochId)
  if (!tableEpoch) throw new EntryError('no-key', 'table')
  if (tableEpoch.ring !== ringOfTable(header.type)) throw new EntryError('malformed', 'ring of the table')
  const keys = new EntryKeys(input, header.nonce, cache)
  const sections = new Map<number, OpenedSection>()
  for (const { id, name, ring, epochId, box } of openTable(layout, input.block, keys.section(tableEpoch, 0))) {
    const epoch = input.keyOf(epochId)
    const open = epoch && (name === SECTION.causal || !input.wanted || input.wanted.has(name))
    // Not of the others: whether it counts must not depend on keys that one reader has and another has not.
    if (open && epoch.ring !== ring) throw new EntryError('malformed', 'ring of a section')
    sections.set(name, { name, ring, epochId, body: open ? openBox(keys.section(epoch, id), header.nonce, layout.aad(id), box) : null })
  }
  const causal = sections.get(SECTION.causal)?.body
  if (!causal) throw new EntryError('no-key', 'causal')
  return {
    type: header.type,
    epochId: Buffer.from(header.epochId),
    boxes: layout.boxes.map((box) => Buffer.from(box)),
    causal: orMalformed(() => decodeCausal(causal)),
    sections,
  }
}
