import { createDecipheriv } from 'node:crypto'
import { blake2b256 } from './blake2b.ts'

/*
 * A second reader of the entry format, written from docs/protocol.md alone: it shares no line and no library with core/. Where it and the code
 * read the frozen vectors alike, the protocol says what the code does.
 */

const u16 = (n: number): Buffer => Buffer.from([n >> 8, n & 255])
const u32 = (n: number): Buffer => Buffer.concat([u16(n >>> 16), u16(n & 0xffff)])
const u64 = (n: number): Buffer => Buffer.concat([u32(Math.floor(n / 2 ** 32)), u32(n % 2 ** 32)])

const encoded = (label: string, parts: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(`parasol/1/${label}`), ...parts].flatMap((part) => [u32(part.length), part]))

/** Section 1. */
export const H = (label: string, ...parts: Buffer[]): Buffer => blake2b256(encoded(label, parts))
export const KDF = (key: Buffer, label: string, ...parts: Buffer[]): Buffer => blake2b256(encoded(label, parts), key)

/** HChaCha20 (draft-irtf-cfrg-xchacha-03, 2.2). */
function hchacha20(key: Buffer, nonce: Buffer): Buffer {
  const s = new Uint32Array(16)
  ;[0x61707865, 0x3320646e, 0x79622d32, 0x6b206574].forEach((word, i) => {
    s[i] = word
  })
  for (let i = 0; i < 8; i += 1) s[4 + i] = key.readUInt32LE(i * 4)
  for (let i = 0; i < 4; i += 1) s[12 + i] = nonce.readUInt32LE(i * 4)
  const at = (i: number): number => s[i] ?? 0
  const step = (a: number, b: number, d: number, by: number): void => {
    s[a] = at(a) + at(b)
    const x = at(d) ^ at(a)
    s[d] = (x << by) | (x >>> (32 - by))
  }
  const quarter = (a: number, b: number, c: number, d: number): void => {
    step(a, b, d, 16)
    step(c, d, b, 12)
    step(a, b, d, 8)
    step(c, d, b, 7)
  }
  for (let round = 0; round < 10; round += 1) {
    for (let i = 0; i < 4; i += 1) quarter(i, 4 + i, 8 + i, 12 + i)
    for (let i = 0; i < 4; i += 1) quarter(i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4))
  }
  const out = Buffer.alloc(32)
  for (let i = 0; i < 4; i += 1) {
    out.writeUInt32LE(at(i), i * 4)
    out.writeUInt32LE(at(12 + i), 16 + i * 4)
  }
  return out
}

function aeadOpen(key: Buffer, nonce: Buffer, aad: Buffer, sealed: Buffer): Buffer {
  const short = Buffer.concat([Buffer.alloc(4), nonce.subarray(16)])
  const decipher = createDecipheriv('chacha20-poly1305', hchacha20(key, nonce), short, { authTagLength: 16 })
  decipher.setAAD(aad, { plaintextLength: sealed.length - 16 })
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
}

export interface ReadSection {
  id: number
  name: number
  ring: number
  critical: boolean
  body: string
}

