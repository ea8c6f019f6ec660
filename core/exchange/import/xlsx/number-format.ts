import type { DateParts } from './serial-date.ts'

/** How a cell shows its number, as far as that says something: a value is never rounded, and thousands are not set apart. */
export type NumberFormat =
  | { kind: 'general' }
  | { kind: 'date'; parts: DateParts }
  | {
      kind: 'number'
      /** Text around the number, a currency for example. */
      before: string
      after: string
      /** Places for digits, `0`, `#` and `?`, and text between them, as in `000-00-0000`; only zeros for plain padding. */
      mask: readonly Part[]
      /** Digits after the point at least. */
      decimals: number
      percent: boolean
    }

type Part = { digit: '0' | '#' | '?' } | { text: string }

export const GENERAL: NumberFormat = { kind: 'general' }

const SCIENTIFIC_OR_FRACTION = /[0#?]\s*E[+-]|[#?]\s*\/\s*[#?0-9]/i
/** One token: a quoted text, an escaped character, a width, a filler, brackets, the word General, AM/PM, a digit place, or one character. */
const TOKEN = /"[^"]*"?|\\.?|_.?|\*.?|\[[^\]]*\]?|general|am\/pm|a\/p|[0#?]|[\s\S]/giy

/** Understands the code of a number format (ECMA-376 part 1, 18.8.31). What it cannot make sense of shows numbers as they are. */
export function parseFormat(code: string): NumberFormat {
  const tokens = firstSection(code)
  const bare = tokens.filter((token) => !/^["\\_*[]/.test(token) || isElapsed(token)).join('')
  if (/[ymdhsebg]/i.test(bare.replace(/general|E[+-]/gi, ''))) return { kind: 'date', parts: partsOf(tokens) }
  return SCIENTIFIC_OR_FRACTION.test(bare) ? GENERAL : numberFormat(tokens)
}

function firstSection(code: string): string[] {
  const tokens: string[] = code.slice(0, 255).match(TOKEN) ?? []
  const end = tokens.indexOf(';')
  return end === -1 ? tokens : tokens.slice(0, end)
}

const isElapsed = (token: string): boolean => /^\[(?:h+|m+|s+)\]$/i.test(token)

/** `m` is a minute behind an hour and before a second, else a month. */
function partsOf(tokens: readonly string[]): DateParts {
  const letters = tokens.filter((token) => /^[ymdhsebg]$/i.test(token) || isElapsed(token)).map((token) => token.toLowerCase())
  const runs = letters.filter((letter, i) => letter !== letters[i - 1])
  const isHour = (letter: string | undefined): boolean => letter === 'h' || letter?.startsWith('[h') === true
  const isMinute = runs.map((letter, i) => letter === 'm' && (isHour(runs[i - 1]) || runs[i + 1] === 's'))
  return {
    year: runs.some((letter) => 'yebg'.includes(letter)),
    month: runs.some((letter, i) => letter === 'm' && !isMinute[i]),
    day: runs.includes('d'),
    time: runs.some((letter, i) => letter === 'h' || letter === 's' || letter.startsWith('[') || isMinute[i] === true),
    elapsed: letters.some(isElapsed),
  }
}

function numberFormat(tokens: readonly string[]): NumberFormat {
  const parts: Part[] = []
  let decimals = -1
  let percent = false
  for (const token of tokens) {
    if (/^[0#?]$/.test(token)) {
      if (decimals === -1) parts.push({ digit: token as '0' | '#' | '?' })
      else if (token === '0') decimals++
    } else if (token === '.' && parts.some((part) => 'digit' in part)) decimals = Math.max(0, decimals)
    else if (token === '%') percent = true
    else parts.push({ text: literalOf(token) })
  }
  const isDigit = (part: Part): boolean => 'digit' in part
  const [first, last] = [parts.findIndex(isDigit), parts.findLastIndex(isDigit)]
  if (first === -1) return GENERAL
  const text = (list: readonly Part[]): string => list.map((part) => ('text' in part ? part.text : '')).join('')
  const mask = parts.slice(first, last + 1).filter((part) => isDigit(part) || text([part]) !== '')
  return {
    kind: 'number',
    before: text(parts.slice(0, first)),
    after: text(parts.slice(last + 1)),
    mask,
    decimals: Math.max(0, decimals),
    percent,
  }
}

function literalOf(token: string): string {
  if (token.startsWith('"')) return token.slice(1).replace(/"$/, '')
  if (token.startsWith('\\')) return token.slice(1)
  // Of brackets only a currency says something: `[$KSh-409]`.
  if (token.startsWith('[')) return /^\[\$([^\]-]*)/.exec(token)?.[1] ?? ''
  return /^[_*,@]|^general$/i.test(token) ? '' : token
}

/**
 * A number as its cell shows it, but never rounded: 15 digits, as many as spreadsheets keep, and no exponent.
 * @param raw the number as the file has it
 */
export function numberText(raw: string, format: NumberFormat): string {
  const value = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(value)) return raw
  if (format.kind !== 'number') return plainNumber(raw, value)
  const digits = format.percent ? plainNumber('', value * 100) : plainNumber(raw, value)
  const [, sign = '', whole = '', point = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(digits) ?? []
  if (whole === '') return digits
  const decimals = point.padEnd(format.decimals, '0')
  const body = `${fill(format.mask, whole)}${decimals === '' ? '' : `.${decimals}`}${format.percent ? '%' : ''}`
  return `${sign}${format.before}${body}${format.after}`.trim()
}

/** Puts digits into their places, from the right; the first place takes all that are left. */
function fill(mask: readonly Part[], digits: string): string {
  let left = digits
  let text = ''
  for (const [i, part] of [...mask.entries()].toReversed()) {
    if ('text' in part) {
      text = part.text + text
      continue
    }
    const take = i === 0 ? left : left.slice(-1)
    text = (take === '' && part.digit === '0' ? '0' : take) + text
    left = i === 0 ? '' : left.slice(0, -1)
  }
  return text
}

/** Digits that spreadsheets keep; longer whole numbers are taken as they stand in the file. */
const DIGITS = 15
const EXPONENT_MAX = 30

function plainNumber(raw: string, value: number): string {
  if (/^(?:0|-?[1-9]\d{0,29})$/.test(raw)) return raw
  const short = String(Number(value.toPrecision(DIGITS)))
  const [, sign = '', whole = '', point = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(short) ?? []
  const shift = Number(exponent ?? 0)
  if (shift === 0 || Math.abs(shift) > EXPONENT_MAX) return short
  const digits = whole + point
  if (shift > 0) return sign + digits.padEnd(whole.length + shift, '0')
  return `${sign}0.${'0'.repeat(-shift - whole.length)}${digits}`
}
