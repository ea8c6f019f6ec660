import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import { type Alert, LIMITS } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Ask } from '../../ui/ask.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useFormDraft } from '../write/use-form-draft.ts'
import { reachedBy } from './alert-state.ts'
import { NameHint } from './name-hint.tsx'
import { UpdateForm } from './update-form.tsx'
import { useAlertChange } from './use-alerts.ts'

/** An alert of our own: how far it has come, what is new about it, and its end. */
export function OwnAlert({ alert }: { alert: Alert }): ReactNode {
  return (
    <div className="stack">
      <p role="status">
        <Reach alert={alert} />
      </p>
      {alert.stoodDownAt === null ? <Acts alert={alert} /> : null}
    </div>
  )
}

function Acts({ alert }: { alert: Alert }): ReactNode {
  const { t } = useLingui()
  const draft = useFormDraft({ form: 'news', recordId: alert.recordId })
  const [chosen, setDoing] = useState<'nothing' | 'updating' | 'ending' | null>(null)
  // What was begun is open again.
  const doing = chosen ?? (draft.begun === null ? 'nothing' : 'updating')
  const stop = (): void => setDoing('nothing')
  return (
    <>
      {alert.over ? (
        <p>
          <Trans>Its time is past, so it counts as over. Does it go on? Say so, and it is open again with everybody.</Trans>
        </p>
      ) : null}
      {doing === 'updating' && draft.start !== undefined ? (
        <UpdateForm key={draft.round} alert={alert} draft={draft} onDone={stop} onReopen={() => setDoing('updating')} />
      ) : (
        <div className="actions">
          <Button look="primary" onPress={() => setDoing('updating')}>
            {alert.over ? t`It goes on` : t`Say what is new`}
          </Button>
          <Button onPress={() => setDoing('ending')}>{t`Say that it is over`}</Button>
        </div>
      )}
      {doing === 'ending' ? <StandDown alert={alert} onDone={stop} /> : null}
    </>
  )
}

function StandDown({ alert, onDone }: { alert: Alert; onDone: () => void }): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  const [words, setWords] = useState('')
  const end = useAlertChange(() => client.alerts.standDown({ recordId: alert.recordId, words }), onDone)
  const isTooLong = words.trim().length > LIMITS.alertNews
  return (
    <Ask
      title={t`Is this alert over?`}
      action={t`It is over`}
      keep={t`It goes on`}
      onAction={() => {
        if (!isTooLong) end.mutate(undefined)
      }}
      onClose={onDone}
      isBusy={end.isPending}
    >
      <p>
        <Trans>Partners see that it is over, and nobody can answer any more. If it begins again, raise a new alert.</Trans>
      </p>
      <Field
        label={t`How it ended`}
        hint={t`One line for the partners, or nothing. For example: all released.`}
        value={words}
        onChange={setWords}
        problem={isTooLong ? t`This is longer than ${LIMITS.alertNews} characters. Make it shorter.` : null}
        dir="auto"
      />
      <NameHint words={[words]} />
      <ProblemNote of={end.error} />
    </Ask>
  )
}

/** How far an own alert has come, by what partners' computers have signed for; and its end, where that is not with all who have the alert. */
function Reach({ alert }: { alert: Alert }): ReactNode {
  const reached = reachedBy(alert)
  if (reached === null) return null
  const { state, partners, of } = reached
  switch (state) {
    case 'alone':
      return <Trans>Not yet with anyone: there is no partner in this coalition yet.</Trans>
    case 'queued':
      return <Trans>Kept. It goes out as soon as a partner’s computer is there, or with a courier drive.</Trans>
    case 'on-the-way':
      return <Trans>On the way: a partner’s computer is there.</Trans>
    case 'held':
      return (
        <>
          <Plural value={of} one={`With ${partners} of # organisation.`} other={`With ${partners} of # organisations.`} />{' '}
          <LastWord alert={alert} partners={partners} />
        </>
      )
  }
}

/** That an update or the end is with fewer than the alert itself. */
function LastWord({ alert: { reach, stoodDownAt, updateCount }, partners }: { alert: Alert; partners: number }): ReactNode {
  if (reach === undefined || reach.latest >= partners || (stoodDownAt === null && updateCount === 0)) return null
  if (stoodDownAt !== null)
    return (
      <Plural value={reach.latest} _0="Nobody knows yet that it is over." one="# knows that it is over." other="# know that it is over." />
    )
  return (
    <Plural value={reach.latest} _0="The last news is with nobody yet." one="The last news is with #." other="The last news is with #." />
  )
}
