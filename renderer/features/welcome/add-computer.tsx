import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { useEngine } from '../../app/engine.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { ProblemNote } from '../../ui/problem.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { PassphraseFields } from './passphrase-fields.tsx'
import { useNewPassphrase } from './use-new-passphrase.ts'

/** Name and passphrase of a computer that is to join an organisation. */
export default function AddComputer({ onBack }: { onBack: () => void }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const [name, setName] = useState('')
  const [nameProblem, setNameProblem] = useState<string | null>(null)
  const passphrase = useNewPassphrase()
  const create = useMutation({
    mutationFn: (input: { computerName: string; passphrase: string }) => client.vault.createComputer(input),
    gcTime: 0,
    onSuccess: () => cache.invalidateQueries({ queryKey: queries.vault.status.key() }),
  })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    const computerName = name.trim()
    const problem = computerName === '' ? t`Write a name for this computer.` : null
    setNameProblem(problem)
    const chosen = passphrase.check()
    if (problem === null && chosen !== null) create.mutate({ computerName, passphrase: chosen })
  }
  return (
    <Sheet title={t`Add this computer to an organisation`} step={t`Step 1 of 2`} focusTitle={false}>
      <form className="stack" onSubmit={submit} noValidate>
        <Field
          label={t`Name of this computer`}
          hint={t`Only your own computers see it. Use a place or a task, not a person’s name.`}
          value={name}
          onChange={(value) => {
            setName(value)
            setNameProblem(null)
          }}
          problem={nameProblem}
          maxLength={LIMITS.computerName}
          dir="auto"
          autoFocus
        />
        <h2>
          <Trans>A passphrase that opens the log on this computer</Trans>
        </h2>
        <p>
          <Trans>
            This computer has no recovery words. If its passphrase is forgotten, your keyholder removes it and adds it again; what was
            shared with the others is safe with them.
          </Trans>
        </p>
        <PassphraseFields choice={passphrase} label={t`Passphrase`} />
        <ProblemNote of={create.error} />
        <div className="actions">
          <Button type="submit" look="primary" isDisabled={create.isPending}>{t`Go on to the invite`}</Button>
          <Button look="quiet" onPress={onBack} isDisabled={create.isPending}>{t`Back`}</Button>
        </div>
        {create.isPending ? (
          <p className="quiet" role="status">
            <Trans>Locking it with your passphrase. This takes a few seconds, so that guessing takes years.</Trans>
          </p>
        ) : null}
      </form>
    </Sheet>
  )
}
