import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { randomBytes } from '../crypto/bytes.ts'
import { commitFile } from './files.ts'
import { COPY_OFFSETS, overwriteSlotFile, prepareSlotFile, readSlotFile } from './slot-file.ts'
import { COPY_BYTES, encodeTable, newTable, openSlot, type SlotTable, withSlot } from './slots.ts'

let dir: string
let path: string
let table: SlotTable
const key = randomBytes(32)
const vaultKey = randomBytes(32)

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'parasol-slots-'))
  path = join(dir, 'slots.bin')
  table = withSlot(newTable({ opslimit: 1, memlimit: 8192 }), 4, key, 'passphrase', vaultKey)
  prepareSlotFile(path, table)
  commitFile(path)
})

afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** Spoils bytes of the file from `start` to `end`, with zeros or noise. */
function spoil(start: number, end: number, how: 'zeros' | 'noise'): void {
  const bytes = readFileSync(path)
  const changed = how === 'zeros' ? Buffer.alloc(end - start) : randomBytes(end - start)
  if (bytes.subarray(start, end).equals(changed)) changed.writeUInt8((changed.readUInt8(0) ^ 1) & 0xff, 0)
  bytes.set(changed, start)
  writeFileSync(path, bytes)
}

const bothCopies = () => COPY_OFFSETS.map((offset) => readFileSync(path).subarray(offset, offset + COPY_BYTES))

describe('the slot file', () => {
  it('is for this user only, and of one size whatever is in it', () => {
    expect(statSync(path).mode & 0o077).toBe(0)
    const size = statSync(path).size
    overwriteSlotFile(path, withSlot(table, 1, randomBytes(32), 'recovery', vaultKey))
    expect(statSync(path).size).toBe(size)
  })

  it('is overwritten in place: the file stays the same one', () => {
    const before = statSync(path).ino
    overwriteSlotFile(path, withSlot(table, 4, randomBytes(32), 'passphrase', vaultKey))
    expect(statSync(path).ino).toBe(before)
    expect(openSlot(readSlotFile(path).table, key)).toBeNull()
    for (const copy of bothCopies()) expect(copy.equals(bothCopies()[0] ?? Buffer.alloc(0))).toBe(true)
  })

  const ranges: [number, number][] = [
    [0, 1],
    [0, 8],
    [0, 64],
    [8, 10],
    [20, 36],
    [64, 200],
    [600, 601],
    [1151, 1152],
    [1152, 1184],
    [0, COPY_BYTES],
    ...Array.from({ length: 18 }, (_, at): [number, number] => [at * 64, at * 64 + 64]),
  ]

  it.each(['zeros', 'noise'] as const)('is mended from the other copy when any part of one is %s', (how) => {
    for (const offset of COPY_OFFSETS) {
      for (const [start, end] of ranges) {
        // A range that is zero already is no damage.
        const intact = readFileSync(path).subarray(offset + start, offset + end)
        if (how === 'zeros' && intact.every((byte) => byte === 0)) continue
        spoil(offset + start, offset + end, how)
        const read = readSlotFile(path)
        expect(read.mended).toBe(true)
        expect(openSlot(read.table, key)?.vaultKey).toEqual(vaultKey)
        expect(readSlotFile(path).mended).toBe(false)
        for (const copy of bothCopies()) expect(copy).toEqual(encodeTable(table))
      }
    }
  })

  it('is mended when it was cut off in the second copy', () => {
    truncateSync(path, COPY_OFFSETS[1] + 100)
    expect(readSlotFile(path)).toMatchObject({ mended: true })
    expect(readSlotFile(path).mended).toBe(false)
  })

  it('is damaged when both copies are, and left as it is', () => {
    for (const offset of COPY_OFFSETS) spoil(offset + 70, offset + 71, 'noise')
    const before = readFileSync(path)
    expect(() => readSlotFile(path)).toThrow('VAULT_DAMAGED')
    expect(readFileSync(path)).toEqual(before)
    for (const length of [0, 1, 1183]) {
      truncateSync(path, length)
      expect(() => readSlotFile(path)).toThrow('VAULT_DAMAGED')
    }
    rmSync(path)
    expect(() => readSlotFile(path)).toThrow('VAULT_MISSING')
  })

  it('finishes a change that reached the first copy only, so that the old slot is gone from both', () => {
    const next = randomBytes(32)
    const changed = withSlot(table, 4, next, 'passphrase', vaultKey)
    const bytes = readFileSync(path)
    bytes.set(encodeTable(changed), COPY_OFFSETS[0])
    writeFileSync(path, bytes)
    const read = readSlotFile(path)
    expect(read.mended).toBe(false)
    expect(openSlot(read.table, next)?.vaultKey).toEqual(vaultKey)
    expect(openSlot(read.table, key)).toBeNull()
    for (const copy of bothCopies()) expect(copy).toEqual(encodeTable(changed))
  })

  it('goes back to the old state when a change tore the first copy', () => {
    const bytes = readFileSync(path)
    bytes.set(encodeTable(withSlot(table, 4, randomBytes(32), 'passphrase', vaultKey)).subarray(0, 900), COPY_OFFSETS[0])
    writeFileSync(path, bytes)
    expect(openSlot(readSlotFile(path).table, key)?.vaultKey).toEqual(vaultKey)
  })

  it('is never prepared over one that exists', () => {
    expect(() => prepareSlotFile(path, table)).toThrow('VAULT_EXISTS')
  })
})
