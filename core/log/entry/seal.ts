import { equal, randomBytes, toHex } from '../../crypto/bytes.ts'
import type { EntryType, EpochKey, Ring } from '../types.ts'
import { associatedData, BOX_OVERHEAD, sealBox } from './box.ts'
import { boxesHash, encodeBoxes, hasBoxes } from './boxes.ts'
import { EntryError } from './error.ts'
import { encodeHeader, HEADER_BYTES } from './header.ts'
import { entryKey, KeyCache, type Place, sectionKey } from './keys.ts'
import { BLOCK_MAX, paddedLength } from './padme.ts'
import { encodeTable, type TableRow } from './table.ts'

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
 * Throws EntryError `malformed` for an entry over 256 KiB.
 */
export function sealEntry(input: EntryInput, cache = new KeyCache(), nonce = randomBytes(24)): Buffer {
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

function boxLength(section: SectionInput): number {
  const length = section.body.byteLength + BOX_OVERHEAD
  return section.step ? Math.ceil(length / section.step) * section.step : length
}

/** The section keys of one entry, each epoch's `E` derived once. */
export class EntryKeys {
  private readonly derived = new Map<string, Buffer>()
  private last: { epoch: EpochKey; key: Buffer } | null = null
  private readonly place: Place
  private readonly nonce: Buffer
  private readonly cache: KeyCache

  constructor(place: Place, nonce: Buffer, cache: KeyCache) {
    this.place = place
    this.nonce = nonce
    this.cache = cache
  }

  section(epoch: EpochKey, id: number): Buffer {
    return sectionKey(this.entry(epoch), id)
  }

  private entry(epoch: EpochKey): Buffer {
    if (this.last && equal(this.last.epoch.epochId, epoch.epochId)) return this.last.key
    const name = toHex(epoch.epochId)
    let key = this.derived.get(name)
    if (!key) {
      key = entryKey(epoch, this.place, this.nonce, this.cache)
      this.derived.set(name, key)
    }
    this.last = { epoch, key }
    return key
  }
}
