import { MalformedError, Reader, Writer } from '../../log/codec.ts'
import type { Ring } from '../../log/types.ts'
import { readRing } from './epoch.ts'

export const GRANTS_MAX = 512
export const GRANT_BOXES_MAX = 16

/** Past content keys for one newcomer (type 3, docs/protocol.md section 6). */
export interface Grant {
  instance: Buffer
  keys: { ring: Ring; epochId: Buffer; boxes: Buffer[] }[]
}

export function encodeGrant(grant: Grant): Buffer {
  const out = new Writer().u8(1).raw(grant.instance, 32).u16(grant.keys.length)
  for (const { ring, epochId, boxes } of grant.keys) {
    out.u8(ring).raw(epochId, 32).u8(boxes.length)
    for (const box of boxes) out.raw(box, 80)
  }
  return out.done()
}

/** Throws MalformedError. */
export function decodeGrant(body: Buffer): Grant {
  const reader = new Reader(body)
  if (reader.u8() !== 1) throw new MalformedError('grant version')
  const instance = reader.fixed(32)
  const keys = Array.from({ length: reader.count16(1, GRANTS_MAX) }, () => ({
    ring: readRing(reader),
    epochId: reader.fixed(32),
    boxes: Array.from({ length: reader.count8(1, GRANT_BOXES_MAX) }, () => reader.fixed(80)),
  }))
  reader.end()
  return { instance, keys }
}
