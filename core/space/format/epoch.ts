import { randomBytes } from '../../crypto/bytes.ts'
import { type BoxKeyPair, openSealed, sealTo } from '../../crypto/sealedbox.ts'
import { secret } from '../../crypto/secret.ts'
import { MalformedError, Reader, Writer } from '../../log/codec.ts'
import { BOXES_MAX, SEALED_KEY_BYTES } from '../../log/entry/boxes.ts'
import { epochIdOf } from '../../log/entry/keys.ts'
import { type EpochKey, RING, type Ring } from '../../log/types.ts'

export const INSTANCES_MAX = 256

/** What a type 2 entry says (docs/protocol.md section 6). */
export interface Epoch {
  ring: Ring
  epochId: Buffer
  rosterHash: Buffer
  /** Admission instances it is sealed to. */
  instances: Buffer[]
}

export function encodeEpoch(epoch: Epoch): Buffer {
  const out = new Writer().u8(1).u8(epoch.ring).raw(epoch.epochId, 32).raw(epoch.rosterHash, 32).u16(epoch.instances.length)
  for (const instance of epoch.instances) out.raw(instance, 32)
  return out.done()
}

/** Throws MalformedError. */
export function decodeEpoch(body: Buffer): Epoch {
  const reader = new Reader(body)
  if (reader.u8() !== 1) throw new MalformedError('epoch version')
  const ring = readRing(reader)
  const epochId = reader.fixed(32)
  const rosterHash = reader.fixed(32)
  const instances = Array.from({ length: reader.count16(1, INSTANCES_MAX) }, () => reader.fixed(32))
  reader.end()
  return { ring, epochId, rosterHash, instances }
}

export function readRing(reader: Reader): Ring {
  const ring = reader.u8()
  if (ring < RING.roster || ring > RING.safe) throw new MalformedError('ring')
  return ring as Ring
}

/** A fresh epoch of a ring. The key is a secret. */
export function newEpoch(space: Buffer, ring: Ring): EpochKey {
  const key = secret(randomBytes(32))
  return { ring, key, epochId: epochIdOf(space, ring, key) }
}

/** The key in sealed boxes to each recipient, shuffled and filled up at random to a power of two, so that their number says little. */
export function sealEpoch(key: Buffer, recipients: readonly Buffer[]): Buffer[] {
  const boxes = recipients.map((publicKey) => sealTo(publicKey, key))
  if (boxes.length === 0 || boxes.length > BOXES_MAX) throw new RangeError('number of recipients')
  while ((boxes.length & (boxes.length - 1)) !== 0) boxes.push(randomBytes(SEALED_KEY_BYTES))
  return boxes
    .map((box) => ({ box, order: randomBytes(8) }))
    .sort((a, b) => Buffer.compare(a.order, b.order))
    .map(({ box }) => box)
}

/** The epoch's key, if one of the boxes is for one of these pairs and holds the key that the id commits to. */
export function openEpoch(
  space: Buffer,
  ring: Ring,
  epochId: Buffer,
  boxes: readonly Buffer[],
  pairs: readonly BoxKeyPair[],
): EpochKey | null {
  for (const box of boxes) {
    for (const pair of pairs) {
      const key = openSealed(pair, box)
      if (key?.length === 32 && epochIdOf(space, ring, key).equals(epochId)) return { ring, epochId, key: secret(key) }
    }
  }
  return null
}
