import { Cursor } from './cursor.ts'
import { malformed } from './fault.ts'
import { onlyOrientation, orientationIn } from './orientation.ts'

/** Bits of the extended header (RFC 9649, section 2.7.1) that say what is dropped here, and the one for EXIF. */
const FLAGS = { icc: 0x20, exif: 0x08, xmp: 0x04 }
const EXTENDED_BYTES = 10
const FRAME_HEAD_BYTES = 16
const PICTURE = new Set(['VP8 ', 'VP8L', 'ALPH'])

interface Chunk {
  type: string
  body: Buffer
}

/**
 * A WebP (RFC 9649) with its picture, or its moving ones, and nothing else: no EXIF, XMP, colour profile, unknown chunk, or byte behind the end. The
 * orientation stays, in a block of its own. Throws CleanFault.
 */
export function cleanWebp(bytes: Buffer): Buffer {
  const cursor = new Cursor(bytes)
  if (cursor.take(4).toString('latin1') !== 'RIFF') throw malformed('no beginning')
  const whole = new Cursor(cursor.take(cursor.u32le()))
  if (whole.take(4).toString('latin1') !== 'WEBP') throw malformed('no beginning')
  const found = chunksOf(whole)
  const exif = found.find(({ type }) => type === 'EXIF')
  const orientation = exif ? orientationIn(tiffOf(exif.body)) : 1
  const kept = found.flatMap((one, index) => keep(one, index, orientation))
  if (kept.some(({ type }) => type === 'ANMF')) {
    if (kept.some(({ type }) => PICTURE.has(type))) throw malformed('a picture beside moving ones')
  } else onePicture(kept)
  if (orientation !== 1) kept.push({ type: 'EXIF', body: onlyOrientation(orientation) })
  const body = Buffer.concat([Buffer.from('WEBP'), ...kept.map(encoded)])
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body])
}

function keep({ type, body }: Chunk, index: number, orientation: number): Chunk[] {
  if (type === 'VP8X') {
    if (index !== 0 || body.length !== EXTENDED_BYTES) throw malformed('extended header')
    const clean = Buffer.from(body)
    const flags = body.readUInt8() & ~(FLAGS.icc | FLAGS.exif | FLAGS.xmp)
    clean.writeUInt8(orientation === 1 ? flags : flags | FLAGS.exif)
    // Reserved, and so nothing.
    clean.fill(0, 1, 4)
    return [{ type, body: clean }]
  }
  if (type === 'ANIM') {
    if (body.length !== 6) throw malformed('animation')
    return [{ type, body }]
  }
  if (type === 'ANMF') {
    const frame = new Cursor(body)
    const head = frame.take(FRAME_HEAD_BYTES)
    const inner = onePicture(chunksOf(frame).filter((one) => PICTURE.has(one.type)))
    return [{ type, body: Buffer.concat([head, ...inner.map(encoded)]) }]
  }
  return PICTURE.has(type) ? [{ type, body }] : []
}

/** The chunks of one picture: its pixels, and before those that are lossy at most one of what shows through. A second one nobody sees, and it can say anything. */
function onePicture(chunks: Chunk[]): Chunk[] {
  const types = chunks.flatMap(({ type }) => (PICTURE.has(type) ? [type] : [])).join()
  if (types === '') throw malformed('no picture')
  if (!['VP8 ', 'VP8L', 'ALPH,VP8 '].includes(types)) throw malformed('more than a picture')
  return chunks
}

function chunksOf(cursor: Cursor): Chunk[] {
  const chunks: Chunk[] = []
  while (cursor.left > 0) {
    const type = cursor.take(4).toString('latin1')
    const length = cursor.u32le()
    const body = cursor.take(length)
    if (length % 2 === 1) cursor.take(1)
    chunks.push({ type, body })
  }
  return chunks
}

function encoded({ type, body }: Chunk): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

/** Some programs write the head that EXIF has in a JPEG. */
const tiffOf = (body: Buffer): Buffer => (body.subarray(0, 6).toString('latin1') === 'Exif\0\0' ? body.subarray(6) : body)
