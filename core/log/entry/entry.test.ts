import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomBytes } from '../../crypto/bytes.ts'
import { ENTRY_TYPE, type EpochKey, RING, type Ring } from '../types.ts'
import type { Causal } from './causal.ts'
import { encodeCausal } from './causal.ts'
import { openDisclosedSection } from './disclose.ts'
import { EntryError } from './error.ts'
import { epochIdOf, KeyCache } from './keys.ts'
import { openEntry, SECTION } from './open.ts'
import { BLOCK_MAX, padme } from './padme.ts'
import { type EntryInput, EntryKeys, type SectionInput, sealEntry } from './seal.ts'

const space = randomBytes(32)
const logId = randomBytes(32)
const epoch = (ring: Ring): EpochKey => {
  const key = randomBytes(32)
  return { ring, key, epochId: epochIdOf(space, ring, key) }
}
const main = epoch(RING.main)
const safe = epoch(RING.safe)
const roster = epoch(RING.roster)
const keyOf = (epochId: Buffer) => [main, safe, roster].find((one) => one.epochId.equals(epochId))

const causal: Causal = {
  kind: 'incident',
  kindVersion: 1,
  minimumReader: 1,
  clock: { ms: 1_700_000_000_000, counter: 3 },
  wall: 1_700_000_000_001,
  certificate: randomBytes(32),
  rosterHash: randomBytes(32),
  heads: [{ logId: Buffer.alloc(32, 1), length: 9, treeHash: randomBytes(32) }],
}

function input(body: Buffer, names: Buffer, index = 7): EntryInput {
  const sections: SectionInput[] = [
    { id: 1, name: SECTION.causal, ring: RING.main, epoch: main, body: encodeCausal(causal), critical: true },
    { id: 2, name: SECTION.body, ring: RING.main, epoch: main, body, critical: true },
    { id: 3, name: SECTION.safe, ring: RING.safe, epoch: safe, body: names, critical: false, step: 512 },
  ]
  return { space, logId, index, type: ENTRY_TYPE.entry, tableEpoch: main, sections }
}
const open = (block: Buffer, place = { space, logId, index: 7 }) => openEntry({ ...place, block, keyOf })

const genesisLike = (): EntryInput => ({
  ...input(Buffer.from('genesis'), Buffer.alloc(0)),
  type: ENTRY_TYPE.genesis,
  tableEpoch: roster,
  boxes: Array.from({ length: 4 }, () => randomBytes(80)),
  sections: [
    { id: 1, name: SECTION.causal, ring: RING.roster, epoch: roster, body: encodeCausal(causal), critical: true },
    { id: 2, name: SECTION.body, ring: RING.roster, epoch: roster, body: Buffer.from('genesis'), critical: true },
  ],
})

describe('an entry', () => {
  it('comes back as it was sealed, whatever its size', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4000 }), fc.uint8Array({ maxLength: 1200 }), (body, names) => {
        const block = sealEntry(input(Buffer.from(body), Buffer.from(names)))
        const opened = open(block)
        expect(opened.causal).toEqual(causal)
        expect(opened.sections.get(SECTION.body)?.body).toEqual(Buffer.from(body))
        expect(opened.sections.get(SECTION.safe)?.body).toEqual(Buffer.from(names))
        expect(block.length).toBe(Math.max(1024, padme(block.length)))
      }),
      { numRuns: 60 },
    )
  })

  it('has the same length named or unnamed', () => {
    expect(sealEntry(input(Buffer.alloc(800), Buffer.alloc(0))).length).toBe(
      sealEntry(input(Buffer.alloc(800), Buffer.alloc(400, 1))).length,
    )
  })

  it.each([
    ['an incident', () => sealEntry(input(Buffer.alloc(500, 0x61), Buffer.from('Wanjiru')))],
    ['a genesis', () => sealEntry(genesisLike())],
  ])('%s is refused with any one byte flipped, wherever it is', (_name, make) => {
    const block = make()
    expect(() => open(block)).not.toThrow()
    for (let at = 0; at < block.length; at += 1) {
      const before = block[at] ?? 0
      block[at] = before ^ (1 + (at % 255))
      expect(() => open(block), `byte ${at}`).toThrow(EntryError)
      block[at] = before
    }
  })

  it('is refused with random bytes changed, cut off or added', () => {
    const block = sealEntry(input(Buffer.alloc(3000, 0x62), Buffer.from('x')))
    fc.assert(
      fc.property(fc.nat(block.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(40), (at, flip, cut) => {
        const changed = Buffer.from(block)
        changed[at] = (changed[at] ?? 0) ^ flip
        expect(() => open(changed)).toThrow(EntryError)
        if (cut > 0) expect(() => open(block.subarray(0, block.length - cut))).toThrow(EntryError)
        expect(() => open(Buffer.concat([block, Buffer.alloc(cut + 1)]))).toThrow(EntryError)
      }),
    )
  })

  it('is refused at another place', () => {
    const block = sealEntry(input(Buffer.from('a'), Buffer.alloc(0)))
    expect(() => open(block, { space: randomBytes(32), logId, index: 7 })).toThrow(EntryError)
    expect(() => open(block, { space, logId: randomBytes(32), index: 7 })).toThrow(EntryError)
    expect(() => open(block, { space, logId, index: 8 })).toThrow(EntryError)
  })

  it('shows nothing of a ring whose key is not held, and nothing at all without the table key', () => {
    const block = sealEntry(input(Buffer.from('shown'), Buffer.from('hidden')))
    const without = openEntry({ space, logId, index: 7, block, keyOf: (id) => (id.equals(main.epochId) ? main : undefined) })
    expect(without.sections.get(SECTION.safe)?.body).toBeNull()
    expect(without.sections.get(SECTION.body)?.body?.toString()).toBe('shown')
    expect(() => openEntry({ space, logId, index: 7, block, keyOf: () => undefined })).toThrow(expect.objectContaining({ fault: 'no-key' }))
  })

  it('gives one section to whoever is given its key, and no other', () => {
    const nonce = randomBytes(24)
    const block = sealEntry(input(Buffer.from('shown'), Buffer.from('hidden')), new KeyCache(), nonce)
    const keys = new EntryKeys({ space, logId, index: 7 }, nonce, new KeyCache())
    const tableLength = block.readUInt16BE(6)
    const causalLength = encodeCausal(causal).length + 52
    const bodyBox = block.subarray(80 + tableLength + causalLength, 80 + tableLength + causalLength + 5 + 52)
    const place = { space, logId, index: 7 }
    expect(openDisclosedSection(place, block, 2, bodyBox, keys.section(main, 2)).toString()).toBe('shown')
    expect(() => openDisclosedSection(place, block, 2, bodyBox, keys.section(main, 1))).toThrow(EntryError)
  })

  it('over 256 KiB is refused before it is written', () => {
    expect(() => sealEntry(input(Buffer.alloc(BLOCK_MAX), Buffer.alloc(0)))).toThrow(EntryError)
  })

  it('of a later format is said to be newer, not broken', () => {
    const block = sealEntry(input(Buffer.from('a'), Buffer.alloc(0)))
    for (const at of [2, 4]) {
      const later = Buffer.from(block)
      later[at] = 2
      expect(() => open(later)).toThrow(expect.objectContaining({ fault: 'newer' }))
    }
  })
})
