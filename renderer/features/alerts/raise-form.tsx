import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import type { AlertDraft, AlertFields, Coalition, SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useRouter } from '../../app/router.tsx'
import { useStillOpen } from '../../app/still-open.ts'
import { listWords } from '../../i18n/lists.ts'
import { Button } from '../../ui/button.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { ProblemNote } from '../../ui/problem.tsx'
import { SaveBar } from '../../ui/save-bar.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { DraftNote } from '../write/draft-note.tsx'
import { AlertFieldset } from './alert-fieldset.tsx'
import { AudiencesField } from './audiences-field.tsx'
import { KindPicker } from './kind-picker.tsx'
import { NameHint } from './name-hint.tsx'
import { KeepKind } from './own-kinds.tsx'
import { EMPTY_ALERT, isEmptyAlert, readAlert, type TypedProblems, wordsOf } from './raise-model.ts'
import { useAlertForm } from './use-alert-form.ts'
import { useLeavesWords } from './use-leaves-words.ts'

/** `start`: what is half written here already; null where nothing is. */
export function RaiseForm({ coalitions, start }: { coalitions: readonly Coalition[]; start: AlertDraft | null }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const router = useRouter()
  const notice = useNotice()
  const isStillOpen = useStillOpen()
  const leavesWords = useLeavesWords()
  const form = useAlertForm(start)
  const { typed, change, keeper } = form
  const [found, setFound] = useState<TypedProblems>({})
  const [nobody, setNobody] = useState(false)
  const where = useRef<HTMLInputElement>(null)
  const what = useRef<HTMLInputElement>(null)
  const audiences = coalitions.filter(({ spaceId }) => !typed.left.includes(spaceId))
  const wasBegun = start !== null && !isEmptyAlert(start)

  const raise = useOnce({
    mutationFn: async (asked: { fields: AlertFields; audiences: SpaceId[] }) => {
      await keeper.flush()
      keeper.close()
      return client.alerts.raise(asked)
    },
    onError: () => keeper.reopen(),
    onSuccess: async ({ raised, missed }) => {
      await cache.invalidateQueries({ queryKey: queries.alerts.key() })
      const names = coalitions.filter(({ spaceId }) => missed.includes(spaceId)).map(({ name }) => name)
      if (names.length > 0) notice(t`It could not be saved for ${listWords(names)}. Raise it there again.`)
      else notice(t`The alert is raised. It goes out by itself to whoever can be reached.`)
      const recordId = raised.length === 1 ? (raised[0]?.recordId ?? null) : null
      if (isStillOpen()) router.replace({ screen: 'alerts', recordId })
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    const read = readAlert(typed, new Date())
    setFound('problems' in read ? read.problems : {})
    setNobody(audiences.length === 0)
    if ('fields' in read && audiences.length > 0) raise.mutate({ fields: read.fields, audiences: audiences.map(({ spaceId }) => spaceId) })
  }
  const [only] = audiences
  const leaves = leavesWords(typed)
  return (
    <form className="stack" onSubmit={submit} noValidate>
      {wasBegun ? (
        <p className="actions" role="status">
          <span className="quiet">
            <Trans>This alert was begun before, and was not sent.</Trans>
          </span>
          <Button look="quiet" onPress={() => change(EMPTY_ALERT)}>{t`Begin anew`}</Button>
        </p>
      ) : null}
      <KindPicker
        typed={typed}
        autoFocus={!wasBegun}
        onType={() => what.current?.focus()}
        onPick={(kind) => {
          change(kind)
          setFound({})
          where.current?.focus()
        }}
      />
      <AlertFieldset
        typed={typed}
        problems={found}
        whereRef={where}
        whatRef={what}
        autoFocus={wasBegun}
        onChange={(changes) => {
          change(changes)
          // What is being put right is said no longer.
          setFound((said) => Object.fromEntries(Object.entries(said).filter(([field]) => !(field in changes))))
        }}
      />
      <AudiencesField
        coalitions={coalitions}
        audiences={audiences.map(({ spaceId }) => spaceId)}
        onChange={(chosen) => {
          change({ left: coalitions.map(({ spaceId }) => spaceId).filter((spaceId) => !chosen.includes(spaceId)) })
          setNobody(false)
        }}
        problem={nobody ? t`Choose at least one coalition.` : null}
      />
      <KeepKind typed={typed} />
      <SaveBar>
        <ProblemNote of={raise.error} />
        <NameHint words={wordsOf(typed)} />
        {leaves === null ? null : <p className="quiet">{leaves}</p>}
        {audiences.length > 0 && audiences.every(({ members }) => members.every(({ own }) => own)) ? (
          <p className="note note-strong">
            <Trans>Nobody else is in there yet, so this alert reaches nobody now. Call or write to people in another way.</Trans>
          </p>
        ) : null}
        <div className="actions">
          <Button type="submit" look="primary" isDisabled={raise.isPending}>
            {audiences.length === 1 && only !== undefined
              ? t`Raise the alert in ${only.name}`
              : t`Raise the alert in ${audiences.length} coalitions`}
          </Button>
          <DraftNote form={form} />
        </div>
      </SaveBar>
    </form>
  )
}
