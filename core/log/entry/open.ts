import { MalformedError } from '../codec.ts'
import { type EpochKey, RING, type Ring } from '../types.ts'
import { associatedData, openBox } from './box.ts'
import { boxesHash, decodeBoxes, hasBoxes } from './boxes.ts'
import { type Causal, decodeCausal } from './causal.ts'
import { EntryError } from './error.ts'
import { decodeHeader, HEADER_BYTES, type Header } from './header.ts'
import { KeyCache, type Place } from './keys.ts'
import { BLOCK_MAX, BLOCK_MIN, paddedLength } from './padme.ts'
import { EntryKeys } from './seal.ts'
import { decodeTable, type Table } from './table.ts'

/** Names of sections (docs/protocol.md 4.2). */
export const SECTION = { causal: 1, body: 2, safe: 3, place: 4 } as const

export interface OpenedSection {
  name: number
  ring: Ring
  /** Null where this reader holds no key of the section's epoch. */
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
}

/**
 * Opens an entry and checks everything about it: place, lengths, boxes, table, padding, and each section whose key is held.
 * Throws EntryError: `malformed`, `wrong-place`, `forged`, `newer` (a critical section or format this version does not know), or
 * `no-key` when the table's epoch is not held. Bodies are views of fresh memory, never of `block`.
 */
export function openEntry(input: OpenInput, cache = new KeyCache()): OpenedEntry {
  const { block } = input
  if (block.length < BLOCK_MIN || block.length > BLOCK_MAX) throw new EntryError('malformed', 'block length')
  const header = decodeHeader(block)
  if (header.index !== input.index) throw new EntryError('wrong-place', 'index')
  const prelude = hasBoxes(header.type) ? decodeBoxes(block, HEADER_BYTES) : { boxes: [], length: 0 }
  const tableEpoch = input.keyOf(header.epochId)
  if (!tableEpoch) throw new EntryError('no-key', 'table')
  if (hasBoxes(header.type) || header.type !== 1 ? tableEpoch.ring !== RING.roster : tableEpoch.ring !== RING.main) {
    throw new EntryError('forged', 'ring of the table')
  }
  const tableStart = HEADER_BYTES + prelude.length
  const sectionStart = tableStart + header.tableLength
  if (sectionStart > block.length) throw new EntryError('malformed', 'table length')
  const headerBytes = block.subarray(0, HEADER_BYTES)
  const aad = associatedData(input, headerBytes)
  const keys = new EntryKeys(input, header.nonce, cache)
  const extra = prelude.length > 0 ? boxesHash(block.subarray(HEADER_BYTES, tableStart)) : undefined
  const tableBody = openBox(keys.section(tableEpoch, 0), header.nonce, aad(0, extra), block.subarray(tableStart, sectionStart))
  const table = checkTable(tableBody, block, sectionStart)
  const sections = openSections(input, header, table, sectionStart, aad, keys)
  const causal = sections.get(SECTION.causal)?.body
  if (!causal) throw new EntryError('no-key', 'causal')
  return {
    type: header.type,
    epochId: Buffer.from(header.epochId),
    boxes: prelude.boxes.map((box) => Buffer.from(box)),
    causal: orMalformed(() => decodeCausal(causal)),
    sections,
  }
}

function checkTable(body: Buffer, block: Buffer, sectionStart: number): Table {
  const table = orMalformed(() => decodeTable(body))
  const total = table?.rows.reduce((sum, row) => sum + row.boxLength, sectionStart)
  if (!table || total !== block.length || table.blockLength !== block.length) throw new EntryError('forged', 'table')
  if (paddedLength(block.length) !== block.length) throw new EntryError('forged', 'block length is not padded')
  const first = table.rows[0]
  if (first?.id !== 1 || first.name !== SECTION.causal || !first.critical) throw new EntryError('forged', 'causal')
  return table
}

function openSections(
  input: OpenInput,
  header: Header,
  table: Table,
  start: number,
  aad: (id: number) => Buffer,
  keys: EntryKeys,
): Map<number, OpenedSection> {
  const sections = new Map<number, OpenedSection>()
  let at = start
  for (const row of table.rows) {
    const box = input.block.subarray(at, at + row.boxLength)
    at += row.boxLength
    if (row.critical && row.name > SECTION.place) throw new EntryError('newer', 'critical section')
    if (sections.has(row.name)) throw new EntryError('forged', 'section twice')
    const epoch = input.keyOf(row.epochId)
    if (epoch && epoch.ring !== row.ring) throw new EntryError('forged', 'ring of a section')
    const body = epoch ? openBox(keys.section(epoch, row.id), header.nonce, aad(row.id), box) : null
    sections.set(row.name, { name: row.name, ring: row.ring, body })
  }
  return sections
}

function orMalformed<T>(decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    if (error instanceof MalformedError) throw new EntryError('malformed', error.message)
    throw error
  }
}
