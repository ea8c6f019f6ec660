import { useLingui } from '@lingui/react/macro'
import type { Breakdown, Figures } from '../../../core/engine/contract/index.ts'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { partialWords, shortMonthWords } from '../../i18n/when.ts'
import type { ChartProps } from './chart.tsx'
import type { Bar } from './draw.ts'

/** One chart, and the same as a table. */
export interface Section {
  title: string
  /** What stands in the first column of the table. */
  column: string
  way: ChartProps['way']
  /** What the chart shows, by its short words; and the same by full ones. */
  bars: Bar[]
  rows: Bar[]
  /** What no bar shows. */
  rest: Bar[]
  /** Whether incidents are counted in several rows. */
  overlaps: boolean
}

/** Figures in the person's words. */
export function useSections(): (figures: Figures) => Section[] {
  const { t } = useLingui()
  const typeWords = useTypeWords()
  const codeWords = useCodeWords()
  const rest = (rows: readonly [label: string, incidents: number][]): Bar[] =>
    rows.filter(([, incidents]) => incidents > 0).map(([label, incidents]) => ({ key: label, label, incidents }))
  const before = (first: string): string => t`Before ${first}`
  const broken = (
    { rows, others, none }: Breakdown,
    incidents: number,
    words: (name: string) => string,
    title: string,
    column: string,
    noneWords: string,
  ): Section => {
    const bars = rows.map((row) => ({ key: row.name, label: words(row.name), incidents: row.incidents }))
    const said = bars.reduce((sum, bar) => sum + bar.incidents, others + none)
    return {
      title,
      column,
      way: 'bars',
      bars,
      rows: bars,
      rest: rest([
        [t`Others`, others],
        [noneWords, none],
      ]),
      overlaps: said > incidents,
    }
  }
  return (figures) => {
    const { incidents, months } = figures
    const month = (date: string): string => partialWords({ date, about: false })
    const named = (label: (date: string) => string): Bar[] =>
      months.map((each) => ({ key: each.month, label: label(each.month), incidents: each.incidents }))
    const unchanged = (name: string): string => name
    const years = figures.years.map(({ year, incidents: count }) => ({ key: year, label: year, incidents: count }))
    const byYear: Section = {
      title: t`By year`,
      column: t`Year`,
      way: 'columns',
      bars: years,
      rows: years,
      rest: rest([
        [before(years[0]?.label ?? ''), figures.earlierYears],
        [t`In years still to come`, figures.laterYears],
        [t`No date`, figures.undated],
      ]),
      overlaps: false,
    }
    return [
      // Months do not go back far.
      ...(figures.earlier > 0 ? [byYear] : []),
      {
        title: t`By month`,
        column: t`Month`,
        way: 'columns',
        bars: named(shortMonthWords),
        rows: named(month),
        rest: rest([
          [before(months[0] === undefined ? '' : month(months[0].month)), figures.earlier],
          [t`In months still to come`, figures.later],
          [t`Only the year is known`, figures.yearOnly],
          [t`No date`, figures.undated],
        ]),
        overlaps: false,
      },
      broken(figures.kinds, incidents, typeWords, t`By kind`, t`Kind`, t`No kind`),
      broken(figures.places, incidents, unchanged, t`By place`, t`Place`, t`No place`),
      broken(
        figures.perpetratorKinds,
        incidents,
        (code) => codeWords('perpetratorKind', code),
        t`By who did it`,
        t`Who did it`,
        t`Not said what they are`,
      ),
      broken(figures.units, incidents, unchanged, t`By unit or station`, t`Unit or station`, t`No unit known`),
    ]
  }
}
