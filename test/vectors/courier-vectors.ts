import { encodeContent } from '../../core/courier/content.ts'
import { chunkFileName } from '../../core/courier/drive-chunks.ts'
import { sealFile } from '../../core/courier/file.ts'
import { H, KDF } from '../../core/crypto/hash.ts'
import { decodeSegment } from '../../core/log/segment.ts'
import { counting } from './inputs.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const CHUNK_FOLDER = '000102030405060708090a0b0c0d0e0f.chunks'

/** One file of a courier drive, and what one with a chunk would be called, as it stands in `courier-v1.json`: the segment of `log-v1.json`, and the tree hash at its end. */
export function courierVectors(log: { segment: string; heads: { length: number; treeHash: string }[] }) {
  const [carry, salt] = [counting(64, 32), counting(96, 32)]
  const segment = decodeSegment(Buffer.from(log.segment, 'hex'))
  const treeHash = Buffer.from(log.heads.find(({ length }) => length === segment.length)?.treeHash ?? '', 'hex')
  const content = encodeContent([{ segments: [segment], treeHash }])
  const file = sealFile(carry, salt, content)
  const chunkName = counting(128, 32)
  return {
    about: 'A file of a courier drive (docs/protocol.md section 10) with the segment of log-v1.json. Of the file: its first 256 bytes, and H("courier-vector", file).',
    carrySecret: hex(carry),
    salt: hex(salt),
    key: hex(KDF(carry, 'courier-key', salt)),
    mark: hex(KDF(carry, 'courier-mark', salt)),
    content: hex(content),
    length: file.length,
    beginning: hex(file.subarray(0, 256)),
    hash: hex(H('courier-vector', file)),
    chunk: { folder: CHUNK_FOLDER, name: hex(chunkName), file: chunkFileName(CHUNK_FOLDER, carry, chunkName) },
  }
}
