import { Buffer, isAscii, isUtf8 } from 'node:buffer'
import { ENCODINGS, type Encoding } from '../../engine/contract/encodings.ts'
import { ParasolError } from '../../error.ts'
import { Pacer } from '../../pacer.ts'
import { LegacyEvidence, refuseForeignFile, sniffEncoding, splitLines } from './encoding.ts'

const PIECE = 256 * 1024

/** A file as text, in pieces of at most about 256 Ki characters, without a byte order mark. */
export interface DecodedFile {
  encoding: Encoding
  /** How else its letters may be read, this way included; none where a byte order mark says it, or all letters are plain. */
  encodings: readonly Encoding[]
  pieces: string[]
}

/** In these each letter is one byte, so that a file of any bytes can be read. */
const ONE_BYTE = ENCODINGS.filter((encoding) => encoding !== 'mixed' && !encoding.startsWith('utf-'))

/**
 * Finds out the encoding of a file and decodes it, giving way to other work in between. The bytes stay untouched.
 * Order of belief: byte order mark, zero bytes of UTF-16, valid UTF-8 from end to end, then the likeliest of the one-byte encodings.
 * @throws ParasolError FILE_EMPTY, or FILE_UNREADABLE for what is no text (see `refuseForeignFile`)
 */
export async function decodeFile(chunks: readonly Uint8Array[]): Promise<DecodedFile> {
  const head = firstBytes(chunks, 64 * 1024)
  if (head.length === 0) throw new ParasolError('FILE_EMPTY')
  refuseForeignFile(head)
  const sniffed = sniffEncoding(head)
  if (sniffed === 'utf-16le' || sniffed === 'utf-16be') return { encoding: sniffed, encodings: [], pieces: await decodeAs(sniffed, chunks) }
  const utf8 = await tryUtf8(chunks)
  if (utf8) return { encoding: 'utf-8', encodings: sniffed === null && !chunks.every(isAscii) ? ['utf-8', ...ONE_BYTE] : [], pieces: utf8 }
  const encoding = await chooseLegacy(chunks)
  return { encoding, encodings: ['mixed', ...ONE_BYTE], pieces: await decodeAs(encoding, chunks) }
}

/** Decodes a file that was found to be text in the way that a person chose. */
export async function decodeAs(encoding: Encoding, chunks: readonly Uint8Array[]): Promise<string[]> {
  return encoding === 'mixed' ? decodeMixed(chunks) : decodePieces(new TextDecoder(encoding), chunks)
}

function firstBytes(chunks: readonly Uint8Array[], limit: number): Buffer {
  const parts: Uint8Array[] = []
  let size = 0
  for (const chunk of chunks) {
    if (size >= limit) break
    parts.push(chunk)
    size += chunk.length
  }
  return Buffer.concat(parts).subarray(0, limit)
}

function* pieces(chunks: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE)
  }
}

async function tryUtf8(chunks: readonly Uint8Array[]): Promise<string[] | null> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    return await decodePieces(decoder, chunks)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

async function decodePieces(decoder: TextDecoder, chunks: readonly Uint8Array[]): Promise<string[]> {
  const pacer = new Pacer()
  const texts: string[] = []
  for (const piece of pieces(chunks)) {
    texts.push(textOnly(decoder.decode(piece, { stream: true })))
    if (pacer.due) await pacer.breathe()
  }
  texts.push(textOnly(decoder.decode()))
  return texts
}

/** A table has no NUL character; a program's own file format nearly always does. */
function textOnly(text: string): string {
  if (text.includes('\0')) throw new ParasolError('FILE_UNREADABLE', { field: 'binary' })
  return text
}

/** Whole lines as far as possible, so that no line is judged by halves; a line that never ends is cut. */
function* wholeLines(chunks: readonly Uint8Array[]): Generator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for (const piece of pieces(chunks)) {
    const joined = rest.length === 0 ? Buffer.from(piece.buffer, piece.byteOffset, piece.length) : Buffer.concat([rest, piece])
    const feed = Math.max(joined.lastIndexOf(0x0a), joined.lastIndexOf(0x0d)) + 1
    const end = feed === 0 && joined.length > 4 * PIECE ? joined.length : feed
    if (end > 0) yield joined.subarray(0, end)
    rest = joined.subarray(end)
  }
  if (rest.length > 0) yield rest
}

async function chooseLegacy(chunks: readonly Uint8Array[]): Promise<Encoding> {
  const pacer = new Pacer()
  const evidence = new LegacyEvidence()
  for (const lines of wholeLines(chunks)) {
    evidence.add(lines)
    if (pacer.due) await pacer.breathe()
  }
  return evidence.decide()
}

async function decodeMixed(chunks: readonly Uint8Array[]): Promise<string[]> {
  const pacer = new Pacer()
  const utf8 = new TextDecoder('utf-8')
  const windows = new TextDecoder('windows-1252')
  const texts: string[] = []
  for (const lines of wholeLines(chunks)) {
    const text = isUtf8(lines)
      ? utf8.decode(lines)
      : [...splitLines(lines)].map((line) => (isUtf8(line) ? utf8 : windows).decode(line)).join('')
    texts.push(textOnly(text))
    if (pacer.due) await pacer.breathe()
  }
  return texts
}
