import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fromHex, randomBytes, toHex } from '../crypto/bytes.ts'
import { H } from '../crypto/hash.ts'
import { pwhash } from '../crypto/pwhash.ts'
import {
  COPY_BYTES,
  decodeTable,
  encodeTable,
  newTable,
  openSlot,
  passphraseSlotKey,
  recoverySlotKey,
  SLOT_COUNT,
  type SlotTable,
  withSlot,
} from './slots.ts'

const cost = { opslimit: 1, memlimit: 8192 }
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array))
const tables: fc.Arbitrary<SlotTable> = fc.record({
  sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER - 1 }),
  salt: bytes(16),
  cost: fc.record({ opslimit: fc.integer({ min: 1, max: 1000 }), memlimit: fc.integer({ min: 8192, max: 8 * 1024 ** 3 }) }),
  slots: fc.array(bytes(136), { minLength: SLOT_COUNT, maxLength: SLOT_COUNT }),
})

/** A copy with its checksum made right again: what a program, not an accident, would write. */
function resealed(change: (copy: Buffer) => void): Buffer {
  const copy = encodeTable(newTable(cost))
  change(copy)
  copy.set(H('slot-file', copy.subarray(0, COPY_BYTES - 32)), COPY_BYTES - 32)
  return copy
}

describe('a copy of the slot table', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const copy = encodeTable(table)
        expect(copy.byteLength).toBe(COPY_BYTES)
        expect(decodeTable(copy)).toEqual(table)
      }),
    )
  })

  it('is damaged when any bit is another', () => {
    const copy = encodeTable(newTable(cost))
    for (let at = 0; at < copy.byteLength; at += 1) {
      const changed = Buffer.from(copy)
      changed.writeUInt8(copy.readUInt8(at) ^ (1 << (at % 8)), at)
      expect(decodeTable(changed)).toBe('damaged')
    }
  })

  it('is damaged, never an exception, whatever bytes it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: COPY_BYTES + 8, size: 'max' }), (any) => {
        expect(decodeTable(any)).toBe('damaged')
      }),
    )
    expect(decodeTable(Buffer.alloc(COPY_BYTES))).toBe('damaged')
  })

  it('is refused with a right checksum where a field is out of bounds', () => {
    expect(typeof decodeTable(resealed(() => undefined))).toBe('object')
    const changes: ((copy: Buffer) => void)[] = [
      (copy) => copy.write('X', 0),
      (copy) => copy.writeUInt16BE(0, 8),
      (copy) => copy.writeUInt8(7, 10),
      (copy) => copy.writeUInt8(1, 11),
      (copy) => copy.writeBigUInt64BE(0n, 12),
      (copy) => copy.writeBigUInt64BE(2n ** 63n, 12),
      (copy) => copy.writeUInt32BE(0, 36),
      (copy) => copy.writeUInt32BE(1001, 36),
      (copy) => copy.writeBigUInt64BE(8191n, 40),
      (copy) => copy.writeBigUInt64BE(2n ** 40n, 40),
      (copy) => copy.writeUInt8(1, 63),
    ]
    for (const change of changes) expect(decodeTable(resealed(change))).toBe('damaged')
    expect(decodeTable(resealed((copy) => copy.writeUInt16BE(2, 8)))).toBe('newer')
  })
})

describe('a slot', () => {
  it('opens with its key, at its place, and with no other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: SLOT_COUNT - 1 }),
        fc.constantFrom('passphrase', 'duress', 'recovery'),
        bytes(32),
        (index, kind, vaultKey) => {
          const key = randomBytes(32)
          const table = withSlot(newTable(cost), index, key, kind, vaultKey)
          expect(openSlot(table, key)).toEqual({ index, kind, vaultKey })
          expect(openSlot(table, randomBytes(32))).toBeNull()
        },
      ),
    )
  })

  it('does not open when it was moved, or when salt or cost were changed', () => {
    const key = randomBytes(32)
    const table = withSlot(newTable(cost), 2, key, 'passphrase', randomBytes(32))
    expect(openSlot({ ...table, slots: [...table.slots.slice(1), Buffer.alloc(136)] }, key)).toBeNull()
    expect(openSlot({ ...table, salt: randomBytes(16) }, key)).toBeNull()
    expect(openSlot({ ...table, cost: { ...cost, opslimit: 2 } }, key)).toBeNull()
    expect(openSlot({ ...table, cost: { ...cost, memlimit: 8193 } }, key)).toBeNull()
  })

  it('that is replaced opens with the new key only; the others stay as they are', () => {
    const [a, b, c] = [randomBytes(32), randomBytes(32), randomBytes(32)]
    const vaultKey = randomBytes(32)
    const table = withSlot(withSlot(newTable(cost), 5, a, 'passphrase', vaultKey), 1, b, 'recovery', vaultKey)
    const changed = withSlot(table, 5, c, 'passphrase', vaultKey)
    expect(changed.sequence).toBe(table.sequence + 1)
    expect(openSlot(changed, a)).toBeNull()
    expect(openSlot(changed, c)?.index).toBe(5)
    expect(openSlot(changed, b)?.kind).toBe('recovery')
  })

  it('looks like the unused ones: no byte stands out in a thousand of them', () => {
    // A fixed byte would show as a place where every slot agrees.
    const sealed = Array.from({ length: 1000 }, () => withSlot(newTable(cost), 0, randomBytes(32), 'passphrase', Buffer.alloc(32)).slots[0])
    for (let at = 0; at < 136; at += 1) expect(new Set(sealed.map((slot) => slot?.[at])).size).toBeGreaterThan(200)
  })
})

describe('the frozen slot file', () => {
  const hex = z.string().transform(fromHex)
  const vector = z
    .object({ passphrase: z.string(), organisationSeed: hex, vaultKey: hex, copy: hex })
    .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../test/vectors/slots.json'), 'utf8')))

  it('opens with its passphrase and with its organisation seed', async () => {
    const table = decodeTable(vector.copy)
    if (typeof table === 'string') throw new Error(table)
    const hashed = await pwhash(Buffer.from(vector.passphrase), table.salt, table.cost)
    expect(openSlot(table, passphraseSlotKey(hashed))).toEqual({ index: 6, kind: 'passphrase', vaultKey: vector.vaultKey })
    expect(openSlot(table, recoverySlotKey(vector.organisationSeed, table.salt))).toEqual({
      index: 3,
      kind: 'recovery',
      vaultKey: vector.vaultKey,
    })
    expect(toHex(encodeTable(table))).toBe(toHex(vector.copy))
  })
})
