import { useLingui } from '@lingui/react/macro'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Checkbox } from 'react-aria-components'
import { type Alert, type AlertChanges, alertDraftSchema, LIMITS } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { More } from '../../ui/more.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useSpaces } from '../log/names.ts'
import { DraftNote } from '../write/draft-note.tsx'
import { type FormDraft, ofTexts, useKeep } from '../write/use-form-draft.ts'
import { AlertFieldset, useLastsWords } from './alert-fieldset.tsx'
import { NameHint } from './name-hint.tsx'
import { changesOf, readAlert, type Typed, type TypedProblems, typedOf, wordsOf } from './raise-model.ts'
import { useAlertChange } from './use-alerts.ts'

/** What was typed of an alert before, over what it says now. One that does not fit any more is left out. */
function typedAgain(now: Typed, before: string | undefined): Typed {
  try {
    return alertDraftSchema.omit({ left: true }).safeParse(JSON.parse(before ?? '')).data ?? now
  } catch {
    return now
  }
}

interface UpdateFormProps {
  alert: Alert
  draft: FormDraft
  onDone: () => void
  /** What was thrown away is there again. */
  onReopen: () => void
}

/** A line of news, also as the reply to a question; that the alert goes on; and what has changed, in a section that is closed. */
export function UpdateForm({ alert, draft, onDone, onReopen }: UpdateFormProps): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  const { nameOf } = useSpaces()
  const notice = useNotice()
  const lastsWords = useLastsWords()
  const [begun] = useState(draft.start)
  const [news, setNews] = useState(begun?.texts['news'] ?? '')
  const [typed, setTyped] = useState(() => typedAgain(typedOf(alert), begun?.texts['typed']))
  const [prolonged, setProlonged] = useState(begun?.flags['prolonged'] ?? alert.over)
  useKeep(draft, { ...ofTexts({ news, typed: JSON.stringify(typed) }), flags: { prolonged } })
  const [found, setFound] = useState<TypedProblems>({})
  const [problem, setProblem] = useState<string | null>(null)
  const update = useAlertChange(
    (asked: { changes: AlertChanges; news: string }) => client.alerts.update({ recordId: alert.recordId, ...asked }),
    () => {
      notice(t`Saved. It goes out by itself to whoever can be reached.`)
      void draft.drop()
      onDone()
    },
  )
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    const read = readAlert(typed, new Date())
    setFound('problems' in read ? read.problems : {})
    // Another time than before is said on purpose, too.
    const changes = 'fields' in read ? changesOf(alert, read.fields, prolonged || typed.lasts !== alert.fields.lasts) : {}
    const isNothing = news.trim() === '' && 'fields' in read && Object.keys(changes).length === 0
    const isTooLong = news.trim().length > LIMITS.alertNews
    setProblem(
      isNothing ? t`Write what is new.` : isTooLong ? t`This is longer than ${LIMITS.alertNews} characters. Make it shorter.` : null,
    )
    if ('fields' in read && !isNothing && !isTooLong) update.mutate({ changes, news })
  }
  return (
    <form className="stack write" onSubmit={submit} noValidate>
      <Field
        label={t`What is new`}
        hint={t`One line, for example: police left at 23:40. All partners see it, also as the reply to a question.`}
        value={news}
        onChange={(text) => {
          setNews(text)
          setProblem(null)
        }}
        problem={problem}
        dir="auto"
        autoFocus
      />
      <Checkbox className="pick pick-box pick-bare" isSelected={prolonged} onChange={setProlonged}>
        {t`It goes on: ${lastsWords(typed.lasts)} more from now`}
      </Checkbox>
      <More title={t`Change what the alert says`} defaultExpanded={Object.keys(found).length > 0}>
        <div className="stack">
          <AlertFieldset
            typed={typed}
            problems={found}
            onChange={(changes) => {
              setTyped((now) => ({ ...now, ...changes }))
              setFound((said) => Object.fromEntries(Object.entries(said).filter(([field]) => !(field in changes))))
            }}
          />
        </div>
      </More>
      {/* What they have read already is no news. */}
      <NameHint words={[news, ...wordsOf(typed).filter((text) => !wordsOf(typedOf(alert)).includes(text))]} />
      <ProblemNote of={update.error} />
      <div className="actions">
        <Button type="submit" look="primary" isDisabled={update.isPending}>{t`Say it in ${nameOf(alert.spaceId)}`}</Button>
        <Button
          look="quiet"
          onPress={() => draft.throwAway({ close: onDone, reopen: onReopen })}
          isDisabled={update.isPending}
        >{t`Say nothing`}</Button>
        <DraftNote form={draft} />
      </div>
    </form>
  )
}
