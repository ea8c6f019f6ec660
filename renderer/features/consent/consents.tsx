import { Trans, useLingui } from '@lingui/react/macro'
import { useQueries } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Card, Mention, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { usePartialWords } from '../../ui/moment.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { dateIn, textOf } from '../cards/form-model.ts'
import { NamesOut } from '../complaints/under-name.tsx'
import { today } from '../follow/day-groups.ts'
import { useFormDraft } from '../write/use-form-draft.ts'
import { ConsentAsk } from './consent-ask.tsx'
import { useRungWords } from './ladder.ts'
import { consentState } from './standing.ts'
import { useRecipientWords } from './use-recipient-words.ts'

export interface ConsentsProps {
  person: { recordId: RecordId; label: string }
  mentions: readonly Mention[]
}

/** What a person has agreed to: all that holds, what has ended, and the way to ask. */
export function Consents({ person, mentions }: ConsentsProps): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const draft = useFormDraft({ form: 'consent', recordId: person.recordId })
  const [pressed, setAsking] = useState<boolean | null>(null)
  // What was begun is open again.
  const asking = pressed ?? draft.begun !== null
  const ids = mentions.filter(({ kind }) => kind === 'consent').map(({ recordId }) => recordId)
  const consents = useQueries({ queries: ids.map((recordId) => queries.cards.get.queryOptions({ input: { recordId } })) })
  const problem = consents.find(({ error }) => error !== null)?.error ?? null
  const cards = consents.flatMap(({ data }) => data ?? [])
  return (
    <section className="card-section" aria-label={t`What they agree to`}>
      <h2>
        <Trans>What they agree to</Trans>
      </h2>
      <ProblemNote of={problem} />
      <NamesOut of={person.recordId} />
      {ids.length === 0 ? (
        <p>
          <Trans>Nobody has asked yet. Until then everything about them stays with us.</Trans>
        </p>
      ) : (
        <ul className="card-list" aria-label={t`What they agree to`}>
          {cards.map((card) => (
            <li key={card.recordId}>
              <ConsentRow card={card} />
            </li>
          ))}
        </ul>
      )}
      {asking && draft.start !== undefined ? (
        <ConsentAsk
          of={{ person: person.recordId, label: person.label }}
          draft={draft}
          onSaved={() => setAsking(false)}
          onClose={() => setAsking(false)}
        />
      ) : (
        <div className="actions">
          <Button onPress={() => setAsking(true)}>{ids.length === 0 ? t`Ask what they agree to` : t`Ask again`}</Button>
          {ids.length === 0 ? null : (
            <p className="quiet">
              <Trans>What they agreed to before goes on until it is taken back or ends.</Trans>
            </p>
          )}
        </div>
      )}
    </section>
  )
}

/** What those of an incident have agreed to of whom there is no page: nothing where nobody was asked so. */
export function IncidentConsents({ mentions }: { mentions: readonly Mention[] }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const ids = mentions.filter(({ kind }) => kind === 'consent').map(({ recordId }) => recordId)
  const consents = useQueries({ queries: ids.map((recordId) => queries.cards.get.queryOptions({ input: { recordId } })) })
  if (ids.length === 0) return null
  return (
    <section className="card-section">
      <h2>
        <Trans>What they agree to</Trans>
      </h2>
      <ProblemNote of={consents.find(({ error }) => error !== null)?.error ?? null} />
      <ul className="card-list" aria-label={t`What they agree to`}>
        {consents.map(({ data }) =>
          data === undefined ? null : (
            <li key={data.recordId}>
              <ConsentRow card={data} />
            </li>
          ),
        )}
      </ul>
    </section>
  )
}

function ConsentRow({ card }: { card: Card }): ReactNode {
  const router = useRouter()
  const rungWords = useRungWords()
  const recipientWords = useRecipientWords()
  const stateWords = useStateWords()
  const { fields } = card
  const facts = [recipientWords(textOf(fields['recipient'])), stateWords(card)].filter((fact) => fact !== '')
  return (
    <button
      type="button"
      className={consentState(fields, today()) === 'holds' ? 'list-row card-row' : 'list-row card-row card-row-past'}
      onClick={() => router.go({ screen: 'card', recordId: card.recordId })}
    >
      <span className="card-row-words">
        <span className="card-row-label">{rungWords(Number(fields['level'] ?? 1))}</span>
        <span className="quiet">
          <bdi>{facts.join(' · ')}</bdi>
        </span>
      </span>
      <ChevronRight aria-hidden />
    </button>
  )
}

/** Whether it holds, and until or since when. */
export function useStateWords(): (card: Card) => string {
  const { t } = useLingui()
  const whenWords = usePartialWords()
  return ({ fields }) => {
    const until = dateIn(fields['expires'])
    switch (consentState(fields, today())) {
      case 'withdrawn':
        return t`Taken back: ${whenWords(dateIn(fields['withdrawn']))}`
      case 'over':
        return t`Ended: ${whenWords(until)}`
      case 'holds':
        return until === null ? t`Holds` : t`Holds until ${whenWords(until)}`
    }
  }
}
