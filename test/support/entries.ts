import fc from 'fast-check'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { type Causal, encodeCausal } from '../../core/log/entry/causal.ts'
import { epochIdOf } from '../../core/log/entry/keys.ts'
import type { EntryInput, SectionInput } from '../../core/log/entry/seal.ts'
import { SECTION } from '../../core/log/entry/section.ts'
import { ENTRY_TYPE, type EntryType, type EpochKey, RING, type Ring } from '../../core/log/types.ts'

/** One space with a key of each ring, and a place in one of its logs. */
export function someSpace() {
  const space = randomBytes(32)
  const epoch = (ring: Ring): EpochKey => {
    const key = randomBytes(32)
    return { ring, key, epochId: epochIdOf(space, ring, key) }
  }
  const rings = { roster: epoch(RING.roster), main: epoch(RING.main), safe: epoch(RING.safe) }
  const keyOf = (epochId: Buffer) => Object.values(rings).find((one) => one.epochId.equals(epochId))
  return { ...rings, keyOf, place: { space, logId: randomBytes(32), index: 7 } }
}

export type SomeSpace = ReturnType<typeof someSpace>

export const someCausal: Causal = {
  kind: 'incident',
  kindVersion: 1,
  minimumReader: 1,
  clock: { ms: 1_700_000_000_000, counter: 3 },
  wall: 1_700_000_000_001,
  certificate: Buffer.alloc(32, 2),
  rosterHash: Buffer.alloc(32, 3),
  heads: [{ logId: Buffer.alloc(32, 1), length: 9, treeHash: Buffer.alloc(32, 4) }],
}

/** A record's entry as Parasol writes it. */
export function recordInput(at: SomeSpace, body: Uint8Array, names: Uint8Array, safe: EpochKey | null = at.safe): EntryInput {
  const sections: SectionInput[] = [
    { id: 1, name: SECTION.causal, ring: RING.main, epoch: at.main, body: encodeCausal(someCausal), critical: true },
    { id: 2, name: SECTION.body, ring: RING.main, epoch: at.main, body, critical: true },
    { id: 3, name: SECTION.safe, ring: RING.safe, epoch: safe, body: names, critical: false, step: 512 },
  ]
  return { ...at.place, type: ENTRY_TYPE.entry, tableEpoch: at.main, sections }
}

/** An entry of the roster ring; types 2 and 5 with `boxes` sealed boxes. */
export function rosterInput(at: SomeSpace, type: Exclude<EntryType, 1>, body: Uint8Array, boxes = 4): EntryInput {
  const sections: SectionInput[] = [
    { id: 1, name: SECTION.causal, ring: RING.roster, epoch: at.roster, body: encodeCausal(someCausal), critical: true },
    { id: 2, name: SECTION.body, ring: RING.roster, epoch: at.roster, body, critical: true },
  ]
  const sealed =
    type === ENTRY_TYPE.epoch || type === ENTRY_TYPE.genesis ? { boxes: Array.from({ length: boxes }, () => randomBytes(80)) } : {}
  return { ...at.place, type, tableEpoch: at.roster, sections, ...sealed }
}

/** Any entry of any type. */
export function anyInput(at: SomeSpace): fc.Arbitrary<EntryInput> {
  const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array))
  const record = fc.tuple(bytes(3000), bytes(1500)).map(([body, names]) => recordInput(at, body, names))
  const roster = fc
    .tuple(
      fc.constantFrom(ENTRY_TYPE.epoch, ENTRY_TYPE.grant, ENTRY_TYPE.roster, ENTRY_TYPE.genesis),
      bytes(2000),
      fc.constantFrom(1, 2, 8),
    )
    .map(([type, body, boxes]) => rosterInput(at, type, body, boxes))
  return fc.oneof(record, roster)
}
