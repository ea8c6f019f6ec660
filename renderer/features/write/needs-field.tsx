import { type ReactNode, useId } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { CODES } from '../../../core/engine/contract/index.ts'
import { useCodeWords } from '../../i18n/use-code-words.ts'

/** What somebody needs: buttons that stay pressed. One stop for the Tab key, the arrows go through them. */
export function NeedsField({
  label,
  value,
  onChange,
}: {
  label: string
  value: readonly string[]
  onChange(needs: string[]): void
}): ReactNode {
  const codeWords = useCodeWords()
  const id = useId()
  const known: readonly string[] = CODES.need
  const all = [...known, ...value.filter((need) => !known.includes(need))]
  return (
    <div className="field">
      <span className="field-label" id={id}>
        {label}
      </span>
      <ToggleButtonGroup
        className="chips-field"
        aria-labelledby={id}
        selectionMode="multiple"
        selectedKeys={value}
        onSelectionChange={(keys) => onChange(all.filter((need) => keys.has(need)))}
      >
        {all.map((need) => (
          <ToggleButton key={need} id={need} className="chip-toggle">
            {codeWords('need', need)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  )
}
