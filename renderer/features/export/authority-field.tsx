import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Field } from '../../ui/field.tsx'

interface AuthorityFieldProps {
  value: string
  onChange(authority: string): void
  problem?: string | null
}

/** Which authority a file is for: consent names one. */
export function AuthorityField({ value, onChange, problem = null }: AuthorityFieldProps): ReactNode {
  const { t } = useLingui()
  return (
    <Field
      label={t`Which authority`}
      hint={t`Write it as you wrote it when they agreed: who agreed to one authority has not agreed to another.`}
      value={value}
      onChange={onChange}
      problem={problem}
      maxLength={200}
      dir="auto"
    />
  )
}
