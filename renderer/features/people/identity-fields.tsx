import { Trans, useLingui } from '@lingui/react/macro'
import { Lock } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Identity } from '../../../core/engine/contract/index.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'

export const NO_IDENTITY: Identity = { name: '', contact: '', notes: '' }
export const isBlankIdentity = (identity: Identity): boolean => Object.values(identity).every((text) => text.trim() === '')

/** The fields for a real name and contacts. */
export function IdentityFields({ value, onChange }: { value: Identity; onChange: (identity: Identity) => void }): ReactNode {
  const { t } = useLingui()
  return (
    <fieldset className="covered">
      <legend className="visually-hidden">{t`Real name and contacts`}</legend>
      <h2>
        <Lock aria-hidden />
        <Trans>Real name and contacts</Trans>
      </h2>
      <p className="quiet">
        <Trans>
          Only if you need them. They are kept apart from everything else, are covered until somebody asks for them, and never leave your
          organisation.
        </Trans>
      </p>
      <Field label={t`Real name`} value={value.name} onChange={(name) => onChange({ ...value, name })} maxLength={200} dir="auto" />
      <Field
        label={t`How to reach them`}
        value={value.contact}
        onChange={(contact) => onChange({ ...value, contact })}
        maxLength={500}
        dir="auto"
      />
      <Field
        label={t`What to take care of`}
        hint={t`For example: only by message, never call in the evening.`}
        value={value.notes}
        onChange={(notes) => onChange({ ...value, notes })}
        maxLength={2_000}
        rows={2}
        dir="auto"
      />
    </fieldset>
  )
}

/** The same, covered where they were written before: a draft that is opened again shows no real name unasked. */
export function WrittenIdentity({ value, onChange }: { value: Identity; onChange: (identity: Identity) => void }): ReactNode {
  const { t } = useLingui()
  const [isCovered, setCovered] = useState(() => !isBlankIdentity(value))
  if (!isCovered) return <IdentityFields value={value} onChange={onChange} />
  return (
    <section className="covered" aria-label={t`Real name and contacts`}>
      <h2>
        <Lock aria-hidden />
        <Trans>Real name and contacts</Trans>
      </h2>
      <p>
        <Trans>They are written here, and covered.</Trans>
      </p>
      <div className="actions">
        <Button onPress={() => setCovered(false)}>{t`Show and change them`}</Button>
      </div>
    </section>
  )
}
