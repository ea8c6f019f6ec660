import { describe, expect, it } from 'vitest'
import { recordInput, rosterInput, someCausal, someSpace } from '../../../test/support/entries.ts'
import { randomBytes } from '../../crypto/bytes.ts'
import { ENTRY_TYPE, type EpochKey } from '../types.ts'
import { associatedData, BOX_OVERHEAD, sealBox } from './box.ts'
import { encodeCausal } from './causal.ts'
import { EntryError } from './error.ts'
import { encodeHeader, HEADER_BYTES } from './header.ts'
import { EntryKeys, KeyCache } from './keys.ts'
import { openEntry } from './open.ts'
import { paddedLength } from './padme.ts'
import { sealEntry } from './seal.ts'
import { encodeTable, type TableRow } from './table.ts'

const at = someSpace()
const row = (id: number, name: number, epoch: EpochKey, critical = false): TableRow => ({
  id,
  name,
  ring: epoch.ring,
  epochId: epoch.epochId,
  boxLength: 0,
  critical,
})
const causalRow = row(1, 1, at.main, true)
const bodyRow = row(2, 2, at.main, true)

interface Writing {
  rows: TableRow[]
  causal?: Buffer
  table?: (good: Buffer) => Buffer
  tablePadding?: number
  length?: (good: number) => number
  changeTable?: (rows: TableRow[], length: number) => { rows: TableRow[]; blockLength: number }
  tableEpoch?: EpochKey
  keyOfRow?: (row: TableRow) => EpochKey
}

/** A block sealed with the right keys by someone who does not keep to the format. */
function write(writing: Writing): Buffer {
  const nonce = randomBytes(24)
  const bodies = writing.rows.map((one) => (one.name === 1 ? (writing.causal ?? encodeCausal(someCausal)) : Buffer.from('{}')))
  const tableLength = 5 + 42 * writing.rows.length + BOX_OVERHEAD + (writing.tablePadding ?? 0)
  const bare = HEADER_BYTES + tableLength + bodies.reduce((sum, body) => sum + body.length + BOX_OVERHEAD, 0)
  const blockLength = writing.length ? writing.length(paddedLength(bare)) : paddedLength(bare)
  const rows = writing.rows.map((one, i) => ({
    ...one,
    boxLength: (bodies[i]?.length ?? 0) + BOX_OVERHEAD + (i === bodies.length - 1 ? blockLength - bare : 0),
  }))
  const tableEpoch = writing.tableEpoch ?? at.main
  const header = encodeHeader({ type: 1, tableLength, index: at.place.index, epochId: tableEpoch.epochId, nonce })
  const aad = associatedData(at.place, header)
  const keys = new EntryKeys(at.place, nonce, new KeyCache())
  const table = encodeTable(writing.changeTable?.(rows, blockLength) ?? { rows, blockLength })
  const parts = [header, sealBox(keys.section(tableEpoch, 0), nonce, aad(0), writing.table?.(table) ?? table, tableLength)]
  rows.forEach((one, i) => {
    const epoch = writing.keyOfRow?.(one) ?? at.keyOf(one.epochId) ?? at.main
    parts.push(sealBox(keys.section(epoch, one.id), nonce, aad(one.id), bodies[i] ?? Buffer.alloc(0), one.boxLength))
  })
  return Buffer.concat(parts)
}

function faultOf(block: Buffer): string {
  try {
    openEntry({ ...at.place, block, keyOf: at.keyOf })
  } catch (error) {
    if (error instanceof EntryError) return error.fault
    throw error
  }
  return 'none'
}

