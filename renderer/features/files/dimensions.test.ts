import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dimensionsOf, HEADER_MAX, isModest, POINTS_MAX } from './dimensions.ts'

const bytes = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
const little = (value: number, digits: number): string => (hex(value, digits).match(/../g) ?? []).reverse().join('')

const png = (width: number, height: number) => bytes(`89504e470d0a1a0a 0000000d 49484452 ${hex(width, 8)} ${hex(height, 8)} 0802000000`)
const frame = (width: number, height: number, marker = 'c0') => `ff${marker} 0011 08 ${hex(height, 4)} ${hex(width, 4)} 03`
const jpeg = (before: string, last: string) => bytes(`ffd8 ${before} ${last}`)
const webp = (chunk: string) => bytes(`52494646 40000000 57454250 ${chunk}`)
const extended = (width: number, height: number) => webp(`56503858 0a000000 00000000 ${little(width - 1, 6)} ${little(height - 1, 6)}`)
const lossy = (width: number, height: number) => webp(`56503820 20000000 000000 9d012a ${little(width, 4)} ${little(height, 4)}`)
const lossless = (width: number, height: number) => webp(`5650384c 20000000 2f ${little((width - 1 + (height - 1) * 2 ** 14) >>> 0, 8)}`)

/** A segment of a name and a length with nothing in it. */
const filled = (marker: string, length: number): string => `ff${marker} ${hex(length + 2, 4)} ${'00'.repeat(length)}`
const EXIF = filled('e1', 60_000)
const TABLE = filled('c4', 30)

const side = (max: number) => fc.integer({ min: 1, max })

describe('width and height of a picture', () => {
  it.each([
    ['PNG', png, 2 ** 31 - 1],
    ['JPEG', (w: number, h: number) => jpeg(EXIF + TABLE, frame(w, h)), 65_535],
    ['progressive JPEG with fill bytes', (w: number, h: number) => jpeg(`${EXIF}ffff`, frame(w, h, 'c2')), 65_535],
    ['extended WebP', extended, 2 ** 24],
    ['lossy WebP', lossy, 2 ** 14 - 1],
    ['lossless WebP', lossless, 2 ** 14],
  ])('are what its header says: %s', (_, make, max) => {
    fc.assert(
      fc.property(side(max), side(max), (width, height) => {
        expect(dimensionsOf(make(width, height))).toEqual({ width, height })
      }),
    )
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['a GIF', bytes('474946383961 ffff ffff')],
    ['a PNG whose first chunk is another', bytes('89504e470d0a1a0a 0000000d 74455874 00000001 00000001')],
    ['a PNG without points', png(0, 5)],
    ['a JPEG whose height comes after the scan', jpeg('', frame(5, 0))],
    ['a JPEG whose scan comes first', jpeg('ffda 0002', frame(5, 5))],
    ['a JPEG that ends in a table', jpeg(TABLE, '')],
    ['a JPEG of more segments than are looked at', jpeg('ff01'.repeat(1024), frame(5, 5))],
    ['a JPEG whose size lies too far in', jpeg(EXIF.repeat(Math.ceil(HEADER_MAX / 60_000)), frame(5, 5))],
    ['a WebP of an unknown kind', webp('41424344 00000000 00000000 00000000 0000')],
  ])('are not known of %s', (_, picture) => expect(dimensionsOf(picture)).toBeNull())

  it('are read from where the bytes begin', () => {
    expect(dimensionsOf(Uint8Array.of(7, 7, 7, ...png(3, 4)).subarray(3))).toEqual({ width: 3, height: 4 })
  })

  it('are null or whole numbers above zero, whatever comes after a beginning that is known', () => {
    const start = fc.constantFrom('ffd8', '89504e470d0a1a0a', '5249464640000000574542505650', '')
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), (beginning, rest) => {
        const size = dimensionsOf(Uint8Array.of(...bytes(beginning), ...rest))
        if (size !== null) for (const length of [size.width, size.height]) expect(Number.isSafeInteger(length) && length > 0).toBe(true)
      }),
    )
  })
})

describe('a picture that is decoded unasked', () => {
  const modest = (...parts: Uint8Array<ArrayBuffer>[]) => isModest(new Blob(parts))

  it('says that it has few points', async () => {
    expect(await modest(png(4_000, 3_000), new Uint8Array(HEADER_MAX))).toBe(true)
    expect(await modest(png(POINTS_MAX / 5_000, 5_000))).toBe(true)
  })

  it('is neither a bomb nor one that says nothing', async () => {
    expect(await modest(png(POINTS_MAX / 5_000 + 1, 5_000))).toBe(false)
    expect(await modest(extended(2 ** 24, 2 ** 24))).toBe(false)
    expect(await modest(bytes('474946383961 ffff ffff'))).toBe(false)
    expect(await modest()).toBe(false)
  })
})
