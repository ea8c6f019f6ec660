import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ChartColumn, ScrollText } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import type { Breakdown, Figures, Filters } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { type Gathered, useRouter } from '../../app/router.tsx'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { Button } from '../../ui/button.tsx'
import { usePartialWords } from '../../ui/moment.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Slow } from '../../ui/slow.tsx'
import { CardList } from '../cards/card-list.tsx'
import { NO_FILTERS, useLogState } from '../log/log-state.tsx'
import { IncidentRows } from './incident-rows.tsx'
import '../cards/cards.css'

const PAGE_ROWS = 50
/** Of what there is most: so many in the line of numbers. */
const MOST = 4

/** Everything that happened at one place, or that people of one unit did. */
export function GatheredScreen({ of, name }: Gathered): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const router = useRouter()
  const log = useLogState()
  const filters: Filters = of === 'place' ? { ...NO_FILTERS, area: name } : { ...NO_FILTERS, units: [name] }
  const figures = useQuery(queries.records.figures.queryOptions({ input: filters }))
  const list = useInfiniteQuery({
    ...queries.records.list.infiniteOptions({
      input: (cursor: string | null) => ({ ...filters, cursor, limit: PAGE_ROWS }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.nextCursor,
    }),
    placeholderData: keepPreviousData,
  })
  const rows = list.data?.pages.flatMap((page) => page.rows)
  const show = (screen: 'log' | 'figures'): void => {
    log.setFilters(filters)
    router.go(screen === 'log' ? { screen, recordId: null } : { screen })
  }
  return (
    <Page
      title={<bdi>{name}</bdi>}
      onBack={() => router.back({ screen: 'people', part: of === 'place' ? 'places' : 'units' })}
      backLabel={of === 'place' ? t`Back to the places` : t`Back to units and stations`}
      actions={
        rows?.length ? (
          <>
            <Button icon={ScrollText} onPress={() => show('log')}>{t`Show in the log`}</Button>
            <Button icon={ChartColumn} onPress={() => show('figures')}>{t`Figures`}</Button>
          </>
        ) : null
      }
    >
      <p className="card-kind quiet">{of === 'place' ? t`Place` : t`Unit or station`}</p>
      <ProblemNote of={list.error ?? figures.error} />
      {figures.data === undefined || figures.data.incidents === 0 ? null : <InNumbers figures={figures.data} of={of} />}
      {of === 'unit' ? (
        <section className="card-section">
          <h2>
            <Trans>Who is of it</Trans>
          </h2>
          <CardList
            kind="perpetrator"
            label={t`Who is of it`}
            searchLabel={t`Find by name, unit, badge, vehicle or looks`}
            unit={name}
            empty={
              <p className="quiet">
                <Trans>Nobody we know of.</Trans>
              </p>
            }
          />
        </section>
      ) : null}
      <section className="card-section">
        <h2>
          <Trans>What happened</Trans>
        </h2>
        {rows === undefined ? (
          list.error === null ? (
            <Slow>
              <div className="skeleton skeleton-page" />
            </Slow>
          ) : null
        ) : rows.length === 0 ? (
          <p className="quiet">
            {of === 'place' ? (
              <Trans>Nothing is written down for this place.</Trans>
            ) : (
              <Trans>No incident names it or one of its people yet. Say so under “Who did it” when you write one.</Trans>
            )}
          </p>
        ) : (
          <IncidentRows label={t`What happened, the newest first`} incidents={rows.map((row) => ({ ...row, label: row.title }))} />
        )}
        {list.hasNextPage ? (
          <Button onPress={() => void list.fetchNextPage()} isDisabled={list.isFetchingNextPage}>{t`Show more`}</Button>
        ) : null}
      </section>
    </Page>
  )
}

/** How many, since when, of which kinds, and who did it or where. */
function InNumbers({ figures, of }: { figures: Figures; of: Gathered['of'] }): ReactNode {
  const { t } = useLingui()
  const whenWords = usePartialWords()
  const typeWords = useTypeWords()
  const { incidents, months, earlier } = figures
  const monthWords = (month: string): string => whenWords({ date: month, about: false })
  const dated = months.filter((each) => each.incidents > 0)
  const [first, last] = [dated[0]?.month, dated.at(-1)?.month]
  return (
    <dl className="figures" aria-label={t`In numbers`}>
      <div>
        <dt>{t`How many`}</dt>
        <dd>
          <Plural value={incidents} one="# incident" other="# incidents" />
        </dd>
      </div>
      {first === undefined || last === undefined ? null : (
        <div>
          <dt>{t`When`}</dt>
          <dd>
            {earlier > 0
              ? t`before ${monthWords(first)}, and until ${monthWords(last)}`
              : first === last
                ? monthWords(first)
                : t`${monthWords(first)} to ${monthWords(last)}`}
          </dd>
        </div>
      )}
      <Most of={figures.kinds} title={t`Kinds`} words={typeWords} />
      {of === 'place' ? (
        <Most of={figures.units} title={t`Units and stations`} words={(unit) => unit} />
      ) : (
        <Most of={figures.places} title={t`Places`} words={(area) => area} />
      )}
    </dl>
  )
}

function Most({ of: { rows }, title, words }: { of: Breakdown; title: string; words(name: string): string }): ReactNode {
  const { i18n } = useLingui()
  if (rows.length === 0) return null
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {rows.slice(0, MOST).map(({ name, incidents }, index) => (
          <Fragment key={name}>
            {index === 0 ? null : ', '}
            <bdi>{words(name)}</bdi> {i18n.number(incidents)}
          </Fragment>
        ))}
      </dd>
    </div>
  )
}
