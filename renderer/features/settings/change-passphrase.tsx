import { Trans, useLingui } from '@lingui/react/macro'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { problemOf } from '../../i18n/problem.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { PassphraseFields } from '../welcome/passphrase-fields.tsx'
import { useNewPassphrase } from '../welcome/use-new-passphrase.ts'

/** A new passphrase for the same log. The recovery words stay the same. `isAsked`: it was opened for this. */
export function ChangePassphrase({ isAsked }: { isAsked: boolean }): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  const notice = useNotice()
  const [isOpen, setOpen] = useState(isAsked)
  const [current, setCurrent] = useState('')
  const [currentProblem, setCurrentProblem] = useState<string | null>(null)
  const choice = useNewPassphrase()
  const form = useRef<HTMLFormElement>(null)
  const close = (): void => {
    setOpen(false)
    setCurrent('')
    setCurrentProblem(null)
    choice.clear()
    change.reset()
  }
  const change = useOnce({
    mutationFn: (input: { current: string; next: string }) => client.vault.changePassphrase(input),
    gcTime: 0,
    onError: (error) => {
      if (problemOf(error).code !== 'WRONG_PASSPHRASE') return
      // It is said where it is to be put right, far above the button.
      setCurrentProblem(t`This is not the passphrase. Nothing has changed. Check that Caps Lock is off and type it again.`)
      // The first field, and at once: what is switched on again takes the focus only where nothing has it.
      form.current?.querySelector('input')?.focus()
      form.current?.querySelector('input')?.select()
    },
    onSuccess: () => {
      close()
      notice(t`The passphrase is changed. The old one opens nothing any more.`)
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    const problem = current === '' ? t`Type the passphrase that opens the log now.` : null
    setCurrentProblem(problem)
    const next = choice.check()
    if (problem === null && next !== null) change.mutate({ current, next })
  }
  const isWrongNow = change.isError && problemOf(change.error).code === 'WRONG_PASSPHRASE'
  if (!isOpen) {
    return (
      <div className="actions">
        <Button onPress={() => setOpen(true)}>{t`Change the passphrase`}</Button>
      </div>
    )
  }
  return (
    <form ref={form} className="stack narrow" onSubmit={submit} noValidate>
      <Field
        label={t`Passphrase now`}
        dir="ltr"
        type="password"
        value={current}
        onChange={(typed) => {
          setCurrent(typed)
          setCurrentProblem(null)
        }}
        problem={currentProblem}
        autoComplete="current-password"
        autoFocus
      />
      <PassphraseFields choice={choice} label={t`New passphrase`} />
      {change.isPending || isWrongNow ? null : <ProblemNote of={change.error} />}
      <div className="actions">
        <Button type="submit" look="primary" isDisabled={change.isPending}>{t`Set the new passphrase`}</Button>
        <Button look="quiet" onPress={close} isDisabled={change.isPending}>{t`Leave it as it is`}</Button>
      </div>
      {change.isPending ? (
        <p className="quiet" role="status">
          <Trans>Changing it. This takes a few seconds.</Trans>
        </p>
      ) : null}
    </form>
  )
}
