import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Card, Ending, SpaceId } from '../../../core/engine/contract/index.ts'
import { useRouter } from '../../app/router.tsx'
import { Ask } from '../../ui/ask.tsx'
import { NamesOutWords, UnderNameList } from '../complaints/under-name.tsx'
import { useRungWords } from './ladder.ts'
import { useRecipientWords, useToWhomWords } from './use-recipient-words.ts'

/** Records that are named one by one; of more it is said how many there are. */
const NAMED_MAX = 5

/** What somebody agreed to before that a new answer ends: said while that is chosen. */
export function EndedNote({ cards }: { cards: readonly Card[] }): ReactNode {
  return (
    // Stands before there is something to say, so that readers hear what comes into it.
    <div role="status">
      {cards.length === 0 ? null : (
        <div className="note note-strong">
          <div>
            <p>
              <Trans>This ends what they agreed to before:</Trans>
            </p>
            <AnswerList cards={cards} />
          </div>
        </div>
      )}
    </div>
  )
}

/** Asks before an answer is written that ends earlier ones: says which, and what is taken back from whom. */
export function EndsBefore({
  cards,
  ending,
  isBusy,
  onSave,
  onClose,
}: {
  cards: readonly Card[]
  ending: Ending
  isBusy: boolean
  onSave: () => void
  onClose: () => void
}): ReactNode {
  const { t } = useLingui()
  return (
    <Ask
      title={t`Does this end what they agreed to before?`}
      action={t`Yes, save it and end that`}
      keep={t`Back to the answer`}
      onAction={onSave}
      onClose={onClose}
      isBusy={isBusy}
    >
      <p>
        <Trans>This answer goes less far. Saving it ends this:</Trans>
      </p>
      <WhatEnds cards={cards} ending={ending} />
    </Ask>
  )
}

/** Which of all that somebody agreed to ends, what is taken back from whom, and what is to be done about names that are known. */
export function WhatEnds({ cards, ending }: { cards: readonly Card[]; ending: Ending }): ReactNode {
  return (
    <>
      <AnswerList cards={cards.filter(({ recordId }) => ending.ends.includes(recordId))} />
      <TakenBack taken={ending.taken} />
      <ComplaintsThatStand ending={ending} />
      <p>
        <Trans>What others have read, copied, printed or handed on, Parasol cannot take back. Tell them yourselves.</Trans>
      </p>
    </>
  )
}

/** Open complaints that stand on what ends: Parasol cannot take them back from who has them. */
export function ComplaintsThatStand({ ending: { names, handedIn } }: { ending: Pick<Ending, 'names' | 'handedIn'> }): ReactNode {
  return (
    <>
      {names.length === 0 ? null : (
        <>
          <p>
            <NamesOutWords count={names.length} />
          </p>
          <UnderNameList complaints={names} />
        </>
      )}
      {handedIn.length === 0 ? null : (
        <>
          <p>
            <Plural
              value={handedIn.length}
              one="# open complaint is about what happened to them, without their name. Parasol cannot take it back. Ask the authority what it still does with it, and tell them:"
              other="# open complaints are about what happened to them, without their name. Parasol cannot take them back. Ask the authority of each what it still does with it, and tell them:"
            />
          </p>
          <UnderNameList complaints={handedIn} />
        </>
      )}
    </>
  )
}

/** What coalitions have and is erased there: of each which incidents, and what was written there about them. */
export function TakenBack({ taken }: { taken: Ending['taken'] }): ReactNode {
  const recipientWords = useRecipientWords()
  const coalitions = new Map<SpaceId, Ending['taken']>()
  for (const one of taken) coalitions.set(one.spaceId, [...(coalitions.get(one.spaceId) ?? []), one])
  return [...coalitions].map(([spaceId, all]) => {
    const incidents = all.filter(({ kind }) => kind === 'incident')
    const about = all.filter(({ kind }) => kind !== 'incident')
    const count = incidents.length
    const records = about.length
    const coalition = recipientWords(spaceId)
    return (
      <div key={spaceId}>
        {count === 0 ? null : (
          <p>
            <Trans>
              What <bdi>{coalition}</bdi> has of this is erased there: <Plural value={count} one="# incident" other="# incidents" />.
            </Trans>
          </p>
        )}
        <TakenList taken={incidents} />
        {records === 0 ? null : (
          <p>
            <Trans>
              What you wrote for <bdi>{coalition}</bdi> about such an incident is erased too:{' '}
              <Plural value={records} one="# record" other="# records" />.
            </Trans>
          </p>
        )}
        <TakenList taken={about} />
      </div>
    )
  })
}

function TakenList({ taken }: { taken: Ending['taken'] }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const further = taken.length - NAMED_MAX
  if (taken.length === 0) return null
  return (
    <ul className="named">
      {taken.slice(0, NAMED_MAX).map(({ recordId, kind, title }) => (
        <li key={recordId}>
          <button
            type="button"
            className="link"
            onClick={() => router.go(kind === 'incident' ? { screen: 'log', recordId } : { screen: 'card', recordId })}
          >
            {/* Only a link has no words of its own. */}
            <bdi>{title === '' ? t`A link between two records` : title}</bdi>
          </button>
        </li>
      ))}
      {further > 0 ? (
        <li>
          <Plural value={further} one="and # more" other="and # more" />
        </li>
      ) : null}
    </ul>
  )
}

/** Answers of one person, each with whom it lets have it. */
export function AnswerList({ cards }: { cards: readonly Card[] }): ReactNode {
  const rungWords = useRungWords()
  const toWhom = useToWhomWords()
  return (
    <ul className="named">
      {cards.map((card) => (
        <li key={card.recordId}>
          {rungWords(Number(card.fields['level'] ?? 1))} <bdi className="quiet">{toWhom(card)}</bdi>
        </li>
      ))}
    </ul>
  )
}
