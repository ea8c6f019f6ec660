import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { EXPORT_PURPOSES, type ExportInput } from '../../../core/engine/contract/index.ts'

export interface PurposeFieldProps {
  value: ExportInput['purpose']
  onChange(purpose: ExportInput['purpose']): void
  isDisabled: boolean
}

/** Whom a file is for: people have agreed to one and not to another. */
export function PurposeField({ value, onChange, isDisabled }: PurposeFieldProps): ReactNode {
  const { t } = useLingui()
  const words: Record<ExportInput['purpose'], string> = {
    own: t`For us only`,
    authority: t`For an authority`,
    public: t`For everybody`,
  }
  return (
    <RadioGroup
      className="radios"
      value={value}
      onChange={(chosen) => onChange(EXPORT_PURPOSES.find((each) => each === chosen) ?? 'own')}
      isDisabled={isDisabled}
    >
      <Label className="field-label">{t`Who is the file for`}</Label>
      <div className="radios-list">
        {EXPORT_PURPOSES.map((each) => (
          <Radio className="pick" key={each} value={each}>
            {words[each]}
          </Radio>
        ))}
      </div>
      <p className="hint">{t`Only what the people in it have agreed to goes into a file for others.`}</p>
    </RadioGroup>
  )
}
