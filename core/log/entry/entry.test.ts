import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyInput, recordInput, rosterInput, someCausal, someSpace } from '../../../test/support/entries.ts'
import { randomBytes } from '../../crypto/bytes.ts'
import { ENTRY_TYPE } from '../types.ts'
import { encodeCausal } from './causal.ts'
import { disclose, openDisclosed } from './disclose.ts'
import { EntryError } from './error.ts'
import { KeyCache } from './keys.ts'
import { openEntry, SECTION } from './open.ts'
import { BLOCK_MAX, padme } from './padme.ts'
import { sealEntry } from './seal.ts'

const at = someSpace()
const open = (block: Buffer, place = at.place) => openEntry({ ...place, block, keyOf: at.keyOf })
const faultOf = (action: () => unknown): string => {
  try {
    action()
  } catch (error) {
    if (error instanceof EntryError) return error.fault
    throw error
  }
  return 'none'
}

describe('an entry', () => {
  it('comes back as it was sealed, whatever its type and size', () => {
    fc.assert(
      fc.property(anyInput(at), (input) => {
        const block = sealEntry(input)
        const opened = open(block)
        expect(opened.type).toBe(input.type)
        expect(opened.causal).toEqual(someCausal)
        expect(opened.boxes).toEqual(input.boxes ?? [])
        for (const { name, ring, body } of input.sections)
          expect(opened.sections.get(name)).toMatchObject({ name, ring, body: Buffer.from(body) })
        expect(block.length).toBe(Math.max(1024, padme(block.length)))
      }),
      { numRuns: 100 },
    )
  })

  it('has the same length named or unnamed, and no two blocks alike', () => {
    const unnamed = sealEntry(recordInput(at, Buffer.alloc(800), Buffer.alloc(0)))
    const named = sealEntry(recordInput(at, Buffer.alloc(800), Buffer.alloc(400, 1)))
    const withoutKey = sealEntry(recordInput(at, Buffer.alloc(800), Buffer.alloc(0), null))
    expect([named.length, withoutKey.length]).toEqual([unnamed.length, unnamed.length])
    expect(sealEntry(recordInput(at, Buffer.alloc(800), Buffer.alloc(0)))).not.toEqual(unnamed)
  })

  it.each([
    ['an incident', recordInput(at, Buffer.alloc(500, 0x61), Buffer.from('Wanjiru'))],
    ['a padded incident', recordInput(at, Buffer.alloc(2700, 0x61), Buffer.alloc(0))],
    ['an epoch', rosterInput(at, ENTRY_TYPE.epoch, Buffer.from('epoch'), 8)],
    ['a grant', rosterInput(at, ENTRY_TYPE.grant, Buffer.from('grant'))],
    ['an operation', rosterInput(at, ENTRY_TYPE.roster, Buffer.from('operation'))],
    ['a genesis', rosterInput(at, ENTRY_TYPE.genesis, Buffer.from('genesis'))],
  ])('%s is refused with any one byte flipped, wherever it is', (_name, input) => {
    const block = sealEntry(input)
    expect(faultOf(() => open(block))).toBe('none')
    for (let offset = 0; offset < block.length; offset += 1) {
      const before = block[offset] ?? 0
      block[offset] = before ^ (1 + (offset % 255))
      expect(
        faultOf(() => open(block)),
        `byte ${offset}`,
      ).not.toBe('none')
      block[offset] = before
    }
  })

  it('is refused with any byte changed, any end cut off and anything added, whatever the entry', () => {
    fc.assert(
      fc.property(
        anyInput(at),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        fc.integer({ min: 1, max: 1500 }),
        (input, where, flip, length) => {
          const block = sealEntry(input)
          const changed = Buffer.from(block)
          changed[where % block.length] = (changed[where % block.length] ?? 0) ^ flip
          expect(faultOf(() => open(changed))).not.toBe('none')
          expect(faultOf(() => open(block.subarray(0, Math.max(0, block.length - length))))).not.toBe('none')
          expect(faultOf(() => open(Buffer.concat([block, Buffer.alloc(length)])))).not.toBe('none')
        },
      ),
      { numRuns: 200 },
    )
  })

  it('random bytes are refused, never a crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1600 }), fc.boolean(), (bytes, dressed) => {
        const block = Buffer.concat([Buffer.from(bytes), Buffer.alloc(1024)])
        if (dressed) sealEntry(recordInput(at, Buffer.alloc(0), Buffer.alloc(0))).copy(block, 0, 0, 80)
        expect(faultOf(() => open(block))).not.toBe('none')
      }),
    )
  })

  it('is refused at another place', () => {
    const block = sealEntry(recordInput(at, Buffer.from('a'), Buffer.alloc(0)))
    expect(faultOf(() => open(block, { ...at.place, space: randomBytes(32) }))).toBe('forged')
    expect(faultOf(() => open(block, { ...at.place, logId: randomBytes(32) }))).toBe('forged')
    expect(faultOf(() => open(block, { ...at.place, index: 8 }))).toBe('wrong-place')
  })

  it('is refused under another key that is said to be that of its epoch', () => {
    const block = sealEntry(recordInput(at, Buffer.from('a'), Buffer.alloc(0)))
    const keyOf = (epochId: Buffer) => ({ ring: at.keyOf(epochId)?.ring ?? 2, epochId, key: randomBytes(32) })
    expect(faultOf(() => openEntry({ ...at.place, block, keyOf }))).toBe('forged')
    // Not even where the writer used that key too: an id commits to one key, in one ring, in one space.
    const two = { ...at.main, key: randomBytes(32) }
    const input = recordInput(at, Buffer.from('a'), Buffer.alloc(0))
    expect(
      faultOf(() =>
        sealEntry({ ...input, tableEpoch: two, sections: input.sections.map((one) => (one.ring === 2 ? { ...one, epoch: two } : one)) }),
      ),
    ).toBe('forged')
    expect(faultOf(() => sealEntry({ ...input, space: randomBytes(32) }))).toBe('forged')
  })

  it('shows nothing of a ring whose key is not held, and nothing at all without the table key', () => {
    const block = sealEntry(recordInput(at, Buffer.from('shown'), Buffer.from('hidden')))
    const keyOf = (id: Buffer) => (id.equals(at.main.epochId) ? at.main : undefined)
    const opened = openEntry({ ...at.place, block, keyOf })
    expect(opened.sections.get(SECTION.safe)?.body).toBeNull()
    expect(opened.sections.get(SECTION.body)?.body?.toString()).toBe('shown')
    expect(faultOf(() => openEntry({ ...at.place, block, keyOf: () => undefined }))).toBe('no-key')
  })

  it('opens the sections that are wanted; a forged one is refused as soon as it is', () => {
    const block = sealEntry(recordInput(at, Buffer.from('shown'), Buffer.from('names')))
    const forged = Buffer.from(block)
    forged.writeUInt8(forged.readUInt8(forged.length - 1) ^ 1, forged.length - 1)
    const input = { ...at.place, block: forged, keyOf: at.keyOf }
    const opened = openEntry({ ...input, wanted: new Set([SECTION.body]) })
    expect(opened.sections.get(SECTION.body)?.body?.toString()).toBe('shown')
    expect(opened.sections.get(SECTION.safe)?.body).toBeNull()
    expect(faultOf(() => openEntry({ ...input, wanted: new Set([SECTION.safe]) }))).toBe('forged')
    expect(faultOf(() => openEntry(input))).toBe('forged')
  })

  it('is opened with one cache among entries of another log', () => {
    const cache = new KeyCache()
    const other = { ...at.place, logId: randomBytes(32) }
    const blocks = [at.place, other].map((place) => sealEntry({ ...recordInput(at, Buffer.from('a'), Buffer.from('b')), ...place }))
    for (const turn of [0, 1, 0, 1, 1, 0]) {
      const place = turn === 0 ? at.place : other
      const opened = openEntry({ ...place, block: blocks[turn] ?? Buffer.alloc(0), keyOf: at.keyOf }, cache)
      expect(opened.sections.get(SECTION.safe)?.body?.toString()).toBe('b')
    }
  })

  it('is opened with a cache as without, after it was cleared too', () => {
    const cache = new KeyCache()
    const block = sealEntry(recordInput(at, Buffer.from('a'), Buffer.from('b')), cache)
    const opened = openEntry({ ...at.place, block, keyOf: at.keyOf }, cache)
    cache.clear()
    expect(openEntry({ ...at.place, block, keyOf: at.keyOf }, cache)).toEqual(opened)
    expect(open(block)).toEqual(opened)
  })

  it('over 256 KiB is refused before it is written, and up to that is not', () => {
    expect(() => sealEntry(recordInput(at, Buffer.alloc(BLOCK_MAX), Buffer.alloc(0)))).toThrow(EntryError)
    const largest = sealEntry(recordInput(at, Buffer.alloc(BLOCK_MAX - 2000, 0x7a), Buffer.alloc(0)))
    expect(largest.length).toBe(BLOCK_MAX)
    expect(open(largest).sections.get(SECTION.body)?.body?.length).toBe(BLOCK_MAX - 2000)
  })

  it.each([
    ['format', 2, 2, 'newer'],
    ['suite', 4, 2, 'newer'],
    ['type', 3, 6, 'newer'],
    ['type that may be ignored', 3, 128, 'ignored'],
    ['type zero', 3, 0, 'malformed'],
    ['set flags', 5, 1, 'malformed'],
    ['set reserved bytes', 79, 1, 'malformed'],
  ])('of another %s is told apart from a broken one', (_name, offset, value, fault) => {
    const block = sealEntry(recordInput(at, Buffer.from('a'), Buffer.alloc(0)))
    block[offset] = value
    expect(faultOf(() => open(block))).toBe(fault)
  })
})

