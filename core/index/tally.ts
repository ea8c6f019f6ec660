import { type Breakdown, FIGURE_MONTHS, FIGURE_ROWS, FIGURE_YEARS, type Figures } from '../engine/contract/figures.ts'
import type { Pacer } from '../pacer.ts'

/** How many incidents say the same, by what they say as it stands in the table: there are far fewer of those than incidents. */
export class Counts {
  readonly byText = new Map<string, number>()

  add(text: string): void {
    this.byText.set(text, (this.byText.get(text) ?? 0) + 1)
  }
}

/** How a name is said most often, and how many incidents say it. */
interface Named {
  incidents: number
  spellings: Map<string, number>
}

/**
 * The largest first; among equals by `keyOf`. `namesOf` says what a text names, `keyOf` what of it is one and the same: the spelling that most incidents have
 * is the name.
 */
export async function breakdown(
  { byText }: Counts,
  pace: Pacer,
  namesOf: (text: string) => readonly string[],
  keyOf: (name: string) => string = (name) => name,
): Promise<Breakdown> {
  const found = new Map<string, Named>()
  const said: { keys: string[]; incidents: number }[] = []
  let none = 0
  for (const [text, incidents] of byText) {
    if (pace.due) await pace.breathe()
    const names = new Map(namesOf(text).map((name) => [keyOf(name), name]))
    if (names.size === 0) none += incidents
    else said.push({ keys: [...names.keys()], incidents })
    for (const [key, name] of names) {
      const named = found.get(key) ?? { incidents: 0, spellings: new Map<string, number>() }
      named.incidents += incidents
      named.spellings.set(name, (named.spellings.get(name) ?? 0) + incidents)
      found.set(key, named)
    }
  }
  const top = await largest(found, pace)
  const shown = new Set(top.map(([key]) => key))
  let others = 0
  for (const { keys, incidents } of said) {
    if (pace.due) await pace.breathe()
    if (keys.some((key) => !shown.has(key))) others += incidents
  }
  return { rows: top.map(([, named]) => ({ name: spellingOf(named), incidents: named.incidents })), others, none }
}

async function largest(found: ReadonlyMap<string, Named>, pace: Pacer): Promise<[string, Named][]> {
  const top: [string, Named][] = []
  for (const one of found) {
    if (pace.due) await pace.breathe()
    const last = top.at(-1)
    if (top.length === FIGURE_ROWS && last && isBehind(one, last)) continue
    top.push(one)
    top.sort((a, b) => (isBehind(a, b) ? 1 : -1))
    top.length = Math.min(top.length, FIGURE_ROWS)
  }
  return top
}

const isBehind = ([a, { incidents: of }]: [string, Named], [b, { incidents: than }]: [string, Named]): boolean =>
  of === than ? a > b : of < than

const spellingOf = ({ spellings }: Named): string =>
  [...spellings].reduce((best, one) => (one[1] > best[1] || (one[1] === best[1] && one[0] < best[0]) ? one : best))[0]

type InTime = Pick<Figures, 'months' | 'earlier' | 'later' | 'years' | 'earlierYears' | 'laterYears' | 'yearOnly' | 'undated'>

/** Month by month, and year by year. `byText` has incidents by their date as far as it is known, empty for none; `present` is the month that it is now. */
export function inTime({ byText }: Counts, present: string): InTime {
  const months = spans(byText, 7, present, FIGURE_MONTHS)
  const years = spans(byText, 4, present.slice(0, 4), FIGURE_YEARS)
  return {
    months: months.spans.map(({ span, incidents }) => ({ month: span, incidents })),
    earlier: months.earlier,
    later: months.later,
    years: years.spans.map(({ span, incidents }) => ({ year: span, incidents })),
    earlierYears: years.earlier,
    laterYears: years.later,
    yearOnly: sum(byText, (date) => date.length === 4),
    undated: sum(byText, (date) => date === ''),
  }
}

const sum = (byText: ReadonlyMap<string, number>, holds: (date: string) => boolean): number =>
  [...byText].reduce((so, [date, incidents]) => so + (holds(date) ? incidents : 0), 0)

/** By the first `length` characters of a date: the newest spans that are not after the present one, without a gap, at most so many; and what lies before and after them. */
function spans(
  byText: ReadonlyMap<string, number>,
  length: 4 | 7,
  present: string,
  most: number,
): { spans: { span: string; incidents: number }[]; earlier: number; later: number } {
  const counts = new Map<string, number>()
  for (const [date, incidents] of byText) {
    const span = date.slice(0, length)
    if (span.length === length) counts.set(span, (counts.get(span) ?? 0) + incidents)
  }
  const known = [...counts.keys()].filter((span) => span <= present).sort()
  const [first = '', last = ''] = [known[0], known.at(-1)]
  const shown: string[] = []
  for (let span = last; span !== '' && span >= first && shown.length < most; span = before(span)) shown.unshift(span)
  const begin = shown[0] ?? ''
  return {
    spans: shown.map((span) => ({ span, incidents: counts.get(span) ?? 0 })),
    earlier: sum(counts, (span) => span < begin),
    later: sum(counts, (span) => span > present),
  }
}

/** The year or month before. */
function before(span: string): string {
  const [year = 0, month] = span.split('-').map(Number)
  const yearText = (number: number): string => String(number).padStart(4, '0')
  if (month === undefined) return yearText(year - 1)
  return month === 1 ? `${yearText(year - 1)}-12` : `${yearText(year)}-${String(month - 1).padStart(2, '0')}`
}
