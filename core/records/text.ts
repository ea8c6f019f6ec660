import { ParasolError } from '../error.ts'

/** C0 and C1 controls but tab and line feed, and DEL: never part of a text, and able to upset a terminal or a spreadsheet. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
const LINE_ENDS = /\r\n?/g
const BREAKS = /[\t\n\u2028\u2029]+/g
/** The fast path: plain ASCII needs no work. */
const PLAIN = /^[\t\n\u0020-\u007e]*$/
const PLAIN_LINE = /^[\u0020-\u007e]*$/

/**
 * A text of several lines as it is kept: well-formed (a lone surrogate becomes U+FFFD), NFC, line ends as `\n`, no control
 * characters but tab and line feed. Direction marks, joiners and emoji stay as they are. Cleaning twice changes nothing.
 */
export function cleanText(text: string): string {
  if (PLAIN.test(text)) return text
  return text.replace(LINE_ENDS, '\n').replace(CONTROLS, '').toWellFormed().normalize('NFC')
}

/** The same for a text of one line: breaks and tabs become a space, and its ends are trimmed. */
export function cleanLine(text: string): string {
  if (PLAIN_LINE.test(text)) return text.trim()
  return cleanText(text).replace(BREAKS, ' ').trim()
}

/** Throws TEXT_TOO_LONG, naming the field, where a text has more than `limit` UTF-16 units. */
export function withinLimit(text: string, field: string, limit: number): string {
  if (text.length > limit) throw new ParasolError('TEXT_TOO_LONG', { field, limit })
  return text
}

/** What turns the direction of what follows, or is not seen at all: two names that look alike must not differ by these. */
const UNSEEN = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

/** A name that somebody else chose, as it is shown: one line, nothing unseen in it, at most `limit` UTF-16 units. May be empty. */
export function plainName(text: string, limit: number): string {
  return cleanLine(text.replace(UNSEEN, '')).slice(0, limit).toWellFormed().trim()
}
