import { MalformedError, Reader, Writer } from '../codec.ts'
import type { Ring } from '../types.ts'

export const SECTIONS_MAX = 32

/** One line of the table: a section of the entry. */
export interface TableRow {
  id: number
  name: number
  ring: Ring
  epochId: Buffer
  boxLength: number
  critical: boolean
}

/** The sealed table of contents (docs/protocol.md 4.2). */
export interface Table {
  blockLength: number
  rows: TableRow[]
}

export function encodeTable(table: Table): Buffer {
  const out = new Writer().u32(table.blockLength).u8(table.rows.length)
  for (const row of table.rows) {
    out
      .u16(row.id)
      .u16(row.name)
      .u8(row.ring)
      .raw(row.epochId, 32)
      .u32(row.boxLength)
      .u8(row.critical ? 1 : 0)
  }
  return out.done()
}

/** Throws MalformedError for a table that breaks its rules; lengths are checked against the block by the caller. */
export function decodeTable(body: Buffer): Table {
  const reader = new Reader(body)
  const blockLength = reader.u32()
  const count = reader.count8(1, SECTIONS_MAX)
  const rows: TableRow[] = []
  let before = 0
  for (let i = 0; i < count; i += 1) {
    const id = reader.u16()
    const name = reader.u16()
    const ring = reader.u8()
    const epochId = reader.fixed(32)
    const boxLength = reader.u32()
    const flags = reader.u8()
    if (id <= before || ring < 1 || ring > 3 || flags > 1) throw new MalformedError('table row')
    before = id
    rows.push({ id, name, ring: ring as Ring, epochId, boxLength, critical: flags === 1 })
  }
  reader.end()
  return { blockLength, rows }
}
