import { associatedData, openBox } from './box.ts'
import { decodeHeader, HEADER_BYTES } from './header.ts'
import type { Place } from './keys.ts'

/** Opens one section box with its own key, as whoever was given that key would. Throws EntryError `forged`. */
export function openDisclosedSection(place: Place, block: Buffer, id: number, box: Buffer, key: Buffer): Buffer {
  const header = decodeHeader(block)
  return openBox(key, header.nonce, associatedData(place, block.subarray(0, HEADER_BYTES))(id), box)
}
