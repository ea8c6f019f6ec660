import { fromHex, zero } from '../crypto/bytes.ts'
import type { KeyedFile } from '../records/keyed-file.ts'

export { type KeyedFile, keyedFileSchema } from '../records/keyed-file.ts'

/** The parts of a reference that open its chunks, as bytes. */
export interface FileAddress {
  list: Buffer
  key: Buffer
  sha256: Buffer
  size: number
}

/** What of a reference tells which file is meant, and opens it. */
export type FileTarget = Pick<KeyedFile, 'list' | 'key' | 'sha256' | 'size'>

/** Does `work` with a reference as bytes, and zeroes the key afterwards. */
export async function withAddress<T>(reference: FileTarget, work: (address: FileAddress) => Promise<T>): Promise<T> {
  const { list, key, sha256, size } = reference
  const address = { list: fromHex(list), key: fromHex(key), sha256: fromHex(sha256), size }
  try {
    return await work(address)
  } finally {
    zero(address.key)
  }
}
