import { Trans, useLingui } from '@lingui/react/macro'
import { Lock, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Spec } from '../../../core/engine/contract/field-spec.ts'
import { CARDS, type Card, type RecordId, recordIdSchema } from '../../../core/engine/contract/index.ts'
import { type Route, useRouter } from '../../app/router.tsx'
import { useGoneWords } from '../../i18n/use-gone-words.ts'
import { Moment } from '../../ui/moment.tsx'
import type { Spaces } from '../log/names.ts'
import type { Said } from '../versions/said.ts'
import { idsOf, isNothing } from './form-model.ts'
import { APART } from './layout.ts'

/** What a record says, as far as it says anything, and who wrote it. */
export function Facts({ card, said, spaces }: { card: Card; said: Said; spaces: Spaces }): ReactNode {
  const { t } = useLingui()
  const specs: [string, Spec][] = Object.entries(CARDS[card.kind].fields)
  const shown = specs.filter(([field]) => !APART[card.kind].has(field) && !isNothing(card.fields[field]))
  const isHouse = card.spaceId === spaces.houseId
  return (
    <dl className="facts">
      {shown.map(([field, spec]) => (
        <div className="facts-pair" key={field}>
          <dt>{said.label(field)}</dt>
          <dd>
            {spec.is === 'ref' || spec.is === 'refs' ? (
              <Named ids={idsOf(card.fields[field])} isIncident={field !== 'person'} names={card.names} />
            ) : (
              said.value(field, card.fields[field])
            )}
          </dd>
        </div>
      ))}
      <dt>{t`Recorded`}</dt>
      <dd>
        <Moment iso={card.savedAt} />
        {card.author.own ? null : (
          <>
            {' '}
            <Trans>
              by <bdi>{card.author.name}</bdi>
            </Trans>
          </>
        )}
        {card.amendedAt === null ? null : (
          <>
            {' '}
            <span className="quiet">
              <Trans>
                (amended <Moment iso={card.amendedAt} />)
              </Trans>
            </span>
          </>
        )}
      </dd>
      <dt>{t`Who can read it`}</dt>
      <dd className="facts-audience">
        {isHouse ? <Lock aria-hidden /> : <Users aria-hidden />}
        <bdi>{spaces.nameOf(card.spaceId)}</bdi>
      </dd>
    </dl>
  )
}

/** Records that are named, each a way to its page. */
export function Named({ ids, isIncident, names }: { ids: readonly string[]; isIncident: boolean; names: Card['names'] }): ReactNode {
  return (
    <ul className="named">
      {ids.flatMap((id) => {
        const parsed = recordIdSchema.safeParse(id)
        return parsed.success ? [<Link key={id} id={parsed.data} isIncident={isIncident} name={names[parsed.data]} />] : []
      })}
    </ul>
  )
}

function Link({ id, isIncident, name }: { id: RecordId; isIncident: boolean; name: string | undefined }): ReactNode {
  const gone = useGoneWords()
  const router = useRouter()
  const to: Route = isIncident ? { screen: 'log', recordId: id } : { screen: 'card', recordId: id }
  if (name === undefined) return <li className="quiet">{gone}</li>
  return (
    <li>
      <button type="button" className="link" onClick={() => router.go(to)}>
        <bdi>{name}</bdi>
      </button>
    </li>
  )
}
