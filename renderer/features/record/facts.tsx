import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Lock, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Incident, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { Moment, usePartialWords } from '../../ui/moment.tsx'
import type { Spaces } from '../log/names.ts'
import { SharedAs, TakenBack } from '../share/ties.tsx'

/** When, where, what kind, who wrote it down and who can read it. */
export function Facts({ incident, spaces, isHouse }: { incident: Incident; spaces: Spaces; isHouse: boolean }): ReactNode {
  const { t } = useLingui()
  const whenWords = usePartialWords()
  const typeWords = useTypeWords()
  const codeWords = useCodeWords()
  const router = useRouter()
  const { fields, author } = incident
  return (
    <dl className="facts">
      <dt>{t`When`}</dt>
      <dd>{fields.end ? t`${whenWords(fields.start)}, until ${whenWords(fields.end)}` : whenWords(fields.start)}</dd>
      <dt>{t`Where`}</dt>
      <dd dir="auto">
        {fields.area === '' ? (
          t`Place not known`
        ) : (
          <button type="button" className="link" onClick={() => router.go({ screen: 'gathered', of: 'place', name: fields.area })}>
            {fields.area}
          </button>
        )}
        {fields.placeKind ? <span className="quiet"> ({codeWords('placeKind', fields.placeKind)})</span> : null}
      </dd>
      {fields.types.length === 0 ? null : (
        <>
          <dt>{t`Kinds`}</dt>
          <dd>
            <ul className="tags">
              {fields.types.map((slug) => (
                <li className="tag" key={slug}>
                  <bdi>{typeWords(slug)}</bdi>
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
      <dt>{t`Recorded`}</dt>
      <dd>
        <Moment iso={incident.savedAt} />
        {fields.recordedBy ? (
          <>
            {' '}
            <Trans>
              by <bdi>{fields.recordedBy}</bdi>
            </Trans>
          </>
        ) : null}
        {author.own ? null : (
          <>
            {' '}
            <Trans>
              by <bdi>{author.name}</bdi>
            </Trans>
          </>
        )}
        {incident.amendedAt === null ? null : (
          <>
            {' '}
            <span className="quiet">
              <Trans>
                (amended <Moment iso={incident.amendedAt} />)
              </Trans>
            </span>
          </>
        )}
      </dd>
      <dt>{t`Who can read it`}</dt>
      <dd className="facts-audience">
        {isHouse && incident.sharedAs.length === 0 ? <Lock aria-hidden /> : <Users aria-hidden />}
        {incident.sharedAs.length === 0 ? <bdi>{spaces.nameOf(incident.spaceId)}</bdi> : <SharedAs incident={incident} spaces={spaces} />}
      </dd>
      <TakenBack incident={incident} spaces={spaces} />
      {isHouse ? null : <Reached recordId={incident.recordId} />}
    </dl>
  )
}

/** On how many computers of partners it is by now. */
function Reached({ recordId }: { recordId: RecordId }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const reach = useQuery(queries.records.reach.queryOptions({ input: { recordId } }))
  if (reach.data === undefined || reach.data === null || reach.data.of === 0) return null
  const { computers, partners, of } = reach.data
  return (
    <>
      <dt>{t`Has arrived`}</dt>
      <dd>
        {computers === 0 ? (
          <Trans>No partner has said yet that they have it. It goes to them when they are next connected, or with a courier drive.</Trans>
        ) : (
          <Trans>
            With {partners} of <Plural value={of} one="# partner" other="# partners" />, on{' '}
            <Plural value={computers} one="# computer" other="# computers" />
          </Trans>
        )}
      </dd>
    </>
  )
}
