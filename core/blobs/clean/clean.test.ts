import { crc32, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JPEG, PNG, WEBP, WEBP_LOSSLESS } from '../testing/pictures.ts'
import { cleanCopy } from './clean.ts'
import { CleanFault } from './fault.ts'
import { onlyOrientation, orientationIn } from './orientation.ts'

const SECRET = 'taken by Ada at 1.2921 S 36.8219 E'
const secret = Buffer.from(SECRET)

const jpegSegment = (marker: number, body: Buffer): Buffer => {
  const head = Buffer.of(0xff, marker, 0, 0)
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}
const pngChunk = (type: string, body: Buffer): Buffer => {
  const out = Buffer.concat([Buffer.alloc(4), Buffer.from(type), body, Buffer.alloc(4)])
  out.writeUInt32BE(body.length)
  out.writeUInt32BE(crc32(out.subarray(4, out.length - 4)), out.length - 4)
  return out
}
const webpChunk = (type: string, body: Buffer): Buffer => {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}
/** With more put in behind a place, for RIFF with the length that it has then. */
const insert = (bytes: Buffer, at: number, ...more: Buffer[]): Buffer => Buffer.concat([bytes.subarray(0, at), ...more, bytes.subarray(at)])
const riff = (bytes: Buffer): Buffer => {
  const out = Buffer.from(bytes)
  out.writeUInt32LE(out.length - 8, 4)
  return out
}
/** EXIF with an orientation and, behind it, something that nobody should get. */
const exif = (orientation: number): Buffer => Buffer.concat([onlyOrientation(orientation), secret])
const app1 = (orientation: number): Buffer => jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif(orientation)]))

const DIRTY: Readonly<Record<string, Buffer>> = {
  'a JPEG': Buffer.concat([
    insert(
      JPEG,
      2,
      app1(1),
      jpegSegment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${SECRET}`)),
      jpegSegment(0xed, Buffer.from(`Photoshop 3.0\0${SECRET}`)),
      jpegSegment(0xe2, Buffer.from(`MPF\0${SECRET}`)),
      jpegSegment(0xef, secret),
      jpegSegment(0xfe, secret),
    ),
    JPEG,
    secret,
  ]),
  'a PNG': Buffer.concat([
    insert(
      PNG,
      33,
      pngChunk('tEXt', Buffer.from(`Author\0${SECRET}`)),
      pngChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${SECRET}`)),
      pngChunk('eXIf', exif(1)),
      pngChunk('tIME', Buffer.alloc(7)),
      pngChunk('pHYs', Buffer.alloc(9)),
      pngChunk('seCr', secret),
    ),
    secret,
  ]),
  'a WebP': Buffer.concat([
    riff(Buffer.concat([WEBP, webpChunk('EXIF', exif(1)), webpChunk('XMP ', secret), webpChunk('SECR', secret)])),
    secret,
  ]),
  'a WebP without loss': riff(Buffer.concat([WEBP_LOSSLESS, webpChunk('XMP ', secret)])),
}
/** What of metadata stands in files: its beginnings, and the words that this test puts in. */
const TRACES = [
  SECRET,
  'Exif\0\0',
  'http://ns.adobe',
  'Photoshop',
  'ICC_PROFILE',
  'ICCP',
  'mntrRGB',
  'Google',
  'MPF\0',
  'XMP',
  'tEXt',
  'iTXt',
  'eXIf',
  'iCCP',
  'tIME',
  'pHYs',
  'II*\0',
  'MM\0*',
]

const why = async (bytes: Buffer): Promise<string> => {
  try {
    await cleanCopy(bytes)
    return 'clean'
  } catch (error) {
    if (error instanceof CleanFault) return error.why
    throw error
  }
}

