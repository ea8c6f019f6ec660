import { Trans, useLingui } from '@lingui/react/macro'
import { BellOff, Undo2 } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { isAllTakenBack, isReplaced, levelOf, RUNG } from '../../../core/engine/contract/consent.ts'
import type { Card } from '../../../core/engine/contract/index.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOneClick } from '../cards/use-amend.ts'
import { NamesOut } from '../complaints/under-name.tsx'
import { today } from '../follow/day-groups.ts'
import { useStateWords } from './consents.tsx'
import { Kept } from './kept.tsx'
import { useRungWords } from './ladder.ts'
import { consentOf, standingOf } from './standing.ts'
import { TakeBack } from './take-back.tsx'
import { subjectOf, useConsentsOf } from './use-consents.ts'
import { useToWhomWords } from './use-recipient-words.ts'

/** One thing that somebody agreed to, and the ways to take it back and, once it is over, to ask no more. */
export function ConsentParts({ card, facts }: { card: Card; facts: ReactNode }): ReactNode {
  const { t } = useLingui()
  const rungWords = useRungWords()
  const stateWords = useStateWords()
  const toWhom = useToWhomWords()
  const standing = useRef<HTMLParagraphElement>(null)
  const [asking, setAsking] = useState(false)
  const { cards } = useConsentsOf(subjectOf(card))
  // Of somebody whose page is gone only this one is known.
  const all = cards.length === 0 ? [card] : cards
  const state = standingOf(card, all, today())
  const holds = state === 'holds'
  const consent = consentOf(card)
  const isClosed = consent.closed != null
  const waits = state === 'over' && !isClosed && !isReplaced(consent, all.map(consentOf), today())
  // What is kept is so whether they were asked again or not.
  const canEnd = holds || (state === 'over' && levelOf(consent) < RUNG.alert)
  const toStanding = (): void => void standing.current?.focus()
  const isTaken = useRef(false)
  useEffect(() => {
    // The button that led to the question is gone, once the record says so here.
    if (!isTaken.current || asking || canEnd) return
    isTaken.current = false
    toStanding()
  })
  const taken = (): void => {
    isTaken.current = true
    setAsking(false)
  }
  return (
    <>
      <section className="card-section" aria-label={t`Does it hold?`}>
        <p className="standing" ref={standing} tabIndex={-1}>
          <strong>{stateWords(card, all)}</strong>
        </p>
        <p>
          {rungWords(Number(card.fields['level'] ?? 1))} <bdi className="quiet">{toWhom(card)}</bdi>
        </p>
        {canEnd && card.author.own ? (
          <div className="actions">
            <Button icon={Undo2} onPress={() => setAsking(true)}>{t`They take it back…`}</Button>
          </div>
        ) : null}
        {waits && card.author.own ? <DoNotAsk card={card} onSaved={toStanding} /> : null}
        {isClosed ? (
          <p className="quiet">
            <Trans>“To follow” reminds nobody of this any more.</Trans>
          </p>
        ) : null}
        {holds || !card.author.own ? null : <NamesOut of={card.recordId} />}
      </section>
      {isAllTakenBack(consent) && card.author.own ? <Kept card={card} onClosed={toStanding} /> : null}
      {facts}
      {asking ? <TakeBack card={card} all={all} onTaken={taken} onClose={() => setAsking(false)} /> : null}
    </>
  )
}

/** Ends the reminder of an answer that is over: they cannot be reached, or do not want to be asked. It does not hold again by that. */
function DoNotAsk({ card, onSaved }: { card: Card; onSaved: () => void }): ReactNode {
  const { t } = useLingui()
  const change = useOneClick(card)
  const close = (): void =>
    change.mutate({
      changes: { closed: { date: today(), about: false } },
      words: t`Saved on this computer. Nobody is reminded of this any more.`,
      undo: true,
      // The button is gone.
      onSaved,
    })
  return (
    <>
      <p>
        <Trans>Its last day has passed. Ask them again. If they do not want that, or you cannot reach them, say so here.</Trans>
      </p>
      <div className="actions">
        <Button icon={BellOff} onPress={close} isDisabled={change.isPending}>{t`Do not ask again`}</Button>
      </div>
      <ProblemNote of={change.error} />
    </>
  )
}
