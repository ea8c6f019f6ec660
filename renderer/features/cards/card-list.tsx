import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { type CardKind, type CardRow, LIMITS } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Slow } from '../../ui/slow.tsx'
import { CardDraftsOffered } from './card-drafts.tsx'
import { IncidentCount } from './incident-count.tsx'
import { STATUS_LIST } from './layout.ts'
import './cards.css'

const PAGE_ROWS = 50
/** A list that can be seen whole needs no search. */
const SEARCH_FROM = 8

export interface CardListProps {
  kind: CardKind
  label: string
  searchLabel: string
  /** Only who is of this unit. */
  unit?: string | null
  /** What teaches, where there is none at all. */
  empty: ReactNode
}

/** Records of one kind, the newest first, with a search and more on demand. */
export function CardList({ kind, label, searchLabel, unit = null, empty }: CardListProps): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const [typed, setTyped] = useState('')
  const text = useDeferredValue(typed)
  const list = useInfiniteQuery({
    ...queries.cards.list.infiniteOptions({
      input: (cursor: string | null) => ({ kind, text, unit, cursor, limit: PAGE_ROWS }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.nextCursor,
    }),
    placeholderData: keepPreviousData,
  })
  const rows = list.data?.pages.flatMap((page) => page.rows)
  if (list.error !== null) return <ProblemNote of={list.error} />
  if (rows === undefined) {
    return (
      <Slow>
        <div className="skeleton skeleton-page" />
      </Slow>
    )
  }
  if (rows.length === 0 && text === '' && typed === '') {
    return (
      <>
        <CardDraftsOffered kind={kind} />
        {empty}
      </>
    )
  }
  const isSearchable = rows.length >= SEARCH_FROM || typed !== '' || list.hasNextPage
  return (
    <>
      <CardDraftsOffered kind={kind} />
      {isSearchable ? (
        <Field label={searchLabel} value={typed} onChange={setTyped} dir="auto" maxLength={LIMITS.searchText} className="card-search" />
      ) : null}
      <p className="visually-hidden" role="status">
        {typed === '' ? null : <Plural value={rows.length} one="# found" other="# found" />}
      </p>
      {rows.length === 0 ? (
        <p>
          <Trans>Nothing here has these words. Try fewer, or only the beginning of one.</Trans>
        </p>
      ) : (
        <ul className="card-list" aria-label={label}>
          {rows.map((row) => (
            <li key={row.recordId}>
              <Row row={row} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage ? (
        <div className="actions">
          <Button onPress={() => void list.fetchNextPage()} isDisabled={list.isFetchingNextPage}>{t`Show more`}</Button>
        </div>
      ) : null}
    </>
  )
}

function Row({ row }: { row: CardRow }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const codeWords = useCodeWords()
  const list = STATUS_LIST[row.kind]
  const facts = [
    row.status === null || list === undefined ? '' : codeWords(list, row.status),
    row.unit ?? '',
    row.author.own ? '' : t`by ${row.author.name}`,
    row.conflict ? t`Two versions to choose from` : '',
  ].filter((fact) => fact !== '')
  return (
    <button type="button" className="list-row card-row" onClick={() => router.go({ screen: 'card', recordId: row.recordId })}>
      <span className="card-row-words">
        <span className="card-row-label">
          <bdi>{row.label}</bdi>
        </span>
        {facts.length === 0 ? null : (
          <span className="quiet">
            <bdi>{facts.join(' · ')}</bdi>
          </span>
        )}
      </span>
      {row.incidents === 0 ? null : <IncidentCount incidents={row.incidents} />}
      <ChevronRight aria-hidden />
    </button>
  )
}
