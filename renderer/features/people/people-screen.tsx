import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChevronRight, Plus } from 'lucide-react'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { LIMITS } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { type PeoplePart, useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { CardList } from '../cards/card-list.tsx'
import { IncidentCount } from '../cards/incident-count.tsx'
import { Segments } from '../cards/segments.tsx'
import '../cards/cards.css'

/** A list that can be seen whole needs no search. */
const SEARCH_FROM = 8

/** People of ours, those who did harm, their units, and the places where it happened. */
export function PeopleScreen({ part }: { part: PeoplePart }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  return (
    <Page
      title={t`People and units`}
      actions={
        part === 'units' || part === 'places' ? null : part === 'people' ? (
          <Button look="primary" icon={Plus} onPress={() => router.go({ screen: 'write-card', kind: 'person' })}>{t`Add a person`}</Button>
        ) : (
          <Button look="primary" icon={Plus} onPress={() => router.go({ screen: 'write-card', kind: 'perpetrator' })}>
            {t`Add somebody who did harm`}
          </Button>
        )
      }
    >
      <Segments
        label={t`Whose pages`}
        parts={[
          { words: t`People`, to: { screen: 'people', part: 'people' }, isHere: part === 'people' },
          { words: t`Who did it`, to: { screen: 'people', part: 'perpetrators' }, isHere: part === 'perpetrators' },
          { words: t`Units and stations`, to: { screen: 'people', part: 'units' }, isHere: part === 'units' },
          { words: t`Places`, to: { screen: 'people', part: 'places' }, isHere: part === 'places' },
        ]}
      />
      <Part part={part} />
    </Page>
  )
}

function Part({ part }: { part: PeoplePart }): ReactNode {
  switch (part) {
    case 'people':
      return <People />
    case 'perpetrators':
      return <Perpetrators />
    case 'units':
      return <Units />
    case 'places':
      return <Places />
  }
}

function People(): ReactNode {
  const { t } = useLingui()
  return (
    <CardList
      kind="person"
      label={t`People`}
      searchLabel={t`Find a person`}
      empty={
        <div className="prose">
          <h2>
            <Trans>Nobody has a page yet</Trans>
          </h2>
          <p>
            <Trans>
              Here you keep a page for each person you stand by: what happened to them, what help they asked for, and what they agreed that
              others may know. Call them by a name that is not their real one. The real name is kept apart, and covered.
            </Trans>
          </p>
        </div>
      }
    />
  )
}

function Perpetrators(): ReactNode {
  const { t } = useLingui()
  return (
    <CardList
      kind="perpetrator"
      label={t`Who did it`}
      searchLabel={t`Find by name, unit, badge, vehicle or looks`}
      empty={
        <div className="prose">
          <h2>
            <Trans>Nobody who did harm has a page yet</Trans>
          </h2>
          <p>
            <Trans>
              An officer, a guard, a landlord: give each a page, even if you know only a badge number or a face. When several incidents name
              the same one, you see here that it was always them.
            </Trans>
          </p>
        </div>
      }
    />
  )
}

function Units(): ReactNode {
  const { t, i18n } = useLingui()
  const router = useRouter()
  const { queries } = useEngine()
  const [typed, setTyped] = useState('')
  const text = useDeferredValue(typed)
  const units = useQuery(queries.cards.units.queryOptions({ input: { text }, placeholderData: keepPreviousData }))
  if (units.error !== null) return <ProblemNote of={units.error} />
  if (units.data === undefined) return null
  if (units.data.length === 0 && typed === '' && text === '') {
    return (
      <div className="prose">
        <h2>
          <Trans>No unit or station is written down yet</Trans>
        </h2>
        <p>
          <Trans>
            Write the unit or station on the page of an officer, or under “Who did it” of an incident, and it appears here with what it did.
            So you see which one comes again and again.
          </Trans>
        </p>
      </div>
    )
  }
  return (
    <FoundList
      label={t`Units and stations`}
      searchLabel={t`Find a unit or station`}
      typed={typed}
      onType={setTyped}
      maxLength={LIMITS.searchText}
      rows={units.data.map(({ unit, people, incidents }) => ({
        name: unit,
        under:
          people === 0 ? null : (
            <span className="quiet">
              <Plural value={people} one="# person" other="# people" />
            </span>
          ),
        beside: <IncidentCount incidents={incidents} />,
      }))}
      onOpen={(name) => router.go({ screen: 'gathered', of: 'unit', name })}
      none={<Trans>No unit or station has these letters.</Trans>}
      limit={LIMITS.units}
      full={<Trans>These are the {i18n.number(LIMITS.units)} that most is known of. To see another one, write some of its letters.</Trans>}
    />
  )
}

function Places(): ReactNode {
  const { t, i18n } = useLingui()
  const router = useRouter()
  const { queries } = useEngine()
  const [typed, setTyped] = useState('')
  const text = useDeferredValue(typed)
  const places = useQuery(queries.records.places.queryOptions({ input: { text }, placeholderData: keepPreviousData }))
  if (places.error !== null) return <ProblemNote of={places.error} />
  if (places.data === undefined) return null
  if (places.data.length === 0 && typed === '' && text === '') {
    return (
      <div className="prose">
        <h2>
          <Trans>No place is written down yet</Trans>
        </h2>
        <p>
          <Trans>
            Write the area of an incident, and it appears here with everything that happened there. So you see where it happens again and
            again.
          </Trans>
        </p>
      </div>
    )
  }
  return (
    <FoundList
      label={t`Places`}
      searchLabel={t`Find a place`}
      typed={typed}
      onType={setTyped}
      maxLength={LIMITS.area}
      rows={places.data.map(({ area, incidents }) => ({
        name: area,
        under: null,
        beside: (
          <span className="quiet">
            <Plural value={incidents} one="# incident" other="# incidents" />
          </span>
        ),
      }))}
      onOpen={(name) => router.go({ screen: 'gathered', of: 'place', name })}
      none={<Trans>No place begins like this.</Trans>}
      limit={LIMITS.places}
      full={<Trans>These are the {i18n.number(LIMITS.places)} where most happened. To see another one, write how it begins.</Trans>}
    />
  )
}

interface FoundListProps {
  label: string
  searchLabel: string
  typed: string
  onType(text: string): void
  maxLength: number
  /** `under` the name and `beside` it: what is known of it. */
  rows: readonly { name: string; under: ReactNode; beside: ReactNode }[]
  onOpen(name: string): void
  /** What is said where nothing fits what was typed. */
  none: ReactNode
  /** Where so many are shown there may be more, which `full` says. */
  limit: number
  full: ReactNode
}

/** Names that incidents say, each with a page that gathers what is known of it; with a search once there are many. */
function FoundList({ label, searchLabel, typed, onType, maxLength, rows, onOpen, none, limit, full }: FoundListProps): ReactNode {
  return (
    <>
      {rows.length >= SEARCH_FROM || typed !== '' ? (
        <Field label={searchLabel} value={typed} onChange={onType} dir="auto" maxLength={maxLength} className="card-search" />
      ) : null}
      <p className="visually-hidden" role="status">
        {typed === '' ? null : <Plural value={rows.length} one="# found" other="# found" />}
      </p>
      {rows.length === 0 ? (
        <p>{none}</p>
      ) : (
        <ul className="card-list" aria-label={label}>
          {rows.map(({ name, under, beside }) => (
            <li key={name}>
              <button type="button" className="list-row card-row" onClick={() => onOpen(name)}>
                <span className="card-row-words">
                  <span className="card-row-label">
                    <bdi>{name}</bdi>
                  </span>
                  {under}
                </span>
                {beside}
                <ChevronRight aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {rows.length === limit ? <p className="quiet">{full}</p> : null}
    </>
  )
}
