import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ChevronRight, TriangleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import type { Due } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { partialWords } from '../../i18n/when.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Slow } from '../../ui/slow.tsx'
import { useConsentTitle } from '../cards/title.ts'
import { byDay, type DayGroup, today } from './day-groups.ts'

const PAGE_ROWS = 100

/** What waits for this organisation, by day. Each row says what it waits for, and leads to its page. */
export function DueList(): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const due = useInfiniteQuery(
    queries.cards.due.infiniteOptions({
      input: (cursor: string | null) => ({ cursor, limit: PAGE_ROWS }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.nextCursor,
    }),
  )
  if (due.error !== null) return <ProblemNote of={due.error} />
  if (due.data === undefined) {
    return (
      <Slow>
        <div className="skeleton skeleton-page" />
      </Slow>
    )
  }
  const groups = byDay(due.data.pages.flatMap(({ rows }) => rows))
  if (groups.length === 0) {
    return (
      <div className="prose">
        <h2>
          <Trans>Nothing waits for you</Trans>
        </h2>
        <p>
          <Trans>
            Requests for help that are open, answers that authorities owe you, people who wait to hear from you, and agreements that end:
            they come together here, by day, so that nobody has to keep them in mind.
          </Trans>
        </p>
      </div>
    )
  }
  return (
    <>
      {groups.map(({ group, rows }) => (
        <Group key={group} group={group} rows={rows} />
      ))}
      {due.hasNextPage ? (
        <div className="actions">
          <Button onPress={() => void due.fetchNextPage()} isDisabled={due.isFetchingNextPage}>{t`Show more`}</Button>
        </div>
      ) : null}
    </>
  )
}

function Group({ group, rows }: { group: DayGroup; rows: readonly Due[] }): ReactNode {
  const { t } = useLingui()
  const id = useId()
  const isUrgent = group === 'named' || group === 'late'
  const words: Record<DayGroup, string> = {
    named: t`Names they no longer agree to`,
    late: t`Late`,
    today: t`Today`,
    week: t`In the next seven days`,
    later: t`Later`,
    undated: t`On no set day`,
  }
  return (
    <section className="due-group" aria-labelledby={id}>
      <h2 id={id} className={isUrgent ? 'due-late' : undefined}>
        {isUrgent ? <TriangleAlert aria-hidden /> : null}
        {words[group]}
      </h2>
      <ul className="card-list" aria-labelledby={id}>
        {rows.map((row) => (
          <li key={row.recordId + row.why} className={isDayAsked(row) ? 'due-asks' : undefined}>
            <Row row={row} />
            {isDayAsked(row) ? <SetDay row={row} /> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Somebody outside has the next word, and nobody has said by when. */
const isDayAsked = ({ why, day }: Due): boolean => why === 'answer' && day === null

function SetDay({ row: { recordId, label } }: { row: Due }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  return (
    <Button
      aria-label={t`Set a day for “${label}”`}
      onPress={() => router.go({ screen: 'amend-card', recordId, field: 'answerBy' })}
    >{t`Set a day`}</Button>
  )
}

function Row({ row }: { row: Due }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const codeWords = useCodeWords()
  const consentTitle = useConsentTitle()
  const { recordId, why, label, status, day } = row
  const waits: Record<Due['why'], string> = {
    feedback: t`They wait to hear from us`,
    request: status === null ? t`Help was asked for` : t`Help was asked for: ${codeWords('requestStatus', status)}`,
    answer:
      status === null
        ? t`An answer is due`
        : isDayAsked(row)
          ? t`No day is set for their answer: ${codeWords('complaintState', status)}`
          : t`An answer is due: ${codeWords('complaintState', status)}`,
    consent:
      day !== null && day < today() ? t`It held until then: ask again, or say that nobody is to ask` : t`Ask again: it holds until then`,
    kept: t`They want us to keep nothing of them: erase what is here`,
    name: t`Ask the authority to keep their name to itself`,
  }
  return (
    <button
      type="button"
      className="list-row card-row"
      onClick={() => router.go(why === 'feedback' ? { screen: 'log', recordId } : { screen: 'card', recordId })}
    >
      <span className="card-row-when quiet">{day === null ? null : partialWords({ date: day, about: false })}</span>
      <span className="card-row-words">
        <span className="card-row-label">
          <bdi>{why === 'consent' || why === 'kept' ? consentTitle(label) : label}</bdi>
        </span>
        <span className="quiet">{waits[why]}</span>
      </span>
      <ChevronRight aria-hidden />
    </button>
  )
}
