import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { ProblemNote } from '../../ui/problem.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { PassphraseFields } from './passphrase-fields.tsx'
import { useNewPassphrase } from './use-new-passphrase.ts'

/** The passphrase is forgotten: the recovery words open the log and set a new one. */
export function Recover({ onBack }: { onBack: () => void }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const [words, setWords] = useState('')
  const [wordsProblem, setWordsProblem] = useState<string | null>(null)
  const passphrase = useNewPassphrase()
  const recover = useOnce({
    mutationFn: (input: { words: string; passphrase: string }) => client.vault.recover(input),
    gcTime: 0,
    onSuccess: () => {
      setWords('')
      passphrase.clear()
      return cache.invalidateQueries({ queryKey: queries.vault.status.key() })
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    const typed = words
      .trim()
      .toLowerCase()
      .split(/[\s,.0-9]+/)
      .filter((word) => word !== '')
    const problem = typed.length === 24 ? null : t`We need 24 words. You have typed ${typed.length}.`
    setWordsProblem(problem)
    const chosen = passphrase.check()
    if (problem === null && chosen !== null) recover.mutate({ words: typed.join(' '), passphrase: chosen })
  }
  return (
    <Sheet title={t`Open with our recovery words`} focusTitle={false}>
      <form className="stack" onSubmit={submit} noValidate>
        <Field
          label={t`Your 24 recovery words`}
          dir="ltr"
          hint={t`From your paper, in order, with a space between them.`}
          value={words}
          onChange={(value) => {
            setWords(value)
            setWordsProblem(null)
          }}
          problem={wordsProblem}
          rows={4}
          autoFocus
        />
        <h2>
          <Trans>A new passphrase</Trans>
        </h2>
        <PassphraseFields choice={passphrase} label={t`New passphrase`} />
        {recover.isPending ? null : <ProblemNote of={recover.error} />}
        <div className="actions">
          <Button type="submit" look="primary" isDisabled={recover.isPending}>{t`Open with the new passphrase`}</Button>
          <Button look="quiet" onPress={onBack} isDisabled={recover.isPending}>{t`Back`}</Button>
        </div>
        {recover.isPending ? (
          <p className="quiet" role="status">
            <Trans>Opening. This takes a few seconds.</Trans>
          </p>
        ) : null}
      </form>
    </Sheet>
  )
}
