import { customs } from './language.ts'

const formatters = new Map<string, Intl.ListFormat>()

/** A list as people write it in their language: "A, B and C". */
export function listWords(parts: readonly string[], locale = customs()): string {
  const known = formatters.get(locale) ?? new Intl.ListFormat(locale, { type: 'conjunction' })
  formatters.set(locale, known)
  return known.format(parts)
}
