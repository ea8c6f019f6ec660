import { u64 } from '../crypto/bytes.ts'
import { H } from '../crypto/hash.ts'
import { MalformedError, Reader, Writer } from '../log/codec.ts'
import type { SignedHead } from '../log/types.ts'
import { STATEMENTS_MAX } from '../space/format/statement.ts'
import type { Succession } from '../space/roster/types.ts'

/** Bounds of docs/protocol.md section 8. */
export const TAGS = 48
export const PROOFS_MAX = 16
export const HEADS_MAX = 4096
export const RECEIPTS_MAX = 4096

/** Longest encoded message of each kind, in bytes: checked before anything is decoded. */
export const MESSAGE_MAX = {
  hello: 1 + TAGS * 32,
  proof: 1 + PROOFS_MAX * (32 + 1 + 32 + 64) + 256 * 1024,
  heads: 2 + HEADS_MAX * (32 + 32 + 8 + 32 + 64),
  want: 40,
  succeeded: 32 + 32 + 32 + 1 + 255 * (32 + 4 + 64),
  receipts: 2 + RECEIPTS_MAX * (32 + 8 + 32 + 32 + 64),
} as const

/** Where the sender's copy of a log stands, and who signs that log. */
export interface HeadMessage extends SignedHead {
  logId: Buffer
  signer: Buffer
}

export function encodeHello(tags: readonly Buffer[]): Buffer {
  const out = new Writer().u8(1)
  for (const tag of tags) out.raw(tag, 32)
  return out.done()
}

/** Throws MalformedError, as do all decoders here. */
export function decodeHello(bytes: Buffer): Buffer[] {
  const reader = bounded(bytes, MESSAGE_MAX.hello)
  if (reader.u8() !== 1) throw new MalformedError('hello version')
  const tags = Array.from({ length: TAGS }, () => reader.fixed(32))
  reader.end()
  return tags
}

/** The claim to be a member of one space: the claimant's tag for it, the certificate chain, and the device's signature over the handshake. */
export interface Proof {
  tag: Buffer
  statements: Buffer[]
  device: Buffer
  signature: Buffer
}

export function encodeProofs(proofs: readonly Proof[]): Buffer {
  const out = new Writer().u8(proofs.length)
  for (const proof of proofs) {
    out.raw(proof.tag, 32).u8(proof.statements.length)
    for (const statement of proof.statements) out.bytes16(statement)
    out.raw(proof.device, 32).raw(proof.signature, 64)
  }
  return out.done()
}

export function decodeProofs(bytes: Buffer): Proof[] {
  const reader = bounded(bytes, MESSAGE_MAX.proof)
  const proofs = Array.from({ length: reader.count8(0, PROOFS_MAX) }, () => ({
    tag: reader.fixed(32),
    statements: Array.from({ length: reader.count8(1, STATEMENTS_MAX) }, () => reader.bytes16()),
    device: reader.fixed(32),
    signature: reader.fixed(64),
  }))
  reader.end()
  return proofs
}

/** Tells a founder of before that stewards have put another in her place. */
export interface Succeeded extends Succession {
  /** The teller's tag for the space. */
  tag: Buffer
}

export function encodeSucceeded({ tag, by, since, votes }: Succeeded): Buffer {
  const out = new Writer().raw(tag, 32).raw(by, 32).raw(since, 32).u8(votes.length)
  for (const { steward, number, signature } of votes) out.raw(steward, 32).u32(number).raw(signature, 64)
  return out.done()
}

export function decodeSucceeded(bytes: Buffer): Succeeded {
  const reader = bounded(bytes, MESSAGE_MAX.succeeded)
  const [tag, by, since] = [reader.fixed(32), reader.fixed(32), reader.fixed(32)]
  const votes = Array.from({ length: reader.u8() }, () => ({
    steward: reader.fixed(32),
    number: reader.u32(),
    signature: reader.fixed(64),
  }))
  reader.end()
  return { tag, by, since, votes }
}

export function encodeHeads(heads: readonly HeadMessage[]): Buffer {
  const out = new Writer().u16(heads.length)
  for (const head of heads) out.raw(head.logId, 32).raw(head.signer, 32).u64(head.length).raw(head.treeHash, 32).raw(head.signature, 64)
  return out.done()
}

export function decodeHeads(bytes: Buffer): HeadMessage[] {
  const reader = bounded(bytes, MESSAGE_MAX.heads)
  const heads = Array.from({ length: reader.count16(0, HEADS_MAX) }, () => ({
    logId: reader.fixed(32),
    signer: reader.fixed(32),
    length: reader.u64(),
    treeHash: reader.fixed(32),
    signature: reader.fixed(64),
  }))
  reader.end()
  return heads
}

export interface Want {
  logId: Buffer
  start: number
}

export const encodeWant = ({ logId, start }: Want): Buffer => new Writer().raw(logId, 32).u64(start).done()

export function decodeWant(bytes: Buffer): Want {
  const reader = bounded(bytes, MESSAGE_MAX.want)
  const want = { logId: reader.fixed(32), start: reader.u64() }
  reader.end()
  return want
}

/** A computer's word that it holds a log up to a length. */
export interface Receipt {
  logId: Buffer
  length: number
  treeHash: Buffer
  /** Device log key of the computer that holds it, and signs this. */
  device: Buffer
  signature: Buffer
}

/** What the device signs. */
export const receiptHash = (space: Buffer, { logId, length, treeHash, device }: Omit<Receipt, 'signature'>): Buffer =>
  H('receipt', space, logId, u64(length), treeHash, device)

export function encodeReceipts(receipts: readonly Receipt[]): Buffer {
  const out = new Writer().u16(receipts.length)
  for (const one of receipts) out.raw(one.logId, 32).u64(one.length).raw(one.treeHash, 32).raw(one.device, 32).raw(one.signature, 64)
  return out.done()
}

export function decodeReceipts(bytes: Buffer): Receipt[] {
  const reader = bounded(bytes, MESSAGE_MAX.receipts)
  const receipts = Array.from({ length: reader.count16(0, RECEIPTS_MAX) }, () => ({
    logId: reader.fixed(32),
    length: reader.u64(),
    treeHash: reader.fixed(32),
    device: reader.fixed(32),
    signature: reader.fixed(64),
  }))
  reader.end()
  return receipts
}

/** A reader of a message that is no longer than it may be. */
export function bounded(bytes: Buffer, max: number): Reader {
  if (bytes.length > max) throw new MalformedError('message too long')
  return new Reader(bytes)
}
