import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { Eye, EyeOff } from 'lucide-react'
import { type FormEvent, type ReactNode, Suspense, useRef, useState } from 'react'
import { OpeningScreen } from '../../app/ends.tsx'
import { useEngine } from '../../app/engine.tsx'
import { loadLater, Recover } from '../../app/parts.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Slow } from '../../ui/slow.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { LanguageChoice } from '../settings/language-choice.tsx'

/** A locked log: the passphrase, or the way for who forgot it. */
export function Unlock(): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const [passphrase, setPassphrase] = useState('')
  const [shown, setShown] = useState(false)
  const [forgotten, setForgotten] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const unlock = useOnce({
    mutationFn: (input: { passphrase: string }) => client.vault.unlock(input),
    gcTime: 0,
    onSuccess: () => {
      setPassphrase('')
      return cache.invalidateQueries({ queryKey: queries.vault.status.key() })
    },
    onError: () => {
      // Whatever she types next takes the place of what was wrong.
      form.current?.querySelector('input')?.focus()
      form.current?.querySelector('input')?.select()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (passphrase !== '') unlock.mutate({ passphrase })
  }
  if (forgotten) {
    return (
      <Suspense fallback={<OpeningScreen />}>
        <Recover onBack={() => setForgotten(false)} />
      </Suspense>
    )
  }
  return (
    <Sheet title={t`Your log is locked`} focusTitle={false} aside={<LanguageChoice quiet />}>
      <form ref={form} className="stack" onSubmit={submit} noValidate>
        <div>
          <Field
            label={t`Passphrase`}
            dir="ltr"
            type={shown ? 'text' : 'password'}
            value={passphrase}
            onChange={(typed) => {
              // What stands behind the lock comes while she types.
              void loadLater()
              setPassphrase(typed)
            }}
            autoComplete="current-password"
            autoFocus
          />
          <div className="under-field under-field-end">
            <Button look="quiet" icon={shown ? EyeOff : Eye} onPress={() => setShown(!shown)}>
              {shown ? t`Hide what I type` : t`Show what I type`}
            </Button>
          </div>
        </div>
        {unlock.isPending ? null : <ProblemNote of={unlock.error} />}
        <div className="actions">
          <Button type="submit" look="primary" isDisabled={unlock.isPending || passphrase === ''}>{t`Unlock`}</Button>
          <Button look="quiet" onPress={() => setForgotten(true)} isDisabled={unlock.isPending}>{t`I forgot it`}</Button>
        </div>
        {unlock.isPending ? (
          <Slow>
            <p className="quiet" role="status">
              <Trans>Opening. This takes a moment, so that guessing takes years.</Trans>
            </p>
          </Slow>
        ) : null}
        <p className="quiet">
          <Trans>While it is locked, no alert comes in.</Trans>
        </p>
      </form>
    </Sheet>
  )
}
