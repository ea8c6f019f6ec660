import { INCIDENT_TYPES, type IncidentFields } from '../../core/engine/contract/incident.ts'

/** A word that about half of the incidents hold, one that ten in 100,000 hold, and a kind and an area to filter by. */
export const COMMON_WORD = 'police'
export const RARE_WORD = 'zanzibarite'
export const FILTER_TYPE = 'arrest'
export const FILTER_AREA = 'Area 7'
const AREAS = 200
const VOCABULARY = 5_000
const FIRST_DAY = Date.UTC(2016, 0, 1)
const DAYS = 3_900

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const SYLLABLES = ['ba', 'ke', 'li', 'mo', 'nu', 'ra', 'se', 'ti', 'vo', 'wa', 'za', 'pe', 'do', 'ki', 'gu', 'sha', 'nye', 'mbo']
const words = Array.from({ length: VOCABULARY }, (_, i) => {
  let word = ''
  for (let rest = i + SYLLABLES.length; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) word += SYLLABLES[rest % SYLLABLES.length]
  return word
})

/**
 * Incident number `i` of a made-up log: the same for the same number. Its words are spread as in a real language (few common, many rare);
 * about `chars` characters of narrative. Dates go back and forth over ten years.
 */
export function incident(i: number, chars = 600): IncidentFields {
  const random = randomFrom(i + 1)
  const word = (): string => words[Math.floor(VOCABULARY ** random()) - 1] ?? 'moja'
  const text = (length: number): string => {
    let out = ''
    while (out.length < length) out += `${out === '' ? '' : ' '}${word()}`
    return out
  }
  const day = new Date(FIRST_DAY + Math.floor(random() * DAYS) * 86_400_000).toISOString().slice(0, 10)
  const type = INCIDENT_TYPES[Math.floor(random() * INCIDENT_TYPES.length)]?.slug ?? FILTER_TYPE
  const common = random() < 0.5 ? `${COMMON_WORD} ` : ''
  const rare = i % 10_000 === 17 ? ` ${RARE_WORD}` : ''
  return {
    title: `${text(30)} ${i}`,
    types: [type],
    start: { date: day, about: false },
    area: `Area ${Math.floor(random() * AREAS)}`,
    narrative: `${common}${text(chars)}${rare}`,
    source: null,
  }
}

/** Incidents `from` (included) to `to` (excluded), in lists of at most `size`. */
export function* incidents(from: number, to: number, size = 300, chars = 600): Generator<IncidentFields[]> {
  for (let i = from; i < to; i += size) yield Array.from({ length: Math.min(size, to - i) }, (_, k) => incident(i + k, chars))
}
