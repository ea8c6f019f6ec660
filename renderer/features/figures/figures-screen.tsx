import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ChartColumn, Table2 } from 'lucide-react'
import { type ReactNode, useId, useMemo, useState } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Slow } from '../../ui/slow.tsx'
import { isFiltered, useLogState } from '../log/log-state.tsx'
import { Chart } from './chart.tsx'
import { type Section, useSections } from './use-sections.ts'
import './figures.css'

/** How many incidents there are of what, of those that the log shows at present: as charts, or as the same numbers in tables. */
export function FiguresScreen(): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const router = useRouter()
  const { filters } = useLogState()
  const [asTables, setAsTables] = useState(false)
  const figures = useQuery(queries.records.figures.queryOptions({ input: filters, placeholderData: (before) => before }))
  const sectionsOf = useSections()
  const incidents = figures.data?.incidents ?? 0
  return (
    <Page
      title={t`Figures`}
      onBack={() => router.back({ screen: 'log', recordId: null })}
      backLabel={t`Back to the log`}
      actions={
        incidents === 0 ? undefined : (
          <Button icon={asTables ? ChartColumn : Table2} onPress={() => setAsTables(!asTables)}>
            {asTables ? t`Show charts` : t`Show tables`}
          </Button>
        )
      }
    >
      <ProblemNote of={figures.error} />
      {figures.data === undefined ? (
        figures.error === null ? (
          <Slow>
            <div className="skeleton skeleton-page" />
          </Slow>
        ) : null
      ) : (
        <>
          <div className="prose">
            <p className="lead">
              <Plural value={incidents} one="# incident is counted here." other="# incidents are counted here." />
            </p>
            <p>
              {isFiltered(filters) || filters.text !== '' ? (
                <Trans>Only what the log shows at present: the search and the filters count.</Trans>
              ) : (
                <Trans>The whole log. To count less of it, search in the log or choose what it shows, and come back.</Trans>
              )}
            </p>
          </div>
          {incidents === 0
            ? null
            : sectionsOf(figures.data).map((section) => <Figure key={section.title} section={section} asTable={asTables} />)}
        </>
      )}
    </Page>
  )
}

function Figure({ section, asTable }: { section: Section; asTable: boolean }): ReactNode {
  const { t } = useLingui()
  const id = useId()
  const { title, way, bars, rest, overlaps } = section
  // Drawn anew only where a number or a word is another one.
  const said = JSON.stringify(bars)
  const drawn = useMemo(() => JSON.parse(said) as typeof bars, [said])
  return (
    <section className="section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {bars.length === 0 ? (
        <p className="quiet">
          <Trans>None of these incidents says it.</Trans>
        </p>
      ) : null}
      {asTable || bars.length === 0 ? null : (
        <Chart label={t`${title}: a chart. Its numbers are in the table after it.`} bars={drawn} way={way} />
      )}
      <Numbers section={section} isHidden={!asTable} />
      {asTable || rest.length === 0 ? null : <Rest of={section} />}
      {overlaps ? (
        <p className="hint">
          <Trans>An incident can count in several rows.</Trans>
        </p>
      ) : null}
    </section>
  )
}

/** The same numbers as the chart, for readers always, and to be seen where the person prefers it. */
function Numbers({ section, isHidden }: { section: Section; isHidden: boolean }): ReactNode {
  const { t, i18n } = useLingui()
  const { title, column, rows, rest } = section
  if (rows.length + rest.length === 0) return null
  return (
    <div className={isHidden ? 'visually-hidden' : undefined}>
      <table className="table figure-table" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{column}</th>
            <th scope="col">{t`Incidents`}</th>
          </tr>
        </thead>
        <tbody>
          {[...rows, ...rest].map(({ key, label, incidents }) => (
            <tr key={key}>
              <th scope="row">
                <bdi>{label}</bdi>
              </th>
              <td>{i18n.number(incidents)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What no bar shows. Readers have it in the table. */
function Rest({ of: { rest } }: { of: Section }): ReactNode {
  const { i18n } = useLingui()
  return (
    <ul className="figure-rest quiet" aria-hidden>
      {rest.map(({ key, label, incidents }) => (
        <li key={key}>
          <Trans>
            {label}: {i18n.number(incidents)}
          </Trans>
        </li>
      ))}
    </ul>
  )
}
