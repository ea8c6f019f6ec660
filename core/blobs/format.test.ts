import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomBytes } from '../crypto/bytes.ts'
import { bareHash } from '../crypto/hash.ts'
import {
  bytesIn,
  CHUNK_BYTES,
  CHUNK_FILE_MAX,
  CHUNK_FILE_MIN,
  chunksOf,
  openChunk,
  openList,
  type SealedChunk,
  sealChunk,
  sealList,
} from './format.ts'

const key = randomBytes(32)
const nameOf = (bytes: Buffer): Buffer => bareHash([bytes])
const fileOf = ({ parts }: SealedChunk): Buffer => Buffer.concat(parts)
const damaged = expect.objectContaining({ code: 'FILE_DAMAGED' })
const refusal = (work: () => unknown): unknown => {
  try {
    work()
    return null
  } catch (error) {
    return error
  }
}
const seal = (body: Uint8Array, index = 0, last = true): SealedChunk => sealChunk(key, { index, last }, randomBytes(24), body)

describe('a sealed chunk', () => {
  it('opens to the bytes it was made of, and its length says little of theirs', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), fc.nat(2047), fc.boolean(), (body, index, last) => {
        const chunk = seal(body, index, last)
        const file = fileOf(chunk)
        expect(openChunk(key, { index, last }, chunk.name, file, body.length).equals(body)).toBe(true)
        expect(file.length).toBeGreaterThanOrEqual(CHUNK_FILE_MIN)
      }),
    )
    expect(fileOf(seal(Buffer.alloc(3))).length).toBe(fileOf(seal(Buffer.alloc(1000))).length)
    expect(fileOf(seal(Buffer.alloc(CHUNK_BYTES))).length).toBe(CHUNK_FILE_MAX)
    expect(fileOf(seal(Buffer.alloc(CHUNK_BYTES - 1))).length).toBe(CHUNK_FILE_MAX)
  })

  it('is refused with any byte changed, also where its name is that of the changed bytes', () => {
    const chunk = seal(Buffer.from('taken at the station, 23:10'))
    const file = fileOf(chunk)
    for (let at = 0; at < file.length; at += 1) {
      const changed = Buffer.from(file)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(refusal(() => openChunk(key, { index: 0, last: true }, chunk.name, changed, 27))).toEqual(damaged)
      expect(refusal(() => openChunk(key, { index: 0, last: true }, nameOf(changed), changed, 27))).toEqual(damaged)
    }
  })

  it('is refused cut short, longer, at another place, as the last or not the last, under another key, and with another length', () => {
    const chunk = seal(Buffer.alloc(2_000, 7), 3, false)
    const file = fileOf(chunk)
    const at = { index: 3, last: false }
    expect(openChunk(key, at, chunk.name, file, 2_000).length).toBe(2_000)
    fc.assert(
      fc.property(fc.nat(file.length - 1), (length) => {
        const short = file.subarray(0, length)
        expect(refusal(() => openChunk(key, at, nameOf(short), short, 2_000))).toEqual(damaged)
      }),
    )
    const long = Buffer.concat([file, Buffer.alloc(1)])
    expect(refusal(() => openChunk(key, at, nameOf(long), long, 2_000))).toEqual(damaged)
    expect(refusal(() => openChunk(key, { index: 2, last: false }, chunk.name, file, 2_000))).toEqual(damaged)
    expect(refusal(() => openChunk(key, { index: 3, last: true }, chunk.name, file, 2_000))).toEqual(damaged)
    expect(refusal(() => openChunk(randomBytes(32), at, chunk.name, file, 2_000))).toEqual(damaged)
    expect(refusal(() => openChunk(key, at, chunk.name, file, 1_999))).toEqual(damaged)
    expect(refusal(() => openList(key, chunk.name, file))).toEqual(damaged)
  })
})

describe('the list of a file', () => {
  it('says what was put into it', () => {
    fc.assert(
      fc.property(fc.nat(40 * CHUNK_BYTES), (size) => {
        const list = { size, sha256: randomBytes(32), names: Array.from({ length: chunksOf(size) }, () => randomBytes(32)) }
        const sealed = sealList(key, randomBytes(24), list)
        expect(openList(key, sealed.name, fileOf(sealed))).toEqual(list)
        expect(list.names.reduce((sum, _, i) => sum + bytesIn(size, i), 0)).toBe(size)
      }),
    )
  })

  it('is refused where it has not as many chunks as its size needs', () => {
    for (const count of [0, 1, 3]) {
      const names = Array.from({ length: count }, () => randomBytes(32))
      const sealed = sealList(key, randomBytes(24), { size: CHUNK_BYTES + 1, sha256: randomBytes(32), names })
      expect(refusal(() => openList(key, sealed.name, fileOf(sealed)))).toEqual(damaged)
    }
    const huge = sealList(key, randomBytes(24), { size: 2 ** 40, sha256: randomBytes(32), names: [randomBytes(32)] })
    expect(refusal(() => openList(key, huge.name, fileOf(huge)))).toEqual(damaged)
  })

  it('is no chunk', () => {
    const sealed = sealList(key, randomBytes(24), { size: 0, sha256: randomBytes(32), names: [randomBytes(32)] })
    expect(refusal(() => openChunk(key, { index: 0, last: true }, sealed.name, fileOf(sealed), 77))).toEqual(damaged)
  })
})
