import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { levelOf, RUNG } from '../../../core/engine/contract/consent.ts'
import type { Card, Ending, EndingAsk } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Ask } from '../../ui/ask.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { textOf } from '../cards/form-model.ts'
import { useOneClick } from '../cards/use-amend.ts'
import { today } from '../follow/day-groups.ts'
import { ComplaintsThatStand, TakenBack, WhatEnds } from './ending.tsx'
import { consentOf, standingOf } from './standing.ts'
import { takeBack } from './taken-back.ts'
import { subjectOf } from './use-consents.ts'
import { useRecipientWords } from './use-recipient-words.ts'

export interface TakeBackProps {
  card: Card
  /** All that the same person has said. */
  all: readonly Card[]
  /** It is taken back, on the disk. */
  onTaken(): void
  onClose(): void
}

/** Says what follows before anything is taken back. */
export function TakeBack({ card, all, onTaken, onClose }: TakeBackProps): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const isAll = levelOf(consentOf(card)) < RUNG.alert
  const ending = useQuery(queries.cards.ending.queryOptions({ input: isAll ? leastOf(card) : { recordId: card.recordId } }))
  const change = useOneClick(card)
  // Who wants us to keep nothing agrees to nothing. The others first: this one is what reminds.
  const others = useOnce({
    mutationFn: async () => {
      const still = isAll ? all.filter((one) => one.recordId !== card.recordId && standingOf(one, all, today()) === 'holds') : []
      for (const one of still) await takeBack(client, one)
    },
    onSuccess: () =>
      change.mutate(
        {
          changes: { withdrawn: { date: today(), about: false }, ...(consentOf(card).closed === null ? {} : { closed: null }) },
          words: t`Saved on this computer. It is taken back.`,
        },
        { onSuccess: onTaken },
      ),
  })
  return (
    <Ask
      title={t`Do they take it back?`}
      action={t`Yes, they take it back`}
      onAction={() => others.mutate()}
      onClose={onClose}
      isBusy={others.isPending || change.isPending}
    >
      {isAll ? <NothingKept all={all} ending={ending.data} /> : <Less card={card} ending={ending.data} />}
      <ProblemNote of={others.error ?? change.error ?? ending.error} />
    </Ask>
  )
}

/** What a new answer "only us" would end is what ends where they do not agree even to that. */
const leastOf = (card: Card): EndingAsk => ({ fields: { ...subjectOf(card), level: 1, asked: { date: today(), about: false } } })

/** Even that it is kept: all else ends too, and what is here is listed next. */
function NothingKept({ all, ending }: { all: readonly Card[]; ending: Ending | undefined }): ReactNode {
  return (
    <>
      <p>
        <Trans>Then they want you to keep nothing of them, not even for yourselves.</Trans>
      </p>
      {ending === undefined || ending.ends.length === 0 ? null : (
        <>
          <p>
            <Trans>All else that they agreed to ends too:</Trans>
          </p>
          <WhatEnds cards={all} ending={ending} />
        </>
      )}
      <p>
        <Trans>
          Nothing that you keep is erased yet. The page of this answer lists it, and “To follow” reminds you until it is erased, or until
          you say that you have looked at all of it.
        </Trans>
      </p>
    </>
  )
}

/** One answer that goes further than that. */
function Less({ card, ending }: { card: Card; ending: Ending | undefined }): ReactNode {
  const recipientWords = useRecipientWords()
  const recipient = recipientWords(textOf(card.fields['recipient']))
  return (
    <>
      <p>
        <Trans>From now on nothing more about them leaves because of this.</Trans>
      </p>
      {levelOf(consentOf(card)) < RUNG.coalition ? null : (
        <>
          <p>
            <Trans>
              What coalitions have of incidents in which they were harmed is erased there, as far as nothing else they agreed to covers it.
              Partners’ computers do so when they are next connected. Your own records stay.
            </Trans>
          </p>
          <TakenBack taken={ending?.taken ?? []} />
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
      {ending === undefined ? null : <ComplaintsThatStand ending={ending} />}
    </>
  )
}
