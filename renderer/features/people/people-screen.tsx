import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ChevronRight, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { type PeoplePart, useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { CardList } from '../cards/card-list.tsx'
import { IncidentCount } from '../cards/incident-count.tsx'
import { Segments } from '../cards/segments.tsx'
import '../cards/cards.css'

/** People of ours, those who did harm, and their units. `unit`: only who is of it. */
export function PeopleScreen({ part, unit }: { part: PeoplePart; unit: string | null }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  return (
    <Page
      title={t`People and units`}
      actions={
        part === 'units' ? null : part === 'people' ? (
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
          { words: t`Who did it`, to: { screen: 'people', part: 'perpetrators' }, isHere: part === 'perpetrators' && unit === null },
          { words: t`Units and stations`, to: { screen: 'people', part: 'units' }, isHere: part === 'units' || unit !== null },
        ]}
      />
      {part === 'people' ? <People /> : part === 'units' ? <Units /> : <Perpetrators unit={unit} />}
    </Page>
  )
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
            <Trans>Nobody is written down yet</Trans>
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

function Perpetrators({ unit }: { unit: string | null }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  return (
    <>
      {unit === null ? null : (
        <div className="note">
          <p>
            <Trans>
              Only who is of <bdi>{unit}</bdi>.
            </Trans>
          </p>
          <Button onPress={() => router.go({ screen: 'people', part: 'perpetrators' })}>{t`Show everybody who did harm`}</Button>
        </div>
      )}
      <CardList
        kind="perpetrator"
        label={t`Who did it`}
        searchLabel={t`Find by name, unit, badge, vehicle or looks`}
        unit={unit}
        empty={
          <div className="prose">
            <h2>
              <Trans>Nobody who did harm is written down yet</Trans>
            </h2>
            <p>
              <Trans>
                An officer, a guard, a landlord: give each a page, even if you know only a badge number or a face. When several incidents
                name the same one, you see here that it was always them.
              </Trans>
            </p>
          </div>
        }
      />
    </>
  )
}

function Units(): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const { queries } = useEngine()
  const units = useQuery(queries.cards.units.queryOptions())
  if (units.error !== null) return <ProblemNote of={units.error} />
  if (units.data === undefined) return null
  if (units.data.length === 0) {
    return (
      <div className="prose">
        <h2>
          <Trans>No unit or station is written down yet</Trans>
        </h2>
        <p>
          <Trans>
            Write the unit or station on the page of an officer, and it appears here with the number of incidents that name one of its
            people.
          </Trans>
        </p>
      </div>
    )
  }
  return (
    <ul className="card-list" aria-label={t`Units and stations`}>
      {units.data.map(({ unit, people, incidents }) => (
        <li key={unit}>
          <button type="button" className="card-row" onClick={() => router.go({ screen: 'people', part: 'perpetrators', unit })}>
            <span className="card-row-words">
              <span className="card-row-label">
                <bdi>{unit}</bdi>
              </span>
              <span className="quiet">
                <Plural value={people} one="# person" other="# people" />
              </span>
            </span>
            <IncidentCount incidents={incidents} />
            <ChevronRight aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  )
}
