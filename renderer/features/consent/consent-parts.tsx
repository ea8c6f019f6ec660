import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Card } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Ask } from '../../ui/ask.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { textOf } from '../cards/form-model.ts'
import { useOneClick } from '../cards/use-amend.ts'
import { NamesOut, NamesToAskBack } from '../complaints/under-name.tsx'
import { today } from '../follow/day-groups.ts'
import { useStateWords } from './consents.tsx'
import { TakenBack } from './ending.tsx'
import { useRungWords } from './ladder.ts'
import { standingOf } from './standing.ts'
import { subjectOf, useConsentsOf } from './use-consents.ts'
import { useRecipientWords } from './use-recipient-words.ts'

const COALITION_RUNG = 3

/** One thing that somebody agreed to, and the way to take it back. */
export function ConsentParts({ card, facts }: { card: Card; facts: ReactNode }): ReactNode {
  const { t } = useLingui()
  const rungWords = useRungWords()
  const stateWords = useStateWords()
  const [asking, setAsking] = useState(false)
  const { cards } = useConsentsOf(subjectOf(card))
  // Of somebody whose page is gone only this one is known.
  const all = cards.length === 0 ? [card] : cards
  const holds = standingOf(card, all, today()) === 'holds'
  return (
    <>
      <section className="card-section" aria-label={t`Does it hold?`}>
        <p className="standing">
          <strong>{stateWords(card, all)}</strong>
        </p>
        <p>{rungWords(Number(card.fields['level'] ?? 1))}</p>
        {holds && card.author.own ? (
          <div className="actions">
            <Button icon={Undo2} onPress={() => setAsking(true)}>{t`They take it back…`}</Button>
          </div>
        ) : null}
        {holds || !card.author.own ? null : <NamesOut of={card.recordId} />}
      </section>
      {facts}
      {asking ? <TakeBack card={card} onClose={() => setAsking(false)} /> : null}
    </>
  )
}

/** Says what follows before anything is taken back. */
function TakeBack({ card, onClose }: { card: Card; onClose: () => void }): ReactNode {
  const { t } = useLingui()
  const recipientWords = useRecipientWords()
  const { queries } = useEngine()
  const ending = useQuery(queries.cards.ending.queryOptions({ input: { recordId: card.recordId } }))
  const change = useOneClick(card)
  const level = Number(card.fields['level'] ?? 1)
  const recipient = recipientWords(textOf(card.fields['recipient']))
  return (
    <Ask
      title={t`Do they take it back?`}
      action={t`Yes, they take it back`}
      onAction={() =>
        change.mutate(
          { changes: { withdrawn: { date: today(), about: false } }, words: t`Saved on this computer. It is taken back.` },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
      isBusy={change.isPending}
    >
      <p>
        <Trans>From now on nothing more about them leaves because of this.</Trans>
      </p>
      {level < COALITION_RUNG ? null : (
        <>
          <p>
            <Trans>
              What coalitions have of incidents in which they were harmed is erased there, as far as nothing else they agreed to covers it.
              Partners’ computers do so when they are next connected. Your own records stay.
            </Trans>
          </p>
          <TakenBack taken={ending.data?.taken ?? []} />
          <p>
            {recipient === '' ? (
              <Trans>What others have read, copied, printed or handed on, Parasol cannot take back. Tell them yourselves.</Trans>
            ) : (
              <Trans>
                What <bdi>{recipient}</bdi> has read, copied, printed or handed on, Parasol cannot take back. Tell them yourselves.
              </Trans>
            )}
          </p>
        </>
      )}
      <NamesToAskBack of={card.recordId} />
      <ProblemNote of={change.error ?? ending.error} />
    </Ask>
  )
}
