import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { useTooLongWords } from '../../i18n/use-too-long-words.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { ProblemNote } from '../../ui/problem.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { PassphraseFields } from './passphrase-fields.tsx'
import { useNewPassphrase } from './use-new-passphrase.ts'

export interface NewVaultProps {
  title: string
  /** Of the name that is asked for: its field, and what is said where it is missing. */
  label: string
  hint: string
  missing: string
  maxLength: number
  /** What is said about the passphrase, heading and all. */
  children: ReactNode
  action: string
  create(name: string, passphrase: string): Promise<unknown>
  onBack(): void
}

/** A name and a passphrase, and a log that they make. */
export function NewVault({ title, label, hint, missing, maxLength, children, action, create, onBack }: NewVaultProps): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const cache = useQueryClient()
  const tooLong = useTooLongWords()
  const [name, setName] = useState('')
  const [nameProblem, setNameProblem] = useState<string | null>(null)
  const passphrase = useNewPassphrase()
  const making = useOnce({
    mutationFn: (input: { name: string; passphrase: string }) => create(input.name, input.passphrase),
    gcTime: 0,
    onSuccess: () => cache.invalidateQueries({ queryKey: queries.vault.status.key() }),
  })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    const chosenName = name.trim()
    const problem = chosenName === '' ? missing : chosenName.length > maxLength ? tooLong(chosenName.length, maxLength) : null
    setNameProblem(problem)
    const chosen = passphrase.check()
    if (problem === null && chosen !== null) making.mutate({ name: chosenName, passphrase: chosen })
  }
  return (
    <Sheet title={title} step={t`Step 1 of 2`} focusTitle={false}>
      <form className="stack" onSubmit={submit} noValidate>
        <Field
          label={label}
          hint={hint}
          value={name}
          onChange={(value) => {
            setName(value)
            setNameProblem(null)
          }}
          problem={nameProblem}
          dir="auto"
          autoFocus
        />
        {children}
        <PassphraseFields choice={passphrase} label={t`Passphrase`} />
        <ProblemNote of={making.error} />
        <div className="actions">
          <Button type="submit" look="primary" isDisabled={making.isPending}>
            {action}
          </Button>
          <Button look="quiet" onPress={onBack} isDisabled={making.isPending}>{t`Back`}</Button>
        </div>
        {making.isPending ? (
          <p className="quiet" role="status">
            <Trans>Locking it with your passphrase. This takes a few seconds, so that guessing takes years.</Trans>
          </p>
        ) : null}
      </form>
    </Sheet>
  )
}
