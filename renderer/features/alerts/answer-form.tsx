import { Trans, useLingui } from '@lingui/react/macro'
import { type FormEvent, type ReactNode, useState } from 'react'
import { type Alert, type AnswerFields, LIMITS } from '../../../core/engine/contract/index.ts'
import { useNotice } from '../../app/notice.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { More } from '../../ui/more.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { DraftNote } from '../write/draft-note.tsx'
import { type FormDraft, ofTexts, useFormDraft, useKeep } from '../write/use-form-draft.ts'
import { NeedsField } from './alert-fieldset.tsx'
import { hasQuietNews, isAnswerOnItsWay, ourAnswer, plainAnswer } from './alert-state.ts'
import { AnswerButtons } from './answer-buttons.tsx'
import { NameHint } from './name-hint.tsx'
import { useAnswer } from './use-alerts.ts'

/** All that can be answered: one of three with a press, what we bring once we have said that we come, and a question at any time. */
export function AnswerForm({ alert }: { alert: Alert }): ReactNode {
  return (
    <>
      <AnswerButtons alert={alert} />
      <p role="status">
        {isAnswerOnItsWay(alert) ? (
          <Trans>
            Our answer is not with <bdi>{alert.author.name}</bdi> yet, as far as we know. It goes out by itself.
          </Trans>
        ) : null}
      </p>
      {hasQuietNews(alert) ? <ReadNews alert={alert} /> : null}
      {alert.mine === 'responding' ? <Bring key={`bring ${alert.recordId}`} alert={alert} /> : null}
      <Question key={`ask ${alert.recordId}`} alert={alert} />
    </>
  )
}

/** Says the same again, so that the others see that the news has arrived. */
function ReadNews({ alert }: { alert: Alert }): ReactNode {
  const { t } = useLingui()
  const answer = useAnswer(alert)
  const { mine } = alert
  if (mine === null) return null
  return (
    <div className="actions">
      <Button look="primary" isDisabled={answer.isPending} onPress={() => answer.mutate(plainAnswer(alert, mine))}>
        {mine === 'responding' ? t`We have read the news, and still come` : t`We have read the news`}
      </Button>
      <ProblemNote of={answer.error} />
    </div>
  )
}

function Bring({ alert }: { alert: Alert }): ReactNode {
  const draft = useFormDraft({ form: 'brings', recordId: alert.recordId })
  return draft.start === undefined ? <ProblemNote of={draft.keptProblem} /> : <BringForm alert={alert} draft={draft} />
}

function Question({ alert }: { alert: Alert }): ReactNode {
  const draft = useFormDraft({ form: 'question', recordId: alert.recordId })
  return draft.start === undefined ? <ProblemNote of={draft.keptProblem} /> : <QuestionForm alert={alert} draft={draft} />
}

function BringForm({ alert, draft }: { alert: Alert; draft: FormDraft }): ReactNode {
  const { t } = useLingui()
  const notice = useNotice()
  const before = ourAnswer(alert)
  const [brings, setBrings] = useState<string[]>(draft.start?.lists['brings'] ?? before?.brings ?? [])
  const [line, setLine] = useState(draft.start?.texts['line'] ?? before?.line ?? '')
  useKeep(draft, { ...ofTexts({ line }), lists: { brings } })
  const [problem, setProblem] = useState<string | null>(null)
  const answer = useAnswer(alert, () => {
    void draft.drop()
    notice(t`Said. They see what we bring.`)
  })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    const isTooLong = line.trim().length > LIMITS.alertLine
    setProblem(isTooLong ? t`This is longer than ${LIMITS.alertLine} characters. Make it shorter.` : null)
    if (!isTooLong) answer.mutate({ ...plainAnswer(alert, 'responding'), brings, line })
  }
  return (
    <form className="stack" onSubmit={submit} noValidate>
      {alert.fields.needs.length === 0 ? null : (
        <NeedsField label={t`What we bring`} needs={alert.fields.needs} value={brings} onChange={setBrings} />
      )}
      <Field
        label={t`In our own words`}
        hint={t`When we are there, how many of us, what else.`}
        value={line}
        onChange={setLine}
        problem={problem}
        dir="auto"
      />
      <NameHint words={[line]} />
      <ProblemNote of={answer.error} />
      <div className="actions">
        <Button type="submit" isDisabled={answer.isPending}>{t`Say what we bring`}</Button>
        <DraftNote form={draft} />
      </div>
    </form>
  )
}

/** A question does not take back that we come; whoever has only seen the alert, or has not answered, answers with it. */
function QuestionForm({ alert, draft }: { alert: Alert; draft: FormDraft }): ReactNode {
  const { t } = useLingui()
  const notice = useNotice()
  const [question, setQuestion] = useState(draft.start?.texts['question'] ?? '')
  const [wasBegun] = useState(draft.start !== null)
  useKeep(draft, ofTexts({ question }))
  const [problem, setProblem] = useState<string | null>(null)
  const answer = useAnswer(alert, () => {
    setQuestion('')
    notice(t`Asked. The reply comes as news on the alert.`)
  })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    const text = question.trim()
    const wrong =
      text === ''
        ? t`Write your question.`
        : text.length > LIMITS.alertQuestion
          ? t`This is longer than ${LIMITS.alertQuestion} characters. Make it shorter.`
          : null
    setProblem(wrong)
    if (wrong !== null || answer.isPending) return
    const said: AnswerFields = alert.mine === 'responding' ? plainAnswer(alert, 'responding') : plainAnswer(alert, 'question')
    answer.mutate({ ...said, question: text })
  }
  return (
    <More title={t`Ask them a question`} level={3} defaultExpanded={wasBegun}>
      <form className="stack" onSubmit={submit} noValidate>
        <Field label={t`Our question`} value={question} onChange={setQuestion} problem={problem} dir="auto" />
        <p className="hint">
          <Trans>All partners in the coalition can read it.</Trans>
        </p>
        <NameHint words={[question]} />
        <ProblemNote of={answer.error} />
        <div className="actions">
          <Button type="submit" isDisabled={answer.isPending}>{t`Send the question`}</Button>
          <DraftNote form={draft} />
        </div>
      </form>
    </More>
  )
}
