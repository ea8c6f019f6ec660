/** So many bytes of the beginning of a picture are looked at for its size. */
export const HEADER_MAX = 1024 * 1024
/** A picture of more points is decoded only where somebody asks for it: the browser needs four bytes for each, however few the file has. */
export const POINTS_MAX = 50_000_000

/** Segments of a JPEG that may come before the one that says its size. */
const SEGMENTS_MAX = 1024

interface Dimensions {
  /** Points. */
  width: number
  height: number
}

type Reading = (head: DataView) => Dimensions | null

/**
 * Width and height that a PNG, JPEG or WebP says in its beginning, by the bytes alone. Null for anything else, for one without points, and where they are
 * not within `HEADER_MAX`. Says nothing of whether the picture is whole; never throws.
 */
export function dimensionsOf(bytes: Uint8Array): Dimensions | null {
  const head = new DataView(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, HEADER_MAX))
  try {
    const said = readingOf(head)?.(head) ?? null
    return said === null || said.width === 0 || said.height === 0 ? null : said
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Whether a picture says that it has few enough points to be decoded unasked. */
export async function isModest(picture: Blob): Promise<boolean> {
  const size = dimensionsOf(new Uint8Array(await picture.slice(0, HEADER_MAX).arrayBuffer()))
  return size !== null && size.width * size.height <= POINTS_MAX
}

function readingOf(head: DataView): Reading | null {
  if (head.getUint16(0) === 0xff_d8) return jpeg
  if (head.getUint32(0) === 0x89_50_4e_47 && head.getUint32(4) === 0x0d_0a_1a_0a) return png
  return says(head, 0, 'RIFF') && says(head, 8, 'WEBP') ? webp : null
}

/** PNG, third edition, section 11.2.1: the first chunk is IHDR. */
const png: Reading = (head) => (says(head, 12, 'IHDR') ? { width: head.getUint32(16), height: head.getUint32(20) } : null)

/** ITU-T T.81, B.2.2: the first frame header, whichever of its kinds. */
const jpeg: Reading = (head) => {
  let at = 2
  for (let segment = 0; segment < SEGMENTS_MAX; segment += 1) {
    if (head.getUint8(at) !== 0xff) return null
    while (head.getUint8(at) === 0xff) at += 1
    const marker = head.getUint8(at)
    if (isFrame(marker)) return { height: head.getUint16(at + 4), width: head.getUint16(at + 6) }
    // The scan, or the end, before any size.
    if (marker === 0xda || marker === 0xd9) return null
    at += 1 + (isBare(marker) ? 0 : Math.max(2, head.getUint16(at + 1)))
  }
  return null
}

/** All of C0 to CF but tables: DHT, JPG and DAC. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
/** Markers that stand alone: TEM, RST and SOI. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)

/** RFC 9649, sections 2.5 to 2.7: the canvas of the extended format, else the one frame. */
const webp: Reading = (head) => {
  if (says(head, 12, 'VP8X')) return { width: uint24(head, 24) + 1, height: uint24(head, 27) + 1 }
  if (says(head, 12, 'VP8L') && head.getUint8(20) === 0x2f) {
    const bits = head.getUint32(21, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  // RFC 6386, section 9.1: two bits of each are for scaling.
  if (says(head, 12, 'VP8 ') && head.getUint16(23) === 0x9d_01 && head.getUint8(25) === 0x2a)
    return { width: head.getUint16(26, true) & 0x3fff, height: head.getUint16(28, true) & 0x3fff }
  return null
}

const says = (head: DataView, at: number, text: string): boolean => [...text].every((c, i) => head.getUint8(at + i) === c.charCodeAt(0))
const uint24 = (head: DataView, at: number): number => head.getUint16(at, true) + head.getUint8(at + 2) * 65_536
