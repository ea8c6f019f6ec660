import { sealChunk, sealList } from '../../core/blobs/format.ts'
import { H, KDF } from '../../core/crypto/hash.ts'
import { u32 } from '../../core/crypto/bytes.ts'
import { counting } from './inputs.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** A file of one chunk and a part of another, as it stands in `blobs-v1.json`. */
export const blobFile = (): Buffer => Buffer.alloc(1024 * 1024 + 1500, 'Parasol')

/** Its two chunks and its list. `sha256` is that of the file. */
export function blobVectors(sha256: string) {
  const key = counting(64, 32)
  const file = blobFile()
  const nonces = [counting(1, 24), counting(2, 24), counting(3, 24)] as const
  const chunks = [
    sealChunk(key, { index: 0, last: false }, nonces[0], file.subarray(0, 1024 * 1024)),
    sealChunk(key, { index: 1, last: true }, nonces[1], file.subarray(1024 * 1024)),
  ]
  const list = sealList(key, nonces[2], { size: file.length, sha256: Buffer.from(sha256, 'hex'), names: chunks.map(({ name }) => name) })
  return {
    about:
      'A file and its chunks (docs/protocol.md section 11): 1,050,076 bytes of "Parasol" over and over. Of each chunk file: its nonce, length, name, first 128 bytes, and H("blob-vector", file).',
    fileKey: hex(key),
    size: file.length,
    sha256,
    keys: { chunk0: hex(KDF(key, 'chunk', u32(0))), chunk1: hex(KDF(key, 'chunk', u32(1))), list: hex(KDF(key, 'chunk-list')) },
    chunks: [...chunks, list].map(({ name, parts }, i) => {
      const bytes = Buffer.concat(parts)
      return { nonce: hex(nonces[i] ?? key), length: bytes.length, name: hex(name), beginning: hex(bytes.subarray(0, 128)), hash: hex(H('blob-vector', bytes)) }
    }),
    list: hex(Buffer.concat(list.parts)),
  }
}
