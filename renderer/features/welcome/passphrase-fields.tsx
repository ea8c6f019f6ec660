import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Eye, EyeOff, RefreshCw } from 'lucide-react'
import { type ReactNode, useDeferredValue, useEffect, useState } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { loadEstimator, type Strength } from './strength.ts'
import type { NewPassphrase } from './use-new-passphrase.ts'

/** Six words on offer, the passphrase, the passphrase again, and how strong it is. */
export function PassphraseFields({
  choice,
  label,
  autoFocus = false,
}: {
  choice: NewPassphrase
  label: string
  autoFocus?: boolean
}): ReactNode {
  const { t } = useLingui()
  const [shown, setShown] = useState(false)
  const type = shown ? 'text' : 'password'
  return (
    <div className="stack">
      <Offer
        onUse={(words) => {
          choice.setFirst(words)
          setShown(true)
        }}
      />
      <div>
        <Field
          label={label}
          dir="ltr"
          type={type}
          value={choice.first}
          onChange={choice.setFirst}
          problem={choice.problem.first}
          autoFocus={autoFocus}
          autoComplete="new-password"
        />
        <div className="under-field">
          <StrengthNote passphrase={choice.first} />
          <Button look="quiet" icon={shown ? EyeOff : Eye} onPress={() => setShown(!shown)}>
            {shown ? t`Hide what I type` : t`Show what I type`}
          </Button>
        </div>
      </div>
      <Field
        label={t`Type it again`}
        dir="ltr"
        type={type}
        value={choice.again}
        onChange={choice.setAgain}
        problem={choice.problem.again}
        autoComplete="new-password"
      />
    </div>
  )
}

function Offer({ onUse }: { onUse: (words: string) => void }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const offer = useQuery(queries.vault.suggestPassphrase.queryOptions({ gcTime: 0 }))
  const words = offer.data?.words.join(' ')
  return (
    <section className="offer" aria-label={t`Six words made for you`}>
      <p className="hint">
        <Trans>Six words that nobody could guess, made for you just now. Write them down until you know them by heart.</Trans>
      </p>
      <p className="offer-words" lang="en" dir="ltr" data-testid="offered-passphrase">
        {words ?? '\u00a0'}
      </p>
      <div className="actions">
        <Button onPress={() => words !== undefined && onUse(words)} isDisabled={words === undefined}>{t`Use these six words`}</Button>
        <Button look="quiet" icon={RefreshCw} onPress={() => void offer.refetch()}>{t`Other words`}</Button>
      </div>
    </section>
  )
}

function StrengthNote({ passphrase }: { passphrase: string }): ReactNode {
  const typed = useDeferredValue(passphrase)
  const [strength, setStrength] = useState<Strength | null>(null)
  useEffect(() => {
    let current = true
    if (typed === '') setStrength(null)
    else void loadEstimator().then((estimate) => current && setStrength(estimate(typed)))
    return () => {
      current = false
    }
  }, [typed])
  return (
    <p className="strength" data-strength={strength ?? 'none'} aria-live="polite">
      {strength === null ? null : <StrengthWords strength={strength} />}
    </p>
  )
}

function StrengthWords({ strength }: { strength: Strength }): ReactNode {
  switch (strength) {
    case 'easy':
      return <Trans>Too easy: a computer guesses this within hours.</Trans>
    case 'weak':
      return <Trans>Weak: someone who really wants to will guess this.</Trans>
    case 'strong':
      return <Trans>Strong: guessing this takes years.</Trans>
    case 'very-strong':
      return <Trans>Very strong: nobody will guess this.</Trans>
  }
}
