import { Cursor } from './cursor.ts'
import { CleanFault, malformed } from './fault.ts'
import { onlyOrientation, orientationIn } from './orientation.ts'

const M = {
  SOI: 0xd8,
  EOI: 0xd9,
  SOS: 0xda,
  DQT: 0xdb,
  DNL: 0xdc,
  DRI: 0xdd,
  DHT: 0xc4,
  DAC: 0xcc,
  COM: 0xfe,
  APP0: 0xe0,
  APP1: 0xe1,
  APP14: 0xee,
  APP15: 0xef,
}
const EXIF = Buffer.from('Exif\0\0', 'latin1')
const ADOBE = Buffer.from('Adobe', 'latin1')
const ADOBE_BYTES = 12
/** Frames of one picture (ITU-T T.81, table B.1), without the hierarchical ones. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc9, 0xca, 0xcb])

const isApp = (marker: number): boolean => marker >= M.APP0 && marker <= M.APP15
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7

/**
 * A JPEG with what its picture is made of (ITU-T T.81) and nothing else: no EXIF, GPS, XMP, IPTC, comment, thumbnail, colour profile (it names devices and
 * times; without it a picture shows as sRGB), second picture, or byte behind the end. The orientation stays, in a block of its own, or the picture would
 * lie on its side. Tables are checked to the byte, so that none hides something. What somebody hid in the picture itself stays: it is the picture.
 * Throws CleanFault.
 */
export function cleanJpeg(bytes: Buffer): Buffer {
  const cursor = new Cursor(bytes)
  if (cursor.u8() !== 0xff || cursor.u8() !== M.SOI) throw malformed('no beginning')
  const kept: Buffer[] = []
  let orientation = 1
  let hasFrame = false
  let hasScan = false
  for (;;) {
    const marker = nextMarker(cursor)
    if (marker === M.EOI) break
    const body = cursor.take(cursor.u16() - 2)
    if (isApp(marker) || marker === M.COM) {
      if (marker === M.APP1 && body.subarray(0, EXIF.length).equals(EXIF)) orientation = orientationIn(body.subarray(EXIF.length))
      // It says how colours are to be computed.
      if (marker === M.APP14 && body.subarray(0, ADOBE.length).equals(ADOBE)) kept.push(segment(marker, exactly(body, ADOBE_BYTES)))
      continue
    }
    if (FRAMES.has(marker)) {
      if (hasFrame) throw malformed('second frame')
      checkFrame(body)
      hasFrame = true
    } else if (marker === M.SOS) {
      if (!hasFrame) throw malformed('scan without a frame')
      exactly(body, 4 + 2 * (body[0] ?? 0))
      kept.push(segment(marker, body), scan(cursor))
      hasScan = true
      continue
    } else checkTable(marker, body)
    kept.push(segment(marker, body))
  }
  if (!hasScan) throw malformed('no picture')
  const head = orientation === 1 ? [] : [segment(M.APP1, Buffer.concat([EXIF, onlyOrientation(orientation)]))]
  return Buffer.concat([Buffer.of(0xff, M.SOI), ...head, ...kept, Buffer.of(0xff, M.EOI)])
}

/** A marker, before which there may be any number of fill bytes. */
function nextMarker(cursor: Cursor): number {
  if (cursor.u8() !== 0xff) throw malformed('no marker')
  let marker = cursor.u8()
  while (marker === 0xff) marker = cursor.u8()
  return marker
}

/** The coded bytes of a scan, up to the marker behind it. */
function scan(cursor: Cursor): Buffer {
  const start = cursor.at
  for (let at = start; ; at += 2) {
    at = cursor.bytes.indexOf(0xff, at)
    if (at === -1 || at + 1 >= cursor.bytes.length) throw malformed('cut off')
    const next = cursor.bytes[at + 1] ?? 0
    if (next === 0 || isRestart(next)) continue
    return cursor.take(at - start)
  }
}

function checkFrame(body: Buffer): void {
  exactly(body, 6 + 3 * (body[5] ?? 0))
  if (body.readUInt16BE(3) === 0) throw malformed('no width')
}

function checkTable(marker: number, body: Buffer): void {
  const cursor = new Cursor(body)
  switch (marker) {
    case M.DQT:
      while (cursor.left > 0) cursor.take(cursor.u8() >> 4 === 0 ? 64 : 128)
      return
    case M.DHT:
      while (cursor.left > 0) {
        cursor.u8()
        cursor.take(cursor.take(16).reduce((sum, count) => sum + count, 0))
      }
      return
    case M.DAC:
      if (body.length % 2 !== 0 || body.length > 16) throw malformed('conditioning')
      return
    case M.DRI:
    case M.DNL:
      exactly(body, 2)
      return
    default:
      throw new CleanFault('form', `marker ${marker.toString(16)}`)
  }
}

function exactly(body: Buffer, length: number): Buffer {
  if (body.length !== length) throw malformed('length of a segment')
  return body
}

function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.of(0xff, marker, 0, 0)
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}
