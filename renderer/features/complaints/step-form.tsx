import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { type Card, CODES, type ComplaintState, isTheirTurn, type SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { Button } from '../../ui/button.tsx'
import { DayField } from '../../ui/day-field.tsx'
import { Choice, Field } from '../../ui/field.tsx'
import { useFocusHere } from '../../ui/focus-here.ts'
import { ProblemNote } from '../../ui/problem.tsx'
import { dateIn, textOf } from '../cards/form-model.ts'
import { useOneClick } from '../cards/use-amend.ts'
import { AskUnnamed } from '../consent/ask-unnamed.tsx'
import { dayAhead, today } from '../follow/day-groups.ts'
import { DraftNote } from '../write/draft-note.tsx'
import { type FormDraft, ofTexts } from '../write/use-form-draft.ts'
import { newKey, papersFor, stepChanges } from './life.ts'
import { StepFormPapers, useStepPapers } from './step-form-papers.tsx'
import { mayGo, NotAgreed, type Unnamed, Whose } from './whose.tsx'

/** One more step of a complaint: when, what is to be remembered of it, and by when they should answer. */
export function StepForm({
  card,
  state,
  draft,
  house,
  onClose,
  onReopen,
}: {
  card: Card
  state: ComplaintState
  draft: FormDraft
  /** Where papers can be added; null: they cannot. */
  house: SpaceId | null
  onClose: () => void
  /** What was thrown away is there again. */
  onReopen: () => void
}): ReactNode {
  const { t } = useLingui()
  const codeWords = useCodeWords()
  const change = useOneClick(card)
  const heading = useFocusHere()
  const id = useId()
  const { fields } = card
  const [key] = useState(newKey)
  const [begun] = useState(draft.start?.texts['state'] === state ? draft.start : null)
  const [day, setDay] = useState(begun?.dates['day'] ?? today)
  const [note, setNote] = useState(begun?.texts['note'] ?? '')
  const [answerBy, setAnswerBy] = useState(begun?.dates['answerBy'] ?? dateIn(fields['answerBy'])?.date ?? '')
  const [reason, setReason] = useState(begun?.texts['reason'] ?? '')
  const [reference, setReference] = useState(begun?.texts['reference'] ?? textOf(fields['reference']))
  const [whose, setWhose] = useState(begun?.texts['whose'] ?? (textOf(fields['confidentiality']) || 'intermediary'))
  const said = { ...ofTexts({ state, note, reason, reference, whose }), dates: { day, answerBy } }
  const { files, papers } = useStepPapers(draft, said, house)
  const words = codeWords('complaintState', state)
  const isFiled = state === 'filed'
  const { queries } = useEngine()
  const named = whose === 'named'
  const agreed = useQuery({ ...queries.cards.unnamable.queryOptions({ input: { recordId: card.recordId, named } }), enabled: isFiled })
  const isHeld = isFiled && !mayGo(agreed.data, named)
  const [asked, setAsked] = useState<Unnamed | null>(null)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isHeld || papers.isBusy) return
    const changes = {
      ...stepChanges(state, { key, day, note, answerBy }),
      ...(isFiled ? { confidentiality: whose } : {}),
      ...(reference === textOf(fields['reference']) ? {} : { reference: reference.trim() }),
      ...(state === 'closed' ? { closedReason: reason === '' ? null : reason } : {}),
      ...papersFor(fields, `step:${key}`, files),
    }
    change.mutate({
      changes,
      words: t`Saved on this computer. It says “${words}” now.`,
      undo: true,
      onSaved: () => {
        void draft.drop()
        onClose()
      },
    })
  }
  if (asked !== null) return <AskUnnamed {...asked} onDone={() => setAsked(null)} />
  return (
    <form className="step-form" aria-labelledby={id} onSubmit={submit}>
      <h3 id={id} ref={heading} tabIndex={-1}>
        {words}
      </h3>
      {state === 'consent' ? (
        <p>
          <Trans>
            Ask each person it is about, and write the answer on their page. What they agreed to there is what holds; this step only says
            that you have asked.
          </Trans>
        </p>
      ) : null}
      {isFiled ? <Whose value={whose} onChange={setWhose} /> : null}
      {isFiled ? <NotAgreed of={agreed.data} body={textOf(fields['body'])} named={named} onAsk={setAsked} /> : null}
      <ProblemNote of={isFiled ? agreed.error : null} />
      <DayField label={t`On which day`} value={day} onChange={setDay} offers={[{ words: t`Today`, day: today() }]} />
      {isFiled || state === 'acknowledged' ? (
        <Field
          label={t`Their number for it`}
          hint={t`If they gave one.`}
          value={reference}
          onChange={setReference}
          maxLength={200}
          dir="auto"
        />
      ) : null}
      {state === 'closed' ? (
        <Choice
          label={t`Why it is closed`}
          value={reason}
          onChange={setReason}
          options={[
            { value: '', label: t`Not said` },
            ...CODES.closedReason.map((code) => ({ value: code, label: codeWords('closedReason', code) })),
          ]}
        />
      ) : null}
      {isTheirTurn(state) ? (
        <DayField
          label={t`They should answer by`}
          hint={t`Parasol reminds you under “To follow” when the day comes.`}
          value={answerBy}
          onChange={setAnswerBy}
          offers={[
            { words: t`In two weeks`, day: dayAhead(14) },
            { words: t`In a month`, day: dayAhead(30) },
          ]}
        />
      ) : null}
      {isTheirTurn(state) ? (
        <p className="hint" role="status">
          {answerBy !== '' && answerBy < day ? <Trans>They should answer before this was done. Is it the right day?</Trans> : null}
        </p>
      ) : null}
      <Field label={t`To remember`} value={note} onChange={setNote} rows={2} dir="auto" />
      {house === null ? null : <StepFormPapers papers={papers} />}
      <ProblemNote of={change.error} />
      <div className="actions">
        <Button type="submit" look="primary" isDisabled={change.isPending || isHeld || papers.isBusy}>{t`Save this step`}</Button>
        <Button look="quiet" onPress={() => draft.throwAway({ close: onClose, reopen: onReopen })}>{t`Not yet`}</Button>
        <DraftNote form={draft} />
      </div>
    </form>
  )
}
