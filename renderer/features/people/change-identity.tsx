import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Lock } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Identity, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { IdentityFields, NO_IDENTITY, WrittenIdentity } from './identity-fields.tsx'

export interface ChangeIdentityProps {
  recordId: RecordId
  isWritten: boolean
  /** Null: it stays as it is, and nobody has seen it. */
  value: Identity | null
  onChange(identity: Identity | null): void
}

/** Real name and contacts within a form: shown and changed only where somebody asks for it. */
export function ChangeIdentity({ recordId, isWritten, value, onChange }: ChangeIdentityProps): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  // Whoever has just asked for them here sees them; a draft that is opened again does not show them.
  const [isAsked, setAsked] = useState(false)
  const ask = (identity: Identity): void => {
    setAsked(true)
    onChange(identity)
  }
  const reveal = useMutation({
    mutationFn: () => client.cards.reveal({ recordId }),
    gcTime: 0,
    onSuccess: (identity) => ask(identity),
  })
  if (value !== null) {
    return (
      <>
        {isAsked ? <IdentityFields value={value} onChange={onChange} /> : <WrittenIdentity value={value} onChange={onChange} />}
        <div className="actions">
          <Button look="quiet" onPress={() => onChange(null)}>{t`Leave the name and contacts as they were`}</Button>
        </div>
      </>
    )
  }
  return (
    <section className="covered" aria-label={t`Real name and contacts`}>
      <h2>
        <Lock aria-hidden />
        <Trans>Real name and contacts</Trans>
      </h2>
      <div className="actions">
        {isWritten ? (
          <Button onPress={() => reveal.mutate()} isDisabled={reveal.isPending}>{t`Show and change them`}</Button>
        ) : (
          <Button onPress={() => ask(NO_IDENTITY)}>{t`Write them down`}</Button>
        )}
      </div>
      <ProblemNote of={reveal.error} />
    </section>
  )
}
