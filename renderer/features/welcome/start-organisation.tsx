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

/** Name and passphrase of a new organisation. */
export default function StartOrganisation({ onBack }: { onBack: () => void }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const [name, setName] = useState('')
  const [nameProblem, setNameProblem] = useState<string | null>(null)
  const passphrase = useNewPassphrase()
  const create = useMutation({
    mutationFn: (input: { organisationName: string; passphrase: string }) => client.vault.create(input),
    gcTime: 0,
    onSuccess: () => cache.invalidateQueries({ queryKey: queries.vault.status.key() }),
  })

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    const organisationName = name.trim()
    const problem = organisationName === '' ? t`Write the name of your organisation.` : null
    setNameProblem(problem)
    const chosen = passphrase.check()
    if (problem === null && chosen !== null) create.mutate({ organisationName, passphrase: chosen })
  }

  return (
    <Sheet title={t`Start our organisation`} step={t`Step 1 of 2`} focusTitle={false}>
      <form className="stack" onSubmit={submit} noValidate>
        <Field
          label={t`Name of your organisation`}
          hint={t`Partners see this name only after you have invited them or joined them.`}
          value={name}
          onChange={(value) => {
            setName(value)
            setNameProblem(null)
          }}
          problem={nameProblem}
          maxLength={LIMITS.organisationName}
          dir="auto"
          autoFocus
        />
        <h2>
          <Trans>A passphrase that opens the log</Trans>
        </h2>
        <PassphraseFields choice={passphrase} label={t`Passphrase`} />
        <ProblemNote of={create.error} />
        <div className="actions">
          <Button type="submit" look="primary" isDisabled={create.isPending}>{t`Make our log`}</Button>
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
