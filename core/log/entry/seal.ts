import { equal, randomBytes } from '../../crypto/bytes.ts'
import type { EntryType, EpochKey, Ring } from '../types.ts'
import { associatedData, BOX_OVERHEAD, sealBox } from './box.ts'
import { boxesHash, encodeBoxes, hasBoxes } from './boxes.ts'
import { EntryError } from './error.ts'
import { encodeHeader, HEADER_BYTES } from './header.ts'
import { EntryKeys, KeyCache, type Place } from './keys.ts'
import { BLOCK_MAX, paddedLength } from './padme.ts'
import { ringOfSection, ringOfTable, SECTION } from './section.ts'
import { encodeTable, SECTIONS_MAX, type TableRow } from './table.ts'

/** One section to be sealed. `epoch` null: the writer holds no key of that ring; the box is filled at random. */
export interface SectionInput {
  id: number
  name: number
  ring: Ring
  epoch: EpochKey | null
  body: Uint8Array
  critical: boolean
  /** The box takes a multiple of this many bytes before the block's padding. */
  step?: number
}

export interface EntryInput extends Place {
  type: EntryType
  tableEpoch: EpochKey
  /** Only for types 2 and 5. */
  boxes?: readonly Buffer[]
  sections: readonly SectionInput[]
}

const TABLE_FIXED = 5
const TABLE_ROW = 42

/**
 * Seals one entry into its block (docs/protocol.md section 4). The nonce is random; only test vectors give one.
 * Throws EntryError `malformed` for an entry over 256 KiB, and a RangeError for sections that no reader would accept.
 */
export function sealEntry(input: EntryInput, cache = new KeyCache(), nonce = randomBytes(24)): Buffer {
  checkSections(input)
  const prelude = hasBoxes(input.type) ? encodeBoxes(input.boxes ?? []) : Buffer.alloc(0)
  const tableLength = TABLE_FIXED + TABLE_ROW * input.sections.length + BOX_OVERHEAD
  const lengths = input.sections.map(boxLength)
  const bare = HEADER_BYTES + prelude.length + tableLength + lengths.reduce((sum, length) => sum + length, 0)
  const blockLength = paddedLength(bare)
  if (blockLength > BLOCK_MAX) throw new EntryError('malformed', 'over 256 KiB')
  lengths[lengths.length - 1] = (lengths.at(-1) ?? 0) + blockLength - bare

  const header = encodeHeader({ type: input.type, tableLength, index: input.index, epochId: input.tableEpoch.epochId, nonce })
  const aad = associatedData(input, header)
  const entryKeys = new EntryKeys(input, nonce, cache)
  const rows: TableRow[] = input.sections.map((section, i) => ({
    id: section.id,
    name: section.name,
    ring: section.ring,
    epochId: section.epoch?.epochId ?? randomBytes(32),
    boxLength: lengths[i] ?? 0,
    critical: section.critical,
  }))
  const tableAad = aad(0, prelude.length > 0 ? boxesHash(prelude) : undefined)
  const tableBody = encodeTable({ blockLength, rows })
  const parts = [header, prelude, sealBox(entryKeys.section(input.tableEpoch, 0), nonce, tableAad, tableBody, tableLength)]
  input.sections.forEach((section, i) => {
    const length = lengths[i] ?? 0
    parts.push(
      section.epoch
        ? sealBox(entryKeys.section(section.epoch, section.id), nonce, aad(section.id), section.body, length)
        : randomBytes(length),
    )
  })
  return Buffer.concat(parts, blockLength)
}

function checkSections({ type, tableEpoch, sections }: EntryInput): void {
  const [causal] = sections
  if (sections.length > SECTIONS_MAX || tableEpoch.ring !== ringOfTable(type)) throw new RangeError('table')
  if (
    causal?.id !== 1 ||
    causal.name !== SECTION.causal ||
    !causal.critical ||
    !causal.epoch ||
    !equal(causal.epoch.epochId, tableEpoch.epochId)
  ) {
    throw new RangeError('causal comes first, under the epoch of the table')
  }
  sections.forEach(({ id, name, ring, epoch }, i) => {
    if (i > 0 && id <= (sections[i - 1]?.id ?? 0)) throw new RangeError('section ids ascend')
    if (sections.findIndex((other) => other.name === name) !== i) throw new RangeError('section twice')
    if ((ringOfSection(type, name) ?? ring) !== ring || (epoch && epoch.ring !== ring)) throw new RangeError('ring of a section')
  })
}

function boxLength(section: SectionInput): number {
  const length = section.body.byteLength + BOX_OVERHEAD
  return section.step ? Math.ceil(length / section.step) * section.step : length
}
