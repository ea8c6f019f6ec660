import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MalformedError, Reader, Writer } from './codec.ts'

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array))
const text = fc.string({ unit: 'grapheme', maxLength: 80 }).filter((one) => one.isWellFormed() && Buffer.byteLength(one) < 256)

describe('the codec', () => {
  it('reads back what it wrote, big-endian, and nothing is left', () => {
    const values = fc.record({
      u8: fc.nat(0xff),
      u16: fc.nat(0xffff),
      u32: fc.nat(0xffffffff),
      u48: fc.nat({ max: 2 ** 48 - 1 }),
      u64: fc.maxSafeNat(),
      bytes16: bytes(3000),
      str8: text,
      raw: bytes(40),
    })
    fc.assert(
      fc.property(values, (value) => {
        const written = new Writer()
          .u8(value.u8)
          .u16(value.u16)
          .u32(value.u32)
          .u48(value.u48)
          .u64(value.u64)
          .bytes16(value.bytes16)
          .str8(value.str8)
          .raw(value.raw, value.raw.length)
          .done()
        const reader = new Reader(written)
        const read = {
          u8: reader.u8(),
          u16: reader.u16(),
          u32: reader.u32(),
          u48: reader.u48(),
          u64: reader.u64(),
          bytes16: reader.bytes16(),
          str8: reader.str8(),
          raw: reader.fixed(value.raw.length),
        }
        reader.end()
        expect(read).toEqual(value)
      }),
    )
    expect(new Writer().u16(1).u32(2).u48(3).u64(4).done().toString('hex')).toBe('0001000000020000000000030000000000000004')
  })

  it('refuses bytes that end too soon, are left over, out of bounds or not UTF-8', () => {
    const refused = (hex: string, read: (reader: Reader) => unknown) =>
      expect(() => read(new Reader(Buffer.from(hex, 'hex'))), hex).toThrow(MalformedError)
    refused('', (reader) => reader.u8())
    refused('00', (reader) => reader.u16())
    refused('0020000000000000', (reader) => reader.u64())
    refused('ffffffffffffffff', (reader) => reader.u64())
    refused('0003aabb', (reader) => reader.bytes16())
    refused('02c328', (reader) => reader.str8())
    refused('03eda080', (reader) => reader.str8())
    refused('05', (reader) => reader.count8(0, 4))
    refused('0000', (reader) => reader.count16(1, 4))
    refused('00', (reader) => reader.end())
    refused('0011', (reader) => reader.fixed(-1))
    expect(new Reader(Buffer.from('001fffffffffffff', 'hex')).u64()).toBe(Number.MAX_SAFE_INTEGER)
  })

  it('keeps a byte order mark, and copies what it hands out', () => {
    expect(new Reader(Buffer.from('03efbbbf', 'hex')).str8()).toBe('\uFEFF')
    const message = Buffer.from('0001aa', 'hex')
    const field = new Reader(message).bytes16()
    message.fill(0)
    expect(field).toEqual(Buffer.of(0xaa))
  })

  it('does not write what does not fit its field', () => {
    for (const value of [-1, 0.5, Number.NaN, 256]) expect(() => new Writer().u8(value)).toThrow(RangeError)
    for (const value of [-1, 2 ** 53, 0.5]) expect(() => new Writer().u64(value)).toThrow(RangeError)
    expect(() => new Writer().u48(2 ** 48)).toThrow(RangeError)
    expect(() => new Writer().str8('é'.repeat(128))).toThrow(RangeError)
    expect(() => new Writer().bytes16(Buffer.alloc(65_536))).toThrow(RangeError)
    expect(() => new Writer().raw(Buffer.alloc(31), 32)).toThrow(RangeError)
  })
})
