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
  const units = useQuery({ ...queries.cards.units.queryOptions({ input: { text } }), placeholderData: keepPreviousData })
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
    <>
      {units.data.length >= SEARCH_FROM || typed !== '' ? (
        <Field
          label={t`Find a unit or station`}
          value={typed}
          onChange={setTyped}
          dir="auto"
          maxLength={LIMITS.searchText}
          className="card-search"
        />
      ) : null}
      <p className="visually-hidden" role="status">
        {typed === '' ? null : <Plural value={units.data.length} one="# found" other="# found" />}
      </p>
      {units.data.length === 0 ? (
        <p>
          <Trans>No unit or station has these letters.</Trans>
        </p>
      ) : (
        <ul className="card-list" aria-label={t`Units and stations`}>
          {units.data.map(({ unit, people, incidents }) => (
            <li key={unit}>
              <button type="button" className="list-row card-row" onClick={() => router.go({ screen: 'gathered', of: 'unit', name: unit })}>
                <span className="card-row-words">
                  <span className="card-row-label">
                    <bdi>{unit}</bdi>
                  </span>
                  {people === 0 ? null : (
                    <span className="quiet">
                      <Plural value={people} one="# person" other="# people" />
                    </span>
                  )}
                </span>
                <IncidentCount incidents={incidents} />
                <ChevronRight aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {units.data.length === LIMITS.units ? (
        <p className="quiet">
          <Trans>These are the {i18n.number(LIMITS.units)} that most is known of. To see another one, write some of its letters.</Trans>
        </p>
      ) : null}
    </>
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
    <>
      {places.data.length >= SEARCH_FROM || typed !== '' ? (
        <Field label={t`Find a place`} value={typed} onChange={setTyped} dir="auto" maxLength={LIMITS.area} className="card-search" />
      ) : null}
      <p className="visually-hidden" role="status">
        {typed === '' ? null : <Plural value={places.data.length} one="# found" other="# found" />}
      </p>
      {places.data.length === 0 ? (
        <p>
          <Trans>No place begins like this.</Trans>
        </p>
      ) : (
        <ul className="card-list" aria-label={t`Places`}>
          {places.data.map(({ area, incidents }) => (
            <li key={area}>
              <button
                type="button"
                className="list-row card-row"
                onClick={() => router.go({ screen: 'gathered', of: 'place', name: area })}
              >
                <span className="card-row-words">
                  <span className="card-row-label">
                    <bdi>{area}</bdi>
                  </span>
                </span>
                <span className="quiet">
                  <Plural value={incidents} one="# incident" other="# incidents" />
                </span>
                <ChevronRight aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {places.data.length === LIMITS.places ? (
        <p className="quiet">
          <Trans>These are the {i18n.number(LIMITS.places)} where most happened. To see another one, write how it begins.</Trans>
        </p>
      ) : null}
    </>
  )
}
