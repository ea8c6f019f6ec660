import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { Field } from '../../ui/field.tsx'

export interface WhichAuthorityProps {
  isAny: boolean
  onAny(isAny: boolean): void
  value: string
  onChange(authority: string): void
  problem: string | null
}

/** One authority that is named, or all of them. */
export function WhichAuthority({ isAny, onAny, value, onChange, problem }: WhichAuthorityProps): ReactNode {
  const { t } = useLingui()
  return (
    <>
      <RadioGroup className="radios" value={isAny ? 'any' : 'named'} onChange={(chosen) => onAny(chosen === 'any')}>
        <Label className="field-label">{t`One authority, or any`}</Label>
        <div className="radios-list">
          <Radio className="pick" value="named">{t`One that is named`}</Radio>
          <Radio className="pick" value="any">{t`Any authority`}</Radio>
        </div>
      </RadioGroup>
      {isAny ? (
        <p>
          <Trans>Then every authority may have it, also one that nobody thinks of today. Say that to them.</Trans>
        </p>
      ) : (
        <Field
          label={t`Which authority`}
          hint={t`For example: the police oversight, the human rights commission.`}
          value={value}
          onChange={onChange}
          problem={problem}
          maxLength={200}
          dir="auto"
        />
      )}
    </>
  )
}
