import { createPublicKey, verify } from 'node:crypto'
import { blake2b256 } from './blake2b.ts'
import { H } from './second-reader.ts'

/*
 * A second reader of what partners say to each other (docs/protocol.md sections 7 to 9), written from the protocol alone like the one of entries.
 */

const u64 = (n: number): Buffer => {
  const out = Buffer.alloc(8)
  out.writeBigUInt64BE(BigInt(n))
  return out
}
const le64 = (n: number): Buffer => Buffer.from(u64(n)).reverse()

/** Takes bytes off the front; throws where there are too few. */
class Cursor {
  private at = 0
  private readonly bytes: Buffer
  constructor(bytes: Buffer) {
    this.bytes = bytes
  }
  take(length: number): Buffer {
    const part = this.bytes.subarray(this.at, this.at + length)
    if (part.length < length) throw new Error('too short')
    this.at += length
    return part
  }
  number(length: number): number {
    return Number(BigInt(`0x${this.take(length).toString('hex')}`))
  }
  get isAtEnd(): boolean {
    return this.at === this.bytes.length
  }
  get passed(): Buffer {
    return this.bytes.subarray(0, this.at)
  }
}

function isSigned(by: Buffer, message: Buffer, signature: Buffer): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: by.toString('base64url') }, format: 'jwk' })
  return verify(null, message, key, signature)
}

/** Section 8, message 5. Throws where a signature does not fit. */
export function readReceipts(space: Buffer, message: Buffer): { logId: Buffer; length: number; treeHash: Buffer; device: Buffer }[] {
  const cursor = new Cursor(message)
  const receipts = Array.from({ length: cursor.number(2) }, () => {
    const one = { logId: cursor.take(32), length: cursor.number(8), treeHash: cursor.take(32), device: cursor.take(32) }
    const said = H('receipt', space, one.logId, u64(one.length), one.treeHash, one.device)
    if (!isSigned(one.device, said, cursor.take(64))) throw new Error('signature')
    return one
  })
  if (!cursor.isAtEnd) throw new Error('left over')
  return receipts
}

interface Node {
  /** In a flat tree. */
  index: number
  hash: Buffer
  size: number
}

/** The flat indexes of the roots of a tree of so many blocks, with the number of blocks below each. */
function rootsOf(length: number): { index: number; first: number; blocks: number }[] {
  const roots = []
  for (let first = 0, left = length; left > 0; ) {
    let blocks = 1
    while (blocks * 2 <= left) blocks *= 2
    roots.push({ index: 2 * first + blocks - 1, first, blocks })
    first += blocks
    left -= blocks
  }
  return roots
}

export interface ReadWitness {
  signer: Buffer
  length: number
  index: number
  leaf: Buffer
  /** Nodes left of the leaf, as flat index and hash. */
  before: string[]
}

/** Section 7: one witness. Throws where the author's signature does not fit. */
function takeWitness(cursor: Cursor, logId: Buffer): ReadWitness {
  const [signer, length, signature, index] = [cursor.take(32), cursor.number(8), cursor.take(64), cursor.number(8)]
  const node = (at: number): Node => ({ index: at, hash: cursor.take(32), size: cursor.number(8) })
  const leaf = node(2 * index)
  const roots = rootsOf(length)
  const own = roots.find(({ first, blocks }) => index >= first && index < first + blocks)
  if (!own) throw new Error('place')
  const shown: Node[] = []
  let top = leaf
  for (let width = 1; width < own.blocks; width *= 2) {
    const isLeft = Math.floor(index / width) % 2 === 0
    const beside = node(top.index + (isLeft ? 2 * width : -2 * width))
    shown.push(beside)
    const [left, right] = isLeft ? [top, beside] : [beside, top]
    const size = left.size + right.size
    const hash = blake2b256(Buffer.concat([Buffer.of(1), le64(size), left.hash, right.hash]))
    top = { index: (left.index + right.index) / 2, hash, size }
  }
  const all = roots.map((root): Node => {
    if (root === own) return top
    const other = node(root.index)
    shown.push(other)
    return other
  })
  const tree = blake2b256(Buffer.concat([Buffer.of(2), ...all.flatMap(({ hash, index: at, size }) => [hash, le64(at), le64(size)])]))
  const namespace = blake2b256(Buffer.concat([blake2b256(Buffer.from('hypercore')), Buffer.of(0)]))
  if (!isSigned(signer, Buffer.concat([namespace, logId, tree, le64(length), le64(0)]), signature)) throw new Error('signature')
  const before = shown.filter((one) => one.index < leaf.index).map((one) => `${one.index} ${one.hash.toString('hex')}`)
  return { signer, length, index, leaf: leaf.hash, before: before.sort() }
}

/** Section 8, message 6, kind 1. */
export function readWitnessMessage(logId: Buffer, message: Buffer): ReadWitness {
  const cursor = new Cursor(message)
  if (cursor.number(1) !== 1) throw new Error('kind')
  const witness = takeWitness(cursor, logId)
  if (!cursor.isAtEnd) throw new Error('left over')
  return witness
}

/** Section 8, message 6, kind 2. Throws for a proof that proves nothing. */
export function readProofs(logId: Buffer, message: Buffer): [ReadWitness, ReadWitness][] {
  const cursor = new Cursor(message)
  if (cursor.number(1) !== 2) throw new Error('kind')
  const proofs = Array.from({ length: cursor.number(2) }, (): [ReadWitness, ReadWitness] => {
    const [a, b] = [takeWitness(cursor, logId), takeWitness(cursor, logId)]
    if (!a.signer.equals(b.signer) || a.index !== b.index || Buffer.compare(a.leaf, b.leaf) >= 0) throw new Error('no proof')
    if (a.before.join() !== b.before.join()) throw new Error('not the first difference')
    return [a, b]
  })
  if (!cursor.isAtEnd) throw new Error('left over')
  return proofs
}

export interface ReadLetter {
  side: number
  from: Buffer
  to: Buffer
  said: { number: number; bytes: Buffer }[]
}

/** Section 9, a letter. Throws where its writer's signature does not fit. */
export function readLetter(inviteId: Buffer, letter: Buffer): ReadLetter {
  const cursor = new Cursor(letter)
  if (cursor.number(1) !== 1) throw new Error('version')
  const [side, from, to] = [cursor.number(1), cursor.take(32), cursor.take(32)]
  const said = Array.from({ length: cursor.number(1) }, () => ({ number: cursor.number(1), bytes: cursor.take(cursor.number(4)) }))
  const content = cursor.passed
  if (!isSigned(from, H('letter', inviteId, content), cursor.take(64)) || !cursor.isAtEnd) throw new Error('signature')
  return { side, from, to, said }
}

/** Section 9, `meet`. Throws where the device's signature does not fit. */
export function readMeet(inviteId: Buffer, handshake: Buffer, requestNonce: Buffer, message: Buffer): { organisation: Buffer; nonce: Buffer } {
  const cursor = new Cursor(message)
  if (cursor.number(1) !== 1) throw new Error('version')
  const [nonce, organisation] = [cursor.take(32), cursor.take(32)]
  // A certify statement: version, kind, space, organisation, sequence, previous, then the device log key (section 5).
  const device = cursor.take(cursor.number(2)).subarray(102, 134)
  if (!isSigned(device, H('meet', inviteId, handshake, nonce, requestNonce), cursor.take(64)) || !cursor.isAtEnd) throw new Error('signature')
  return { organisation, nonce }
}
