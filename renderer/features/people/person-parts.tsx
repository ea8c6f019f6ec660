import { Trans, useLingui } from '@lingui/react/macro'
import { HandHelping, MessageSquareQuote } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Card } from '../../../core/engine/contract/index.ts'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { isNothing, textOf } from '../cards/form-model.ts'
import { Consents } from '../consent/consents.tsx'
import { IdentityBox } from './identity.tsx'
import { incidentsInTime } from './named-in.ts'
import { IncidentsInTime, OtherMentions } from './named-list.tsx'

/** A person of ours: who they are, what they agreed to, what happened to them and what is done about it. */
export function PersonParts({ card, facts }: { card: Card; facts: ReactNode }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const incidents = incidentsInTime(card.mentions)
  const person = { recordId: card.recordId, label: textOf(card.fields['pseudonym']) }
  return (
    <>
      {facts}
      {card.author.own ? (
        <>
          <IdentityBox recordId={card.recordId} isWritten={!isNothing(card.fields['identity'])} />
          <Consents person={person} mentions={card.mentions} />
        </>
      ) : null}
      <section className="card-section">
        <h2>
          <Trans>What happened to them</Trans>
        </h2>
        {incidents.length === 0 ? (
          <p className="quiet">
            <Trans>No incident names them yet. Pick them under “Who was harmed” when you write one, or amend one that is written.</Trans>
          </p>
        ) : (
          <IncidentsInTime incidents={incidents} mentions={card.mentions} />
        )}
      </section>
      <OtherMentions mentions={card.mentions} />
      {card.author.own ? (
        <div className="actions">
          <Button
            icon={HandHelping}
            onPress={() => router.go({ screen: 'write-card', kind: 'request', names: { person } })}
          >{t`Ask for help for them`}</Button>
          <Button icon={MessageSquareQuote} onPress={() => router.go({ screen: 'write-card', kind: 'testimony', names: { person } })}>
            {t`Write their testimony`}
          </Button>
        </div>
      ) : null}
    </>
  )
}