describe('an author who holds the keys and breaks the format', () => {
  it('is the only thing these tests change: kept to, the format opens', () => {
    expect(faultOf(write({ rows: [causalRow, bodyRow, row(3, 3, at.safe), row(9, 4, at.main)] }))).toBe('none')
    expect(faultOf(write({ rows: [causalRow, bodyRow, row(7, 70, at.safe)] }))).toBe('none')
  })

  const cases: [string, Writing, string][] = [
    ['no causal', { rows: [row(1, 2, at.main, true)] }, 'malformed'],
    ['causal not first', { rows: [row(1, 2, at.main, true), row(2, 1, at.main, true)] }, 'malformed'],
    ['causal not critical', { rows: [row(1, 1, at.main), bodyRow] }, 'malformed'],
    ['causal in another ring', { rows: [row(1, 1, at.safe, true), bodyRow] }, 'malformed'],
    ['ids that do not ascend', { rows: [causalRow, row(5, 3, at.safe), row(4, 2, at.main)] }, 'malformed'],
    ['an id twice', { rows: [causalRow, row(2, 2, at.main), row(2, 4, at.main)] }, 'malformed'],
    ['a section twice', { rows: [causalRow, bodyRow, row(3, 2, at.main)] }, 'malformed'],
    ['names in the main ring', { rows: [causalRow, bodyRow, row(3, 3, at.main)] }, 'malformed'],
    ['a body in the safe ring', { rows: [causalRow, row(2, 2, at.safe, true)] }, 'malformed'],
    ['a ring that its epoch is not of', { rows: [causalRow, { ...row(2, 9, at.main), ring: 3 }] }, 'malformed'],
    ['an unknown critical section', { rows: [causalRow, bodyRow, row(3, 70, at.main, true)] }, 'newer'],
    ['a table of the roster ring', { rows: [causalRow, bodyRow], tableEpoch: at.roster }, 'malformed'],
    ['an unknown flag', { rows: [causalRow, bodyRow], table: (good) => Buffer.concat([good.subarray(0, -1), Buffer.of(2)]) }, 'malformed'],
    ['an unknown ring', { rows: [causalRow, bodyRow], table: (good) => change(good, 5 + 4, 4) }, 'malformed'],
    ['more rows than there are', { rows: [causalRow, bodyRow], table: (good) => change(good, 4, 3) }, 'malformed'],
    ['fewer rows than there are', { rows: [causalRow, bodyRow], table: (good) => change(good, 4, 1) }, 'malformed'],
    ['padding in the table', { rows: [causalRow, bodyRow], tablePadding: 7 }, 'malformed'],
    ['a block that is not padded', { rows: [causalRow, bodyRow], length: (good) => good + 1 }, 'malformed'],
    [
      'another block length',
      { rows: [causalRow, bodyRow], changeTable: (rows, length) => ({ rows, blockLength: length + 1 }) },
      'malformed',
    ],
    [
      'boxes that do not add up',
      {
        rows: [causalRow, bodyRow],
        changeTable: (rows, blockLength) => ({ blockLength, rows: rows.map((one) => ({ ...one, boxLength: one.boxLength + 1 })) }),
      },
      'malformed',
    ],
    [
      'a box under another key than the table says',
      { rows: [causalRow, bodyRow], keyOfRow: (one) => (one.id === 2 ? at.safe : at.main) },
      'forged',
    ],
    ['a broken causal', { rows: [causalRow, bodyRow], causal: Buffer.concat([encodeCausal(someCausal), Buffer.of(0)]) }, 'malformed'],
  ]
  it.each(cases)('is refused: %s', (_name, writing, fault) => {
    expect(faultOf(write(writing))).toBe(fault)
  })

  it('is stopped here before anything is sealed', () => {
    const good = recordInput(at, Buffer.from('a'), Buffer.alloc(0))
    const [causal, body, safe] = good.sections
    if (!causal || !body || !safe) throw new Error('three sections')
    const bad = [
      [],
      [body, causal],
      [causal, { ...body, id: 1 }],
      [causal, body, { ...safe, name: 2 }],
      [causal, { ...body, ring: 3 as const }],
      [{ ...causal, critical: false }],
    ]
    for (const sections of bad) expect(() => sealEntry({ ...good, sections })).toThrow(RangeError)
    expect(() => sealEntry({ ...good, tableEpoch: at.roster })).toThrow(RangeError)
    expect(() => sealEntry(rosterInput(at, ENTRY_TYPE.genesis, Buffer.alloc(1), 3))).toThrow(RangeError)
    expect(() => sealEntry(rosterInput(at, ENTRY_TYPE.genesis, Buffer.alloc(1), 0))).toThrow(RangeError)
  })
})

function change(bytes: Buffer, offset: number, value: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[offset] = value
  return changed
}
