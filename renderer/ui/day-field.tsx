import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { fullDay } from '../i18n/when.ts'
import { Button } from './button.tsx'

export interface DayFieldProps {
  label: ReactNode
  /** `YYYY-MM-DD`; empty where no day is set. */
  value: string
  onChange(day: string): void
  hint?: ReactNode
  autoFocus?: boolean
  /** Days that are often meant, each a button. */
  offers?: readonly { words: string; day: string }[]
}

/** One day, by the browser's own field, with the days at hand that are often meant. The browser writes 3/5 in an order of its own, so the day stands beside it in words. */
export function DayField({ label, value, onChange, hint, autoFocus = false, offers = [] }: DayFieldProps): ReactNode {
  const { t } = useLingui()
  const id = useId()
  const words = fullDay(value)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (autoFocus) input.current?.focus()
  }, [autoFocus])
  return (
    <div className="field day-field">
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : (
        <span id={`${id}-hint`} className="hint">
          {hint}
        </span>
      )}
      <div className="day-field-row">
        <input
          ref={input}
          id={id}
          className="input"
          type="date"
          min="1900-01-01"
          max="2200-12-31"
          value={value}
          aria-describedby={
            [...(hint === undefined ? [] : [`${id}-hint`]), ...(words === '' ? [] : [`${id}-words`])].join(' ') || undefined
          }
          onChange={(event) => onChange(event.target.value)}
        />
        {words === '' ? null : (
          <span id={`${id}-words`} className="quiet">
            {words}
          </span>
        )}
        {offers.map(({ words, day }) => (
          <Button key={words} onPress={() => onChange(day)}>
            {words}
          </Button>
        ))}
        {value === '' ? null : <Button look="quiet" onPress={() => onChange('')}>{t`No day`}</Button>}
      </div>
    </div>
  )
}
