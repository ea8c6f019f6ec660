import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Alert } from '../../../core/engine/contract/index.ts'
import { useBriefCopy } from '../../app/use-brief-copy.ts'
import { CoveredText } from '../../ui/covered-text.tsx'
import { Moment } from '../../ui/moment.tsx'
import { useSpaces } from '../log/names.ts'
import { useNeedWords } from './use-alerts.ts'

/** What is known of an alert. The exact place and how to reach its raiser are covered. */
export function AlertFacts({ alert }: { alert: Alert }): ReactNode {
  const { t } = useLingui()
  const needWords = useNeedWords()
  const copied = useBriefCopy()
  const { nameOf } = useSpaces()
  const { fields, author, raisedAt, stoodDownAt, endsAt, over, spaceId } = alert
  const { area, place, contact, began, needs } = fields
  return (
    <dl className="alert-facts">
      <Fact name={<Trans>Where</Trans>}>{area === '' ? <Trans>Place not said</Trans> : <bdi>{area}</bdi>}</Fact>
      {place === '' ? null : (
        <Fact name={<Trans>Exact place</Trans>}>
          <CoveredText name={t`the exact place`} {...copied}>
            {place}
          </CoveredText>
        </Fact>
      )}
      <Fact name={<Trans>Who is needed</Trans>}>{needs.length === 0 ? <Trans>Not said</Trans> : needWords(needs)}</Fact>
      {contact === '' ? null : (
        <Fact name={author.own ? <Trans>How to reach us</Trans> : <Trans>How to reach them</Trans>}>
          <CoveredText name={author.own ? t`how to reach us` : t`how to reach them`} {...copied}>
            {contact}
          </CoveredText>
        </Fact>
      )}
      <Fact name={<Trans>Raised by</Trans>}>{author.own ? <Trans>Us</Trans> : <bdi>{author.name}</bdi>}</Fact>
      {began === null ? null : (
        <Fact name={<Trans>It began</Trans>}>
          <Moment iso={new Date(began).toISOString()} />
        </Fact>
      )}
      <Fact name={<Trans>Raised</Trans>}>
        <Moment iso={raisedAt} />
      </Fact>
      <Fact name={<Trans>Who can read it</Trans>}>
        <bdi>{nameOf(spaceId)}</bdi>
      </Fact>
      {stoodDownAt !== null ? (
        <Fact name={<Trans>Over since</Trans>}>
          <Moment iso={stoodDownAt} />
        </Fact>
      ) : (
        <Fact name={over ? <Trans>Past its time since</Trans> : <Trans>Ends by itself</Trans>}>
          <Moment iso={endsAt} mayLieAhead />
        </Fact>
      )}
    </dl>
  )
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
