import { equal } from '../crypto/bytes.ts'
import { verify } from '../crypto/sign.ts'
import { SEGMENT_BLOCKS_MAX, SEGMENT_BYTES_MAX } from './boundaries.ts'
import { MalformedError, Reader, Writer } from './codec.ts'
import { BLOCK_MAX, BLOCK_MIN } from './entry/padme.ts'
import { signableOf } from './internals.ts'
import { SegmentError } from './segment.ts'
import { Tail } from './tail.ts'
import { leafHash, rootsOf, type TreeNode } from './tree.ts'
import { ENTRY_TYPE, type SignedHead } from './types.ts'

/** Of a branch so many entries are heard from the proven index on. */
export const BRANCH_LENGTH_MAX = 65_536
/** Bytes of the roster-ring entries that are kept of one branch. */
export const BRANCH_BYTES_MAX = 4 * 1024 * 1024

/** Consecutive entries of one branch and the author's signature over the tree at their end; of an entry the block, or its leaf alone. */
export interface BranchPart {
  logId: Buffer
  start: number
  signature: Buffer
  items: (Buffer | TreeNode)[]
}

const PART_FIXED = 32 + 8 + 64 + 2
/** Longest encoded one, in bytes. */
export const PART_ENCODED_MAX = PART_FIXED + SEGMENT_BLOCKS_MAX * 41 + SEGMENT_BYTES_MAX
const ITEM = { leaf: 0, block: 1 } as const

/** docs/protocol.md section 7. */
export function encodePart({ logId, start, signature, items }: BranchPart): Buffer {
  const out = new Writer().raw(logId, 32).u64(start).raw(signature, 64).u16(items.length)
  for (const item of items) {
    if (Buffer.isBuffer(item)) out.u8(ITEM.block).u32(item.length).raw(item)
    else out.u8(ITEM.leaf).raw(item.hash, 32).u64(item.size)
  }
  return out.done()
}

/** Throws MalformedError. */
export function readPart(reader: Reader): BranchPart {
  const part = { logId: reader.fixed(32), start: reader.u64(), signature: reader.fixed(64) }
  const items = Array.from({ length: reader.count16(1, SEGMENT_BLOCKS_MAX) }, () => readItem(reader))
  const bytes = items.reduce((sum, item) => sum + (Buffer.isBuffer(item) ? item.length : 0), 0)
  if (bytes > SEGMENT_BYTES_MAX) throw new MalformedError('bytes of a part')
  return { ...part, items }
}

function readItem(reader: Reader): Buffer | TreeNode {
  const kind = reader.u8()
  if (kind === ITEM.leaf) return readNode(reader)
  const length = reader.u32()
  if (kind !== ITEM.block || length < BLOCK_MIN || length > BLOCK_MAX) throw new MalformedError('item of a part')
  return reader.fixed(length)
}

function readNode(reader: Reader): TreeNode {
  const hash = reader.fixed(32)
  const size = reader.u64()
  if (size > 2 ** 40) throw new MalformedError('size of a node')
  return { hash, size }
}

/** Whether a block is of the roster ring by its header, which is in clear. */
const isRosterRing = (block: Buffer): boolean => {
  const type = block[3] ?? 0
  return type >= ENTRY_TYPE.epoch && type <= ENTRY_TYPE.genesis
}

/** Another branch of a log than the one that is held: its tree from the fork on, and its roster-ring entries. Its content is not kept. */
export class BranchCopy {
  readonly logId: Buffer
  readonly signer: Buffer
  readonly tail: Tail
  /** The roster-ring entries that came, by index. */
  readonly blocks: Map<number, Buffer>
  /** Whether every entry came as its block: what came as a leaf may be of the roster ring all the same. */
  whole: boolean
  private readonly ends: { length: number; signature: Buffer }[]
  private bytes = 0

  constructor(logId: Buffer, signer: Buffer, tail: Tail, before?: BranchCopy) {
    this.logId = logId
    this.signer = signer
    this.tail = tail
    this.whole = before?.whole ?? true
    this.ends = [...(before?.ends ?? [])]
    this.blocks = new Map(before?.blocks)
    this.bytes = before?.bytes ?? 0
  }

  /** Another that grows apart from this one. */
  copy(): BranchCopy {
    return new BranchCopy(this.logId, this.signer, this.tail.copy(), this)
  }

  /** Of its roster-ring entries. */
  get byteLength(): number {
    return this.bytes
  }