/** Section 4: opens an entry with the keys of its epochs (by id in hexadecimal). Throws where anything does not fit. */
export function readEntry(space: Buffer, logId: Buffer, index: number, block: Buffer, keys: Map<string, Buffer>): { type: number; sections: ReadSection[] } {
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(what)
  }
  must(block.toString('latin1', 0, 2) === 'PL' && block[2] === 1 && block[4] === 1 && block[5] === 0, 'header')
  must(block.subarray(8, 16).equals(u64(index)) && block.subarray(72, 80).equals(Buffer.alloc(8)), 'place')
  const type = block.readUInt8(3)
  const nonce = block.subarray(48, 72)
  const prelude = type === 2 || type === 5 ? block.subarray(80, 82 + 80 * block.readUInt16BE(80)) : Buffer.alloc(0)

  const openBox = (id: number, epochId: Buffer, box: Buffer, end: Buffer): Buffer => {
    const K = keys.get(epochId.toString('hex'))
    if (!K) throw new Error('key')
    const E = KDF(KDF(KDF(K, 'log', logId), 'leaf', u64(index)), 'entry', nonce)
    const aad = [Buffer.from('parasol/1'), space, logId, u64(index), H('header', block.subarray(0, 80)), u16(id), end]
    const plain = aeadOpen(KDF(E, 'section', u16(id)), nonce, Buffer.concat(aad), box)
    const length = plain.readUInt32BE(32)
    must(plain.subarray(0, 32).equals(Buffer.alloc(32)), 'commitment')
    must(plain.subarray(36 + length).equals(Buffer.alloc(plain.length - 36 - length)), 'padding')
    return plain.subarray(36, 36 + length)
  }

  let at = 80 + prelude.length + block.readUInt16BE(6)
  const end = prelude.length > 0 ? H('boxes', prelude) : Buffer.alloc(0)
  const table = openBox(0, block.subarray(16, 48), block.subarray(80 + prelude.length, at), end)
  must(table.readUInt32BE(0) === block.length && table.length === 5 + 42 * table.readUInt8(4), 'table')
  const sections: ReadSection[] = []
  for (let i = 0; i < table.readUInt8(4); i += 1) {
    const row = table.subarray(5 + 42 * i, 5 + 42 * (i + 1))
    const length = row.readUInt32BE(37)
    const body = openBox(row.readUInt16BE(0), row.subarray(5, 37), block.subarray(at, at + length), Buffer.alloc(0))
    at += length
    sections.push({ id: row.readUInt16BE(0), name: row.readUInt16BE(2), ring: row.readUInt8(4), critical: row[41] === 1, body: body.toString('hex') })
  }
  must(at === block.length, 'length')
  return { type, sections }
}

interface Node {
  index: number
  size: number
  hash: Buffer
}

const le64 = (n: number): Buffer => Buffer.from(u64(n)).reverse()

/** Hypercore's tree hash over these blocks: leaves, parents and roots of a flat tree. */
export function treeHash(blocks: Buffer[]): Buffer {
  const roots: Node[] = []
  blocks.forEach((block, i) => {
    let node: Node = { index: 2 * i, size: block.length, hash: blake2b256(Buffer.concat([Buffer.of(0), le64(block.length), block])) }
    for (let width = 1; (i + 1) % (2 * width) === 0; width *= 2) {
      const left = roots.pop()
      if (!left) throw new Error('a full right side has a left side')
      const size = left.size + node.size
      node = { index: (left.index + node.index) / 2, size, hash: blake2b256(Buffer.concat([Buffer.of(1), le64(size), left.hash, node.hash])) }
    }
    roots.push(node)
  })
  return blake2b256(Buffer.concat([Buffer.of(2), ...roots.flatMap(({ hash, index, size }) => [hash, le64(index), le64(size)])]))
}

/** The content of a file of a courier drive (section 10). */
export function readCourierFile(carry: Buffer, file: Buffer): Buffer {
  const [salt, head, box] = [file.subarray(0, 32), file.subarray(0, 64), file.subarray(64)]
  if (!KDF(carry, 'courier-mark', salt).equals(head.subarray(32))) throw new Error('mark')
  const plain = aeadOpen(KDF(carry, 'courier-key', salt), Buffer.alloc(24), head, box)
  const end = 36 + plain.readUInt32BE(32)
  if (plain.subarray(0, 32).some((byte) => byte !== 0) || plain.subarray(end).some((byte) => byte !== 0)) throw new Error('padding')
  return plain.subarray(36, end)
}

/** What the file with a chunk is called in a folder for chunks (section 10). */
export const courierChunkName = (carry: Buffer, folder: string, name: Buffer): string =>
  KDF(carry, 'courier-chunk', Buffer.from(folder, 'ascii'), name).toString('hex').slice(0, 32)

/** The body of a chunk file or of a list (section 11). `place` is the associated data behind "parasol/1": index and last flag, nothing for a list. */
export function readChunkFile(key: Buffer, place: Buffer, file: Buffer): Buffer {
  const plain = aeadOpen(key, file.subarray(0, 24), Buffer.concat([Buffer.from('parasol/1'), place]), file.subarray(24))
  const end = 36 + plain.readUInt32BE(32)
  if (plain.subarray(0, 32).some((byte) => byte !== 0) || plain.subarray(end).some((byte) => byte !== 0)) throw new Error('padding')
  return plain.subarray(36, end)
}
