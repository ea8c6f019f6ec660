import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { PenLine, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { type Card, type ComplaintState, complaintStateOf, isTheirTurn } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { Button } from '../../ui/button.tsx'
import { usePartialWords } from '../../ui/moment.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { dateIn, textOf } from '../cards/form-model.ts'
import { NamedIncidents } from '../cards/long-texts.tsx'
import { useCardLabels } from '../cards/said.tsx'
import { useOneClick } from '../cards/use-amend.ts'
import { isOurs } from '../files/files-record.ts'
import { useSpaces } from '../log/names.ts'
import { useFormDraft } from '../write/use-form-draft.ts'
import { nextOf, papersOf, saidFirst, stepsOf } from './life.ts'
import { StepForm } from './step-form.tsx'
import { StepPapers } from './step-papers.tsx'
import { NameStands } from './whose.tsx'

/** A complaint: where it stands, what can come next, what is behind, and what it is about. */
export function ComplaintParts({ card, facts }: { card: Card; facts: ReactNode }): ReactNode {
  const label = useCardLabels('complaint')
  return (
    <>
      <Standing card={card} />
      <Behind card={card} />
      <NamedIncidents card={card} title={label('incidents')} />
      {facts}
      {card.author.own ? <Reprisal card={card} /> : null}
    </>
  )
}

function Standing({ card }: { card: Card }): ReactNode {
  const { t } = useLingui()
  const codeWords = useCodeWords()
  const whenWords = usePartialWords()
  const router = useRouter()
  const { houseId } = useSpaces()
  const house = isOurs(card, houseId) ? houseId : null
  const draft = useFormDraft({ form: 'step', recordId: card.recordId })
  const [pressed, setPressed] = useState<ComplaintState | null | undefined>(undefined)
  const { fields } = card
  const state = complaintStateOf(fields['state'])
  // A step that was begun is open again, unless another was taken meanwhile.
  const begun = nextOf(state).find((next) => next === draft.begun?.texts['state']) ?? null
  // Its form stays until what it says is saved, and forgotten as a draft: the record stands elsewhere a moment before that.
  if (pressed === undefined && begun !== null) setPressed(begun)
  const chosen = pressed ?? null
  const answerBy = dateIn(fields['answerBy'])
  const reason = textOf(fields['closedReason'])
  return (
    <section className="card-section" aria-label={t`Where it stands`}>
      <h2>
        <Trans>Where it stands</Trans>
      </h2>
      <p className="standing">
        <strong>{codeWords('complaintState', textOf(fields['state']) || state)}</strong>
        {state === 'closed' && reason !== '' ? `: ${codeWords('closedReason', reason)}` : null}
      </p>
      {isTheirTurn(state) ? (
        <p>
          {answerBy === null ? t`No day is set by which they should answer.` : t`They should answer by ${whenWords(answerBy)}.`}{' '}
          {answerBy === null && card.author.own ? (
            <button
              type="button"
              className="link"
              onClick={() => router.go({ screen: 'amend-card', recordId: card.recordId, field: 'answerBy' })}
            >{t`Set a day`}</button>
          ) : null}
        </p>
      ) : null}
      <NameStands card={card} />
      {!card.author.own ? null : chosen === null || draft.start === undefined ? (
        <>
          <p className="quiet">
            <Trans>What has happened next?</Trans>
          </p>
          <div className="actions">
            {nextOf(state).map((next, index) => (
              <Button key={next} look={index === 0 && state !== 'closed' ? 'primary' : 'plain'} onPress={() => setPressed(next)}>
                {codeWords('complaintState', next)}
              </Button>
            ))}
          </div>
        </>
      ) : (
        <StepForm
          key={`${chosen} ${draft.round}`}
          card={card}
          state={chosen}
          draft={draft}
          house={house}
          onClose={() => setPressed(null)}
          onReopen={() => setPressed(chosen)}
        />
      )}
    </section>
  )
}

/** The steps that are behind, each with its day. */
function Behind({ card }: { card: Card }): ReactNode {
  const { t } = useLingui()
  const codeWords = useCodeWords()
  const whenWords = usePartialWords()
  const { queries } = useEngine()
  // It says which of two steps of one day was first; one step needs no order.
  const isOne = stepsOf(card.fields).length < 2
  const history = useQuery({ ...queries.records.history.queryOptions({ input: { recordId: card.recordId } }), enabled: !isOne })
  const { houseId } = useSpaces()
  const house = isOurs(card, houseId) ? houseId : null
  const papers = papersOf(card.fields)
  const steps = stepsOf(card.fields, saidFirst(history.data ?? []))
  if (steps.length === 0) return null
  return (
    <section className="card-section">
      <h2>
        <Trans>Steps so far</Trans>
      </h2>
      <ol className="behind" aria-label={t`Steps so far`}>
        {steps.map(({ field, state, date, note }) => (
          <li key={field}>
            <span className="quiet">{whenWords(date)}</span>
            <span>
              {codeWords('complaintState', state)}
              {note === '' ? null : (
                <span className="said quiet" dir="auto">
                  {note}
                </span>
              )}
            </span>
            <StepPapers
              card={card}
              step={field}
              words={date === null ? codeWords('complaintState', state) : `${codeWords('complaintState', state)}, ${whenWords(date)}`}
              papers={papers.get(field) ?? []}
              house={house}
            />
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Whether somebody was made to pay for the complaint: said at any point, with one click. */
function Reprisal({ card }: { card: Card }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const change = useOneClick(card)
  const happened = card.fields['reprisal'] === true
  return (
    <section className="card-section" aria-label={t`Reprisals`}>
      <h2>
        <Trans>Reprisals</Trans>
      </h2>
      {happened ? (
        <p className="reprisal">
          <TriangleAlert aria-hidden />
          <span>
            <Trans>There was a reprisal. Write it as an incident of its own, of the kind “Reprisal”.</Trans>
          </span>
        </p>
      ) : (
        <p className="quiet">
          <Trans>Has somebody been threatened or hurt because of this complaint?</Trans>
        </p>
      )}
      <div className="actions">
        {happened ? (
          <Button icon={PenLine} onPress={() => router.go({ screen: 'write', draftId: null, kind: 'reprisal' })}>{t`Write it down`}</Button>
        ) : null}
        <Button
          look={happened ? 'quiet' : 'plain'}
          onPress={() => change.mutate({ changes: { reprisal: !happened }, words: t`Saved on this computer.` })}
          isDisabled={change.isPending}
        >
          {happened ? t`No, there was none` : t`Yes, there was a reprisal`}
        </Button>
      </div>
      <ProblemNote of={change.error} />
    </section>
  )
}