describe('a disclosure', () => {
  const input = { ...at.place, keyOf: at.keyOf, block: sealEntry(recordInput(at, Buffer.from('shown'), Buffer.from('hidden'))) }
  const everything = disclose(input, [1, 2, 3])

  it('opens the sections given away, counts the others and opens nothing else', () => {
    const given = disclose(input, [2])
    const shown = openDisclosed(input, given)
    expect(shown).toEqual({ type: 1, withheld: 2, sections: [{ id: 2, name: SECTION.body, ring: 2, body: Buffer.from('shown') }] })
    for (const id of [1, 3]) {
      const key = given.sections.get(2) ?? Buffer.alloc(32)
      expect(faultOf(() => openDisclosed(input, { table: given.table, sections: new Map([[id, key]]) }))).toBe('forged')
    }
    expect(openDisclosed(input, everything).sections.map(({ body }) => body.toString('latin1'))).toEqual([
      encodeCausal(someCausal).toString('latin1'),
      'shown',
      'hidden',
    ])
  })

  it('is of one entry only', () => {
    const other = sealEntry(recordInput(at, Buffer.from('other'), Buffer.alloc(0)))
    expect(faultOf(() => openDisclosed({ ...input, block: other }, everything))).toBe('forged')
    expect(faultOf(() => openDisclosed({ ...input, index: 8 }, everything))).toBe('wrong-place')
    expect(faultOf(() => openDisclosed(input, { ...everything, sections: new Map([[9, randomBytes(32)]]) }))).toBe('malformed')
    expect(faultOf(() => disclose(input, [9]))).toBe('no-key')
  })
})
