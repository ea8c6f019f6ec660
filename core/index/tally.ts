import { type Breakdown, FIGURE_MONTHS, FIGURE_ROWS, type Figures } from '../engine/contract/figures.ts'
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

/** Month by month. `byText` has incidents by their date as far as it is known, empty for none; `present` is the month that it is now. */
export function byMonth({ byText }: Counts, present: string): Pick<Figures, 'months' | 'earlier' | 'later' | 'yearOnly' | 'undated'> {
  const all = [...byText]
  const sum = (holds: (date: string) => boolean): number => all.reduce((so, [date, incidents]) => so + (holds(date) ? incidents : 0), 0)
  const known = all.flatMap(([date]) => (date.length >= 7 && date.slice(0, 7) <= present ? [date.slice(0, 7)] : [])).sort()
  const [first = '', last = ''] = [known[0], known.at(-1)]
  const months: string[] = []
  for (let month = last; month !== '' && month >= first && months.length < FIGURE_MONTHS; month = before(month)) months.unshift(month)
  const begin = months[0] ?? ''
  return {
    months: months.map((month) => ({ month, incidents: sum((date) => date.startsWith(month)) })),
    earlier: sum((date) => date.length >= 7 && date.slice(0, 7) < begin),
    later: sum((date) => date.length >= 7 && date.slice(0, 7) > present),
    yearOnly: sum((date) => date.length === 4),
    undated: sum((date) => date === ''),
  }
}

function before(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return number === 1
    ? `${String(year - 1).padStart(4, '0')}-12`
    : `${String(year).padStart(4, '0')}-${String(number - 1).padStart(2, '0')}`
}
