import { Buffer, isUtf8 } from 'node:buffer'
import type { Encoding } from '../../engine/contract/encodings.ts'
import { ParasolError } from '../../error.ts'
import { ScriptEvidence } from './scripts.ts'

const SNIFF_BYTES = 64 * 1024

const MAGIC: readonly { kind: string; bytes: readonly number[] }[] = [
  { kind: 'pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { kind: 'gzip', bytes: [0x1f, 0x8b] },
  { kind: 'rtf', bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66] },
  { kind: 'image', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { kind: 'image', bytes: [0xff, 0xd8, 0xff] },
]

/** A web page, or XML, which old programs save under the name of a spreadsheet. */
const MARKUP = /^(?:\xef\xbb\xbf)?\s*<(?:!doctype|\?xml|html|head|body|table|meta|style)\b/i

/**
 * Refuses what is no text of a table.
 * @throws ParasolError FILE_UNREADABLE; its `field` names what the file looks like: pdf, rtf, gzip, image, markup
 */
export function refuseForeignFile(head: Uint8Array): void {
  for (const { kind, bytes } of MAGIC) {
    if (!bytes.every((byte, i) => head[i] === byte)) continue
    throw new ParasolError('FILE_UNREADABLE', { field: kind })
  }
  if (MARKUP.test(Buffer.from(head.subarray(0, 1024)).toString('latin1'))) throw new ParasolError('FILE_UNREADABLE', { field: 'markup' })
}

/** The encoding that a byte order mark or the place of the zero bytes gives away; null when neither says anything. */
export function sniffEncoding(head: Uint8Array): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const sample = head.subarray(0, SNIFF_BYTES)
  let even = 0
  let odd = 0
  for (let i = 0; i < sample.length; i++) {
    if (sample[i] !== 0) continue
    if (i % 2 === 0) even++
    else odd++
  }
  if (even + odd === 0) return null
  // Latin text in UTF-16 has a zero byte beside nearly every letter, always on the same side.
  const half = sample.length / 2
  if (odd > half * 0.6 && even < odd * 0.05) return 'utf-16le'
  if (even > half * 0.6 && odd < even * 0.05) return 'utf-16be'
  throw new ParasolError('FILE_UNREADABLE', { field: 'binary' })
}

/** Evidence about bytes that are not all UTF-8, gathered piece by piece. */
export class LegacyEvidence {
  #utf8Lines = 0
  #otherLines = 0
  #windows = 0
  #mac = 0
  readonly #scripts = new ScriptEvidence()

  /** Looks at some whole lines. */
  add(lines: Uint8Array): void {
    const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.length)
    for (const line of splitLines(bytes)) {
      if (isAscii(line)) continue
      if (isUtf8(line)) {
        this.#utf8Lines++
        continue
      }
      this.#otherLines++
      this.#scripts.add(line)
      this.#windows += score(WINDOWS.decode(line))
      this.#mac += score(MAC.decode(line))
    }
  }

  /** The best reading. Windows-1252 unless something speaks against it; it reads ISO 8859-1 too. */
  decide(): Encoding {
    const script = this.#utf8Lines > this.#otherLines ? null : this.#scripts.decide()
    if (script !== null) return script
    if (this.#mac > this.#windows) return 'macintosh'
    return this.#utf8Lines > this.#otherLines ? 'mixed' : 'windows-1252'
  }
}

const WINDOWS = new TextDecoder('windows-1252')
const MAC = new TextDecoder('macintosh')

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 0x7f) return false
  return true
}

const isLetter = (sign: string): boolean => /\p{L}/u.test(sign)
const isCapital = (sign: string): boolean => /\p{Lu}/u.test(sign)

/**
 * How much a text looks like one that a person wrote: accented letters and typographic quotes where they belong speak for it, capitals and signs inside words
 * against it. Words of capitals alone are looked at most closely: the `Ó` of one encoding is the `”` of the other.
 */
function score(text: string): number {
  let sum = 0
  for (const match of text.matchAll(/[^\0-\x7f]/gu)) {
    const sign = match[0]
    const before = text[match.index - 1] ?? ' '
    const after = text[match.index + sign.length] ?? ' '
    const inWord = isLetter(before) || isLetter(after)
    const inCapitals = isCapital(before) && isCapital(text[match.index - 2] ?? ' ')
    if (/[\u0080-\u009f\ufffd]/.test(sign)) sum -= 3
    else if (/\p{Ll}/u.test(sign)) sum += inCapitals || isCapital(after) ? -2 : inWord ? 2 : 1
    else if (isCapital(sign)) sum += /\p{Ll}/u.test(before) ? -2 : 2
    else if (/[‘’“”„]/.test(sign)) sum += quoteScore(sign, before, after, inCapitals)
    else if (/[–—]/.test(sign)) sum += isCapital(before) && isCapital(after) ? 0 : 2
    else if (sign === '…' && isLetter(before) && !isLetter(after)) sum += 2
    else if (/[…«»¿¡°€·]/.test(sign)) sum += 1
    else if (isLetter(before) && isLetter(after)) sum -= 2
  }
  return sum
}

/** A quote speaks for a text where it opens or closes a word, an apostrophe also within one. */
function quoteScore(sign: string, before: string, after: string, inCapitals: boolean): number {
  const [left, right] = [isLetter(before), isLetter(after)]
  if (!left && !right) return 1
  if (sign === '’') return (isCapital(before) && isCapital(after)) || (inCapitals && !right) ? 1 : 3
  if (left && right) return sign === '‘' && !isCapital(before) ? 3 : -2
  const opens = sign !== '”'
  return opens === right && !inCapitals ? 3 : 1
}

/** The lines of some bytes, each with its line feed. */
export function* splitLines(bytes: Buffer): Generator<Buffer> {
  let start = 0
  while (start < bytes.length) {
    const feed = bytes.indexOf(0x0a, start)
    const end = feed === -1 ? bytes.length : feed + 1
    yield bytes.subarray(start, end)
    start = end
  }
}