describe('a copy without what is hidden', () => {
  it.each(Object.entries(DIRTY))('%s has its picture and nothing else', async (_, bytes) => {
    const { bytes: copy, name } = await cleanCopy(bytes)
    for (const trace of TRACES) expect(copy.includes(trace), trace).toBe(false)
    expect(copy.length).toBeLessThan(bytes.length)
    expect(name).toMatch(/^picture\.(jpg|png|webp)$/)
    expect((await cleanCopy(copy)).bytes.equals(copy)).toBe(true)
  })

  it('of clean files is the same whatever was put in', async () => {
    expect((await cleanCopy(DIRTY['a JPEG'] ?? JPEG)).bytes.equals((await cleanCopy(JPEG)).bytes)).toBe(true)
    expect((await cleanCopy(DIRTY['a PNG'] ?? PNG)).bytes.equals((await cleanCopy(PNG)).bytes)).toBe(true)
    expect((await cleanCopy(DIRTY['a WebP'] ?? WEBP)).bytes.equals((await cleanCopy(WEBP)).bytes)).toBe(true)
  })

  it.each([2, 3, 6, 8])('keeps orientation %i and nothing else of EXIF', async (orientation) => {
    const jpeg = (await cleanCopy(insert(JPEG, 2, app1(orientation)))).bytes
    const at = jpeg.indexOf('Exif\0\0')
    expect(at).toBe(6)
    expect(orientationIn(jpeg.subarray(at + 6))).toBe(orientation)
    expect(jpeg.includes(secret)).toBe(false)
    const webp = (await cleanCopy(riff(Buffer.concat([WEBP, webpChunk('EXIF', exif(orientation))])))).bytes
    expect(orientationIn(webp.subarray(webp.indexOf('EXIF') + 8))).toBe(orientation)
    expect(webp.includes(secret)).toBe(false)
    expect((await cleanCopy(webp)).bytes.equals(webp)).toBe(true)
    const png = (await cleanCopy(insert(PNG, 33, pngChunk('eXIf', exif(orientation)), pngChunk('eXIf', exif(5))))).bytes
    const found = png.indexOf('eXIf')
    expect(found).toBeLessThan(png.indexOf('IDAT'))
    expect(orientationIn(png.subarray(found + 4))).toBe(orientation)
    expect(png.includes(secret)).toBe(false)
    expect((await cleanCopy(png)).bytes.equals(png)).toBe(true)
    // Behind the pixels nobody who shows the picture heeds it.
    const behind = insert(PNG, PNG.length - 12, pngChunk('eXIf', exif(orientation)))
    expect((await cleanCopy(behind)).bytes.equals((await cleanCopy(PNG)).bytes)).toBe(true)
  })

  it('reads orientations in either order of bytes, and none where there is none', () => {
    const little = Buffer.from('49492a0008000000010012010300010000000600000000000000', 'hex')
    expect(orientationIn(little)).toBe(6)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const found = orientationIn(Buffer.from(bytes))
        expect(found >= 1 && found <= 8).toBe(true)
      }),
    )
    fc.assert(
      fc.property(fc.nat(25), fc.nat(255), (at, byte) => {
        const changed = Buffer.from(little)
        changed.writeUInt8(byte, at)
        expect(orientationIn(changed)).toBeLessThanOrEqual(8)
      }),
    )
  })

  it('takes what was left behind the pixels of a cropped PNG away', async () => {
    const clean = (await cleanCopy(PNG)).bytes
    const idat = clean.indexOf('IDAT')
    const body = clean.subarray(idat + 4, idat + 4 + clean.readUInt32BE(idat - 4))
    const padded = Buffer.concat([
      clean.subarray(0, idat - 4),
      pngChunk('IDAT', Buffer.concat([body, secret])),
      pngChunk('IEND', Buffer.alloc(0)),
    ])
    expect((await cleanCopy(padded)).bytes.equals(clean)).toBe(true)
    const two = Buffer.concat([
      clean.subarray(0, idat - 4),
      pngChunk('IDAT', body.subarray(0, 10)),
      pngChunk('IDAT', body.subarray(10)),
      pngChunk('IDAT', secret),
      pngChunk('IEND', Buffer.alloc(0)),
    ])
    expect((await cleanCopy(two)).bytes.equals(clean)).toBe(true)
  })

  it('is refused where something could be hidden in a table, in more pixels than there are, or in a second picture', async () => {
    const dqt = JPEG.indexOf(Buffer.of(0xff, 0xdb))
    expect(await why(insert(JPEG, dqt, jpegSegment(0xdb, Buffer.concat([Buffer.alloc(65), secret]))))).toBe('form')
    expect(await why(insert(JPEG, dqt, jpegSegment(0xc4, Buffer.concat([Buffer.alloc(17), secret]))))).toBe('form')
    expect(await why(insert(JPEG, dqt, jpegSegment(0xee, Buffer.concat([Buffer.from('Adobe'), Buffer.alloc(7), secret]))))).toBe('form')
    expect(await why(insert(JPEG, dqt, jpegSegment(0xde, secret)))).toBe('form')
    const idat = PNG.indexOf('IDAT')
    const bomb = Buffer.concat([
      PNG.subarray(0, idat - 4),
      pngChunk('IDAT', deflateSync(Buffer.alloc(5_000_000))),
      pngChunk('IEND', Buffer.alloc(0)),
    ])
    expect(await why(bomb)).toBe('form')
    const endless = pngChunk('IHDR', Buffer.from('7fffffff7fffffff1006000000', 'hex'))
    expect(await why(Buffer.concat([PNG.subarray(0, 8), endless, PNG.subarray(33)]))).toBe('size')
    expect(await why(insert(PNG, 33, pngChunk('acTL', Buffer.alloc(8))))).toBe('type')
    expect(await why(insert(PNG, 33, pngChunk('SECR', secret)))).toBe('form')
    const colours = pngChunk('PLTE', Buffer.concat([secret, Buffer.alloc(2)]))
    expect((await cleanCopy(insert(PNG, 33, colours, pngChunk('tRNS', secret)))).bytes.includes(secret)).toBe(false)
    const numbered = (...tables: Buffer[]): Buffer => {
      const head = pngChunk('IHDR', Buffer.from('00000001000000010803000000', 'hex'))
      const pixels = pngChunk('IDAT', deflateSync(Buffer.alloc(2)))
      return Buffer.concat([PNG.subarray(0, 8), head, ...tables, pixels, pngChunk('IEND', Buffer.alloc(0))])
    }
    const seen = pngChunk('tRNS', Buffer.from([9]))
    expect((await cleanCopy(numbered(colours, seen))).bytes.equals(numbered(colours, seen))).toBe(true)
    expect([await why(numbered(colours, colours)), await why(numbered(colours, seen, seen))]).toEqual(['form', 'form'])
    for (const type of ['VP8 ', 'VP8L', 'ALPH'])
      for (const webp of [WEBP, WEBP_LOSSLESS]) expect(await why(riff(Buffer.concat([webp, webpChunk(type, secret)])))).toBe('form')
  })

  it('is refused for every other type, and for what only says that it is a picture', async () => {
    for (const text of ['%PDF-1.7 with a picture', 'GIF89a', '<svg>', '', '\0\0\0\x20ftypisom'])
      expect(await why(Buffer.from(text))).toBe('type')
    expect(await why(Buffer.from('ffd8ffe0', 'hex'))).toBe('form')
    expect(await why(Buffer.concat([JPEG, Buffer.alloc(32 * 1024 * 1024)]))).toBe('size')
  })

  it('takes a progressive JPEG with several scans', async () => {
    const frame = jpegSegment(0xc2, Buffer.from('08000800180301110002110003110000'.slice(0, 30), 'hex'))
    const sos = jpegSegment(0xda, Buffer.from('010100003f00', 'hex'))
    const coded = Buffer.from('12ff00ffd03456', 'hex')
    const made = Buffer.concat([Buffer.of(0xff, 0xd8), frame, sos, coded, jpegSegment(0xfe, secret), sos, coded, Buffer.of(0xff, 0xd9)])
    const { bytes } = await cleanCopy(made)
    expect(bytes.includes(secret)).toBe(false)
    expect(bytes.length).toBe(made.length - secret.length - 4)
  })

  it.each(Object.entries({ jpeg: JPEG, png: PNG, webp: WEBP, lossless: WEBP_LOSSLESS, ...DIRTY }))(
    '%s cut off anywhere, or with any byte changed, is refused or comes out clean, and nothing else happens',
    async (_, bytes) => {
      const answers = ['clean', 'form', 'type', 'size']
      for (let length = 0; length < bytes.length; length += 3) expect(answers).toContain(await why(bytes.subarray(0, length)))
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length - 1), async (at, byte, other) => {
          const changed = Buffer.from(bytes)
          changed.writeUInt8(byte, at)
          changed.writeUInt8(byte ^ 0xff, other)
          expect(answers).toContain(await why(changed))
        }),
        { numRuns: 300 },
      )
    },
  )
})
