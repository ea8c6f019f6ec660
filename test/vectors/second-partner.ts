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

function parent(left: Node, right: Node): Node {
  const size = left.size + right.size
  const hash = blake2b256(Buffer.concat([Buffer.of(1), le64(size), left.hash, right.hash]))
  return { index: (left.index + right.index) / 2, hash, size }
}

/** Whether the author has signed the tree with these roots. */
function isSignedTree(roots: Node[], length: number, signer: Buffer, logId: Buffer, signature: Buffer): boolean {
  const tree = blake2b256(Buffer.concat([Buffer.of(2), ...roots.flatMap(({ hash, index, size }) => [hash, le64(index), le64(size)])]))
  const namespace = blake2b256(Buffer.concat([blake2b256(Buffer.from('hypercore')), Buffer.of(0)]))
  return isSigned(signer, Buffer.concat([namespace, logId, tree, le64(length), le64(0)]), signature)
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
    top = isLeft ? parent(top, beside) : parent(beside, top)
  }
  const all = roots.map((root): Node => {
    if (root === own) return top
    const other = node(root.index)
    shown.push(other)
    return other
  })
  if (!isSignedTree(all, length, signer, logId, signature)) throw new Error('signature')
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

/** A signed tree of these leaves, in order. */
function isTreeOf(leaves: { hash: Buffer; size: number }[], signer: Buffer, logId: Buffer, signature: Buffer): boolean {
  const roots: Node[] = []
  leaves.forEach(({ hash, size }, i) => {
    let node: Node = { index: 2 * i, hash, size }
    for (let width = 1; (i + 1) % (2 * width) === 0; width *= 2) {
      const left = roots.pop()
      if (!left) throw new Error('a full right side has a left side')
      node = parent(left, node)
    }
    roots.push(node)
  })
  return isSignedTree(roots, leaves.length, signer, logId, signature)
}

/** Section 8, message 6, kind 5: the leaves of a part. `before`: the blocks below it. Throws where the author has not signed the tree at its end. */
export function readPartMessage(message: Buffer, before: readonly Buffer[], signer: Buffer): { start: number; items: (Buffer | null)[] } {
  const cursor = new Cursor(message)
  if (cursor.number(1) !== 5) throw new Error('kind')
  const [logId, start, signature] = [cursor.take(32), cursor.number(8), cursor.take(64)]
  const leafOf = (block: Buffer) => ({ hash: blake2b256(Buffer.concat([Buffer.of(0), le64(block.length), block])), size: block.length })
  const leaves = before.map(leafOf)
  const items = Array.from({ length: cursor.number(2) }, () => {
    const block = cursor.number(1) === 1 ? cursor.take(cursor.number(4)) : null
    leaves.push(block ? leafOf(block) : { hash: cursor.take(32), size: cursor.number(8) })
    return block
  })
  if (!cursor.isAtEnd || !isTreeOf(leaves, signer, logId, signature)) throw new Error('signature')
  return { start, items }
}

/** Section 8, message 6, kinds 3 and 4. */
export function readHeadsAndWant(heads: Buffer, want: Buffer) {
  const [told, asked] = [new Cursor(heads), new Cursor(want)]
  if (told.number(1) !== 3 || told.number(2) !== 1 || asked.number(1) !== 4) throw new Error('kind')
  const head = { logId: told.take(32), length: told.number(8), treeHash: told.take(32), signature: told.take(64), whole: told.number(1) }
  const wish = { logId: asked.take(32), start: asked.number(8), treeHash: asked.take(32), length: asked.number(8), endHash: asked.take(32) }
  if (!told.isAtEnd || !asked.isAtEnd) throw new Error('left over')
  return { head, wish }
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
