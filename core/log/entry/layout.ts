import { MalformedError } from '../codec.ts'
import { associatedData, BOX_OVERHEAD, openBox } from './box.ts'
import { boxesHash, decodeBoxes, hasBoxes } from './boxes.ts'
import { EntryError } from './error.ts'
import { decodeHeader, HEADER_BYTES, type Header } from './header.ts'
import type { Place } from './keys.ts'
import { BLOCK_MAX, BLOCK_MIN, paddedLength } from './padme.ts'
import { ringOfSection, SECTION } from './section.ts'
import { decodeTable, type TableRow } from './table.ts'

/** What can be told of a block without any key. Buffers are views of the block. */
export interface Layout {
  header: Header
  boxes: Buffer[]
  tableBox: Buffer
  /** Where the section boxes begin. */
  sectionStart: number
  /** The associated data of a section's box; of the table's with id 0. Valid until the next call. */
  aad(id: number): Buffer
}

/** A section's line of the table and its box. */
export interface BoxedSection extends TableRow {
  box: Buffer
}

/** Finds the parts of a block. Throws EntryError `malformed`, `wrong-place`, `newer` or `ignored`. */
export function layoutOf(place: Place, block: Buffer): Layout {
  if (block.length < BLOCK_MIN || block.length > BLOCK_MAX) throw new EntryError('malformed', 'block length')
  const header = decodeHeader(block)
  if (header.type >= 128) throw new EntryError('ignored', 'type')
  if (header.index !== place.index) throw new EntryError('wrong-place', 'index')
  const prelude = hasBoxes(header.type) ? decodeBoxes(block, HEADER_BYTES) : { boxes: [], length: 0 }
  const tableStart = HEADER_BYTES + prelude.length
  const sectionStart = tableStart + header.tableLength
  if (sectionStart > block.length) throw new EntryError('malformed', 'table length')
  const common = associatedData(place, block.subarray(0, HEADER_BYTES))
  const extra = prelude.length > 0 ? boxesHash(block.subarray(HEADER_BYTES, tableStart)) : undefined
  const aad = (id: number) => common(id, id === 0 ? extra : undefined)
  return { header, boxes: prelude.boxes, tableBox: block.subarray(tableStart, sectionStart), sectionStart, aad }
}

/** Opens the table, checks it against the block and the protocol, and cuts out the section boxes. Throws EntryError. */
export function openTable(layout: Layout, block: Buffer, key: Buffer): BoxedSection[] {
  const body = openBox(key, layout.header.nonce, layout.aad(0), layout.tableBox)
  if (body.length + BOX_OVERHEAD !== layout.tableBox.length) throw new EntryError('malformed', 'padding of the table')
  const table = orMalformed(() => decodeTable(body))
  const total = table.rows.reduce((sum, row) => sum + row.boxLength, layout.sectionStart)
  if (total !== block.length || table.blockLength !== block.length) throw new EntryError('malformed', 'lengths in the table')
  if (paddedLength(block.length) !== block.length) throw new EntryError('malformed', 'block length is not padded')
  const [first] = table.rows
  if (first?.id !== 1 || first.name !== SECTION.causal || !first.critical || !first.epochId.equals(layout.header.epochId)) {
    throw new EntryError('malformed', 'causal')
  }
  const names = new Set<number>()
  let at = layout.sectionStart
  return table.rows.map((row) => {
    const ring = ringOfSection(layout.header.type, row.name)
    if (ring === null && row.critical) throw new EntryError('newer', 'critical section')
    if (ring !== null && ring !== row.ring) throw new EntryError('malformed', 'ring of a section')
    if (names.has(row.name)) throw new EntryError('malformed', 'section twice')
    names.add(row.name)
    at += row.boxLength
    return { ...row, box: block.subarray(at - row.boxLength, at) }
  })
}

/** Runs a decoder of what a box held. */
export function orMalformed<T>(decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    if (error instanceof MalformedError) throw new EntryError('malformed', error.message)
    throw error
  }
}
