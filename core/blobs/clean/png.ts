import { crc32, createInflate } from 'node:zlib'
import { Cursor } from './cursor.ts'
import { CleanFault, malformed } from './fault.ts'
import { onlyOrientation, orientationIn } from './orientation.ts'

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
/** Samples of a pixel by colour type (PNG, third edition, section 11.2.1). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** Bytes that the pixels may unpack to: a file of a few MiB can say that it has thousands of times as many, and each is walked through. */
const RAW_MAX = 1024 * 1024 * 1024
/** The colour type whose pixels are numbers of a table of colours. */
const PALETTE = 3
/** First column and row, and steps, of the seven passes of Adam7. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

interface Header {
  width: number
  height: number
  depth: number
  colour: number
  interlaced: boolean
}

/**
 * A PNG with its picture and nothing else: no text, EXIF, time, size of paper, colour profile, unknown chunk, or byte behind the end; nor what is left of
 * a larger picture behind the end of the compressed pixels, as some programs leave it when they crop. The orientation stays, in a chunk of its own.
 * Throws CleanFault, `type` for a moving one.
 */
export async function cleanPng(bytes: Buffer): Promise<Buffer> {
  const cursor = new Cursor(bytes)
  if (!cursor.take(8).equals(SIGNATURE)) throw malformed('no beginning')
  const header = chunkOf(cursor)
  if (header.type !== 'IHDR') throw malformed('no header')
  const picture = readHeader(header.body)
  const kept = [header]
  const pixels: Buffer[] = []
  let isOver = false
  let orientation: number | null = null
  for (let one = chunkOf(cursor); one.type !== 'IEND'; one = chunkOf(cursor)) {
    if (one.type === 'acTL') throw new CleanFault('type', 'moving')
    if (one.type === 'IDAT') {
      if (isOver) throw malformed('pixels in two places')
      pixels.push(one.body)
      continue
    }
    isOver = pixels.length > 0
    // The first one before the pixels is the one that programs go by.
    if (one.type === 'eXIf' && !isOver) orientation ??= orientationIn(one.body)
    if (one.type === 'PLTE' || one.type === 'tRNS') {
      if (isOver || kept.some(({ type }) => type === one.type)) throw malformed(one.type)
      kept.push(...tableOf(one, picture))
    } else if (/^[A-Z]/.test(one.type)) throw malformed('a chunk that is needed and not known')
  }
  if (orientation !== null && orientation !== 1) kept.push({ type: 'eXIf', body: onlyOrientation(orientation) })
  const compressed = Buffer.concat(pixels)
  const raw = rawLength(picture)
  if (raw > RAW_MAX) throw new CleanFault('size', 'more pixels than any camera has')
  const body = compressed.subarray(0, await compressedLength(compressed, raw))
  return Buffer.concat([SIGNATURE, ...[...kept, { type: 'IDAT', body }, { type: 'IEND', body: Buffer.alloc(0) }].map(encoded)])
}

interface Chunk {
  type: string
  body: Buffer
}

function chunkOf(cursor: Cursor): Chunk {
  const length = cursor.u32()
  const type = cursor.take(4)
  const body = cursor.take(length)
  if (cursor.u32() !== crc32(body, crc32(type))) throw malformed('checksum')
  const name = type.toString('latin1')
  if (!/^[A-Za-z]{4}$/.test(name)) throw malformed('name of a chunk')
  return { type: name, body }
}

function encoded({ type, body }: Chunk): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length)
  head.write(type, 4, 'latin1')
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body, crc32(head.subarray(4))))
  return Buffer.concat([head, body, sum])
}

function readHeader(body: Buffer): Header {
  if (body.length !== 13) throw malformed('header')
  const [depth = 0, colour = 0, compression, filter, interlace = 0] = body.subarray(8)
  const header = { width: body.readUInt32BE(0), height: body.readUInt32BE(4), depth, colour, interlaced: interlace === 1 }
  const { width, height } = header
  if (width === 0 || height === 0 || width >= 2 ** 31 || height >= 2 ** 31) throw malformed('size')
  if (!(colour in SAMPLES) || ![1, 2, 4, 8, 16].includes(depth) || compression !== 0 || filter !== 0 || interlace > 1)
    throw malformed('header')
  return header
}

/** What a table may be long by the colour type of the picture (sections 11.2.2 and 11.3.1.1); one that such a picture does not need is left out. */
function tableOf(one: Chunk, { colour }: Header): Chunk[] {
  const { length } = one.body
  if (one.type === 'PLTE' ? colour !== PALETTE : colour > PALETTE) return []
  const fits =
    one.type === 'PLTE' ? length <= 768 && length % 3 === 0 : colour === PALETTE ? length <= 256 : length === 2 * (SAMPLES[colour] ?? 0)
  if (!fits) throw malformed(one.type)
  return [one]
}

/** Bytes of all rows, each with its filter byte. */
function rawLength({ width, height, depth, colour, interlaced }: Header): number {
  const rows = (columns: number, lines: number): number =>
    columns === 0 ? 0 : lines * (1 + Math.ceil((columns * depth * (SAMPLES[colour] ?? 0)) / 8))
  if (!interlaced) return rows(width, height)
  const steps = (length: number, first: number, step: number): number => Math.max(0, Math.ceil((length - first) / step))
  return PASSES.reduce((sum, [x, y, dx, dy]) => sum + rows(steps(width, x, dx), steps(height, y, dy)), 0)
}

/** How many of these bytes the stream of `raw` bytes takes that begins with them. What is unpacked is counted and let go. */
function compressedLength(bytes: Buffer, raw: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const inflate = createInflate()
    let unpacked = 0
    const refuse = (what: string): void => {
      inflate.destroy()
      reject(malformed(what))
    }
    inflate.on('data', (part: Buffer) => {
      unpacked += part.length
      if (unpacked > raw) refuse('more pixels than it says')
    })
    inflate.on('error', () => refuse('pixels'))
    inflate.on('end', () => (unpacked === raw ? resolve(inflate.bytesWritten) : refuse('fewer pixels than it says')))
    inflate.end(bytes)
  })
}
