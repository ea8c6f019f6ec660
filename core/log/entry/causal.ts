import { MalformedError, Reader, Writer } from '../codec.ts'
import type { Clock } from '../types.ts'

export const HEADS_MAX = 1024

/** A head of another log that the author had seen. */
export interface SeenHead {
  logId: Buffer
  length: number
  treeHash: Buffer
}

/** The section every entry has: what kind it is, when, by whom, after what (docs/protocol.md 4.4). */
export interface Causal {
  kind: string
  kindVersion: number
  minimumReader: number
  clock: Clock
  /** ms since 1970. */
  wall: number
  /** Statement hash of the author's device certificate. */
  certificate: Buffer
  rosterHash: Buffer
  heads: SeenHead[]
}

/** Throws a RangeError for a value that does not fit its field, or heads that are too many or not ascending. */
export function encodeCausal(causal: Causal): Buffer {
  if (causal.heads.length > HEADS_MAX || !causal.heads.every((head, i) => follows(causal.heads[i - 1], head))) throw new RangeError('heads')
  const out = new Writer()
    .u8(1)
    .str8(causal.kind)
    .u16(causal.kindVersion)
    .u16(causal.minimumReader)
    .u48(causal.clock.ms)
    .u16(causal.clock.counter)
    .u64(causal.wall)
    .raw(causal.certificate, 32)
    .raw(causal.rosterHash, 32)
    .u16(causal.heads.length)
  for (const head of causal.heads) out.raw(head.logId, 32).u64(head.length).raw(head.treeHash, 32)
  return out.done()
}

/** Throws MalformedError. */
export function decodeCausal(body: Buffer): Causal {
  const reader = new Reader(body)
  if (reader.u8() !== 1) throw new MalformedError('causal version')
  const kind = reader.str8()
  const kindVersion = reader.u16()
  const minimumReader = reader.u16()
  const clock = { ms: reader.u48(), counter: reader.u16() }
  const wall = reader.u64()
  const certificate = reader.fixed(32)
  const rosterHash = reader.fixed(32)
  const heads: SeenHead[] = []
  const count = reader.count16(0, HEADS_MAX)
  for (let i = 0; i < count; i += 1) {
    const head = { logId: reader.fixed(32), length: reader.u64(), treeHash: reader.fixed(32) }
    if (!follows(heads[i - 1], head)) throw new MalformedError('heads not ascending')
    heads.push(head)
  }
  reader.end()
  return { kind, kindVersion, minimumReader, clock, wall, certificate, rosterHash, heads }
}

const follows = (before: SeenHead | undefined, head: SeenHead): boolean => !before || Buffer.compare(before.logId, head.logId) < 0