  head(): SignedHead | null {
    const end = this.ends.at(-1)
    const treeHash = end && this.tail.treeHashAt(end.length)
    return end && treeHash ? { ...end, treeHash } : null
  }

  /** Takes what follows, where the author has signed it. `full`: more of it than is kept; nothing is taken. Throws SegmentError `gap`, `signature`. */
  take({ logId, start, signature, items }: BranchPart): 'taken' | 'full' {
    if (!equal(logId, this.logId) || start !== this.tail.length) throw new SegmentError('gap', 'does not begin at the end')
    const kept = items.flatMap((item, at) => (Buffer.isBuffer(item) && isRosterRing(item) ? [[start + at, item] as const] : []))
    const bytes = kept.reduce((sum, [, block]) => sum + block.length, this.bytes)
    if (this.tail.leaves.length + items.length > BRANCH_LENGTH_MAX || bytes > BRANCH_BYTES_MAX) return 'full'
    const leaves = items.map((item) => (Buffer.isBuffer(item) ? { hash: leafHash(item), size: item.length } : item))
    const isSigned = (treeHash: Buffer, length: number) => verify(signature, signableOf(logId, treeHash, length), this.signer)
    if (!this.tail.grow(leaves, isSigned)) throw new SegmentError('signature', 'does not verify')
    this.whole &&= items.every(Buffer.isBuffer)
    this.bytes = bytes
    for (const [index, block] of kept) this.blocks.set(index, block)
    this.ends.push({ length: this.tail.length, signature })
    return 'taken'
  }

  /**
   * What is known from a length on, up to the last that is signed and that one part can hold: an author may have signed every entry. Null at or beyond the
   * end, and before the start.
   */
  partFrom(start: number): BranchPart | null {
    const { tail } = this
    if (start < tail.start) return null
    const end = this.ends.findLast(({ length }) => length > start && length - start <= SEGMENT_BLOCKS_MAX && this.fits(start, length))
    if (!end) return null
    const leaves = tail.leaves.slice(start - tail.start, end.length - tail.start)
    return { logId: this.logId, start, signature: end.signature, items: leaves.map((leaf, at) => this.blocks.get(start + at) ?? leaf) }
  }

  private fits(start: number, end: number): boolean {
    let bytes = 0
    for (let index = start; index < end; index += 1) bytes += this.blocks.get(index)?.length ?? 0
    return bytes <= SEGMENT_BYTES_MAX
  }

  /** The form in which it is kept (no format of the wire). */
  encode(): Buffer {
    const { tail } = this
    const out = new Writer()
      .u8(1)
      .raw(this.logId, 32)
      .raw(this.signer, 32)
      .u8(this.whole ? 1 : 0)
    out.u64(tail.start).u32(tail.leaves.length).u32(this.ends.length).u32(this.blocks.size)
    for (const { hash, size } of [...tail.base, ...tail.leaves]) out.raw(hash, 32).u64(size)
    for (const { length, signature } of this.ends) out.u64(length).raw(signature, 64)
    for (const [index, block] of this.blocks) out.u64(index).u32(block.length).raw(block)
    return out.done()
  }

  /** Throws MalformedError. */
  static decode(bytes: Buffer): BranchCopy {
    const reader = new Reader(bytes)
    if (reader.u8() !== 1) throw new MalformedError('kept branch')
    const [logId, signer, whole, start] = [reader.fixed(32), reader.fixed(32), reader.u8() === 1, reader.u64()]
    const [leaves, ends, blocks] = [reader.u32(), reader.u32(), reader.u32()]
    if (Math.max(leaves, ends, blocks) > BRANCH_LENGTH_MAX) throw new MalformedError('kept branch')
    const nodes = (count: number) => Array.from({ length: count }, () => readNode(reader))
    const tail = new Tail(start, nodes(rootsOf(start).length))
    if (leaves > 0) tail.grow(nodes(leaves))
    const copy = new BranchCopy(logId, signer, tail)
    copy.whole = whole
    for (let i = 0; i < ends; i += 1) copy.ends.push({ length: reader.u64(), signature: reader.fixed(64) })
    for (let i = 0; i < blocks; i += 1) {
      const index = reader.u64()
      const block = reader.fixed(reader.u32())
      copy.blocks.set(index, block)
      copy.bytes += block.length
    }
    reader.end()
    return copy
  }
}
