import type { Messages } from '@lingui/core'

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const ACCENTED = 'áƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ'

/** Tags of a message, and characters written as escapes: they stay as they are. */
const KEPT = /(<\/?\d+\/?>|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2})/
/** Other languages are longer than English by up to so much. */
const LONGER = 0.4
const RIGHT_TO_LEFT = '\u200f'

/** A text with accents, and longer by two fifths: what is not in the catalogue stands out, and what has no room for another language. */
export function pseudo(text: string): string {
  const parts = text.split(KEPT)
  const letters = parts
    .filter((_, at) => at % 2 === 0)
    .join('')
    .trim().length
  const accented = parts.map((part, at) => (at % 2 === 0 ? part.replaceAll(/[a-z]/gi, accent) : part)).join('')
  const words = accented.trimEnd()
  return words + filler(Math.ceil(letters * LONGER)) + accented.slice(words.length)
}

/** So many characters, in pieces that a line can be broken between as between words. */
const filler = (length: number): string => Array.from({ length }, (_, at) => (at % 7 === 5 && at < length - 1 ? ' ' : '~')).join('')

const accent = (letter: string): string => ACCENTED[PLAIN.indexOf(letter)] ?? letter

/** A catalogue in no language, made of a compiled one: the same messages with the same values and branches, read from right to left. */
export function pseudoMessages(messages: Messages): Messages {
  return Object.fromEntries(
    Object.entries(messages).map(([id, message]) => {
      const tokens = typeof message === 'string' ? [pseudo(message)] : message.map(pseudoToken)
      // As if it were written in letters of that direction: a full stop then stands where it would.
      return [id, [RIGHT_TO_LEFT, ...tokens, RIGHT_TO_LEFT]]
    }),
  )
}

type Token = Exclude<Messages[string], string>[number]

function pseudoToken(token: Token): Token {
  if (typeof token === 'string') return token === '#' ? token : pseudo(token)
  const [name, type, cases] = token
  // Anything else is a value, with or without a format.
  if (typeof cases !== 'object' || cases === null || !['plural', 'select', 'selectordinal'].includes(type ?? '')) return token
  const branches = Object.entries(cases).map(([key, branch]) => [key, Array.isArray(branch) ? branch.map(pseudoToken) : branch])
  return [name, type, Object.fromEntries(branches)] as Token
}
