import { Trans, useLingui } from '@lingui/react/macro'
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Card, Mention, RecordId } from '../../../core/engine/contract/index.ts'
import { lastDayOf } from '../../../core/engine/contract/last-day.ts'
import { useRouter } from '../../app/router.tsx'
import { momentWords } from '../../i18n/when.ts'
import { Button } from '../../ui/button.tsx'
import { usePartialWords } from '../../ui/moment.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { dateIn } from '../cards/form-model.ts'
import { NamesOut } from '../complaints/under-name.tsx'
import { today } from '../follow/day-groups.ts'
import { useFormDraft } from '../write/use-form-draft.ts'
import { ConsentAsk } from './consent-ask.tsx'
import { useRungWords } from './ladder.ts'
import { consentOf, lastFirst, standingOf } from './standing.ts'
import { isSameSubject, useConsentsAmong } from './use-consents.ts'
import { useToWhomWords } from './use-recipient-words.ts'

export interface ConsentsProps {
  person: { recordId: RecordId; label: string }
  mentions: readonly Mention[]
}

/** What a person has agreed to: all that holds, what has ended, and the way to ask. */
export function Consents({ person, mentions }: ConsentsProps): ReactNode {
  const { t } = useLingui()
  const draft = useFormDraft({ form: 'consent', recordId: person.recordId })
  const [pressed, setAsking] = useState<boolean | null>(null)
  const [saved, setSaved] = useState<RecordId | null>(null)
  // What was begun is open again.
  const asking = pressed ?? draft.begun !== null
  const isAsked = mentions.some(({ kind }) => kind === 'consent')
  const { cards, problem } = useConsentsAmong(mentions)
  return (
    <section className="card-section" aria-label={t`What they agree to`}>
      <h2>
        <Trans>What they agree to</Trans>
      </h2>
      <ProblemNote of={problem} />
      <NamesOut of={person.recordId} />
      {!isAsked ? (
        <p>
          <Trans>Nobody has asked yet. Until then everything about them stays with us.</Trans>
        </p>
      ) : (
        <ul className="card-list" aria-label={t`What they agree to`}>
          {lastFirst(cards).map((card) => (
            <li key={card.recordId}>
              <ConsentRow card={card} all={cards} isNew={card.recordId === saved} />
            </li>
          ))}
        </ul>
      )}
      {asking && draft.start !== undefined ? (
        <ConsentAsk
          key={draft.round}
          of={{ person: person.recordId, label: person.label }}
          draft={draft}
          onSaved={(recordId) => {
            setAsking(false)
            setSaved(recordId)
          }}
          onClose={() => setAsking(false)}
          onReopen={() => setAsking(true)}
        />
      ) : (
        <div className="actions">
          <Button onPress={() => setAsking(true)}>{isAsked ? t`Ask again` : t`Ask what they agree to`}</Button>
          {!isAsked ? null : (
            <p className="quiet">
              <Trans>What they agreed to before goes on, unless the new answer ends it. Parasol says so before you save it.</Trans>
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
  const { cards, problem } = useConsentsAmong(mentions)
  if (!mentions.some(({ kind }) => kind === 'consent')) return null
  return (
    <section className="card-section">
      <h2>
        <Trans>What they agree to</Trans>
      </h2>
      <ProblemNote of={problem} />
      <ul className="card-list" aria-label={t`What they agree to`}>
        {lastFirst(cards).map((card) => (
          <li key={card.recordId}>
            <ConsentRow card={card} all={cards.filter((other) => isSameSubject(other, card))} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** `isNew`: it was written just now, and takes the focus that its form has lost. */
function ConsentRow({ card, all, isNew = false }: { card: Card; all: readonly Card[]; isNew?: boolean }): ReactNode {
  const row = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isNew) row.current?.focus()
  }, [isNew])
  const { t } = useLingui()
  const whenWords = usePartialWords()
  const router = useRouter()
  const rungWords = useRungWords()
  const toWhom = useToWhomWords()
  const stateWords = useStateWords()
  const { fields } = card
  const asked = dateIn(fields['asked'])
  const when = asked === null ? t`Written down: ${momentWords(card.savedAt)}` : t`Asked: ${whenWords(asked)}`
  const facts = [toWhom(card), stateWords(card, all), when].filter((fact) => fact !== '')
  return (
    <button
      ref={row}
      type="button"
      className={standingOf(card, all, today()) === 'holds' ? 'list-row card-row' : 'list-row card-row card-row-past'}
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

/** Whether it holds among all that they have said, and until or since when. */
export function useStateWords(): (card: Card, all: readonly Card[]) => string {
  const { t } = useLingui()
  const whenWords = usePartialWords()
  return (card, all) => {
    const { fields } = card
    const until = dateIn(fields['expires'])
    const { closed } = consentOf(card)
    switch (standingOf(card, all, today())) {
      case 'withdrawn':
        return t`Taken back: ${whenWords(dateIn(fields['withdrawn']))}`
      case 'over':
        return t`Ended: ${whenWords(closed != null && (until === null || closed.date <= lastDayOf(until.date)) ? closed : until)}`
      case 'ended':
        return t`Ended by a later answer`
      case 'holds':
        return until === null ? t`Holds` : t`Holds until ${whenWords(until)}`
    }
  }
}
