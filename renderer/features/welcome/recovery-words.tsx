import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { askedWords } from './asked-words.ts'
import './recovery-words.css'
import { useOnce } from '../../ui/use-once.ts'

/** The 24 words: covered at first, then shown, then three of them typed. Shown again after a restart until that is done. */
export function RecoveryWords(): ReactNode {
  const [step, setStep] = useState<'covered' | 'shown' | 'asked'>('covered')
  switch (step) {
    case 'covered':
      return <Covered onShow={() => setStep('shown')} />
    case 'shown':
      return <Shown onWritten={() => setStep('asked')} />
    case 'asked':
      return <Asked onBack={() => setStep('shown')} />
  }
}

function Covered({ onShow }: { onShow: () => void }): ReactNode {
  const { t } = useLingui()
  return (
    <Sheet title={t`Your 24 recovery words`} step={t`Step 2 of 2`}>
      <p>
        <Trans>If you forget the passphrase, these 24 words are the only way back to your log. Nobody else has them.</Trans>
      </p>
      <ul className="plain-list">
        <li>
          <Trans>Write them on paper, by hand, in order.</Trans>
        </li>
        <li>
          <Trans>Keep the paper away from this computer, where a raid would not find both.</Trans>
        </li>
        <li>
          <Trans>Do not photograph, print or copy them. Phones and printers remember.</Trans>
        </li>
        <li>
          <Trans>Whoever has the words and this computer can read everything.</Trans>
        </li>
      </ul>
      <div className="actions">
        <Button look="primary" onPress={onShow}>{t`Show the 24 words`}</Button>
      </div>
      <p className="quiet">
        <Trans>First look around: can anyone else see this screen?</Trans>
      </p>
    </Sheet>
  )
}

function Shown({ onWritten }: { onWritten: () => void }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const words = useQuery(queries.vault.words.queryOptions({ gcTime: 0 }))
  return (
    <Sheet title={t`Write these words down`} step={t`Step 2 of 2`}>
      <ProblemNote of={words.error} />
      <ol className="words" dir="ltr" aria-label={t`Recovery words`}>
        {words.data?.words.map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a word can be there twice, its place cannot
          <li key={index}>
            <span className="words-number">{index + 1}</span>{' '}
            <span className="words-word" lang="en">
              {word}
            </span>
          </li>
        ))}
      </ol>
      <p className="quiet">
        <Trans>Take your time. Next we ask for three of them.</Trans>
      </p>
      <div className="actions">
        <Button look="primary" onPress={onWritten} isDisabled={!words.isSuccess}>{t`I have written them down`}</Button>
      </div>
    </Sheet>
  )
}

function Asked({ onBack }: { onBack: () => void }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const [asked] = useState(() => askedWords())
  const [answers, setAnswers] = useState<readonly string[]>(['', '', ''])
  const confirm = useOnce({
    mutationFn: () =>
      client.vault.confirmWords({ answers: asked.map((index, at) => ({ index, word: (answers[at] ?? '').trim().toLowerCase() })) }),
    gcTime: 0,
    onSuccess: () => {
      cache.removeQueries({ queryKey: queries.vault.words.key() })
      return cache.invalidateQueries({ queryKey: queries.vault.status.key() })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    confirm.mutate()
  }
  return (
    <Sheet title={t`Type three of the words`} step={t`Step 2 of 2`} focusTitle={false}>
      <p>
        <Trans>So that we both know the paper is right.</Trans>
      </p>
      <form className="stack" onSubmit={submit} noValidate>
        {asked.map((index, at) => {
          const number = index + 1
          return (
            <Field
              key={index}
              label={t`Word ${number}`}
              dir="ltr"
              value={answers[at] ?? ''}
              onChange={(value) => setAnswers(answers.map((old, each) => (each === at ? value : old)))}
              autoFocus={at === 0}
              className="field-short"
            />
          )
        })}
        <ProblemNote of={confirm.error} />
        <div className="actions">
          <Button
            type="submit"
            look="primary"
            isDisabled={confirm.isPending || answers.some((answer) => answer.trim() === '')}
          >{t`Confirm the words`}</Button>
          <Button look="quiet" onPress={onBack}>{t`Show the words again`}</Button>
        </div>
      </form>
    </Sheet>
  )
}
