import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useId } from 'react'
import { Checkbox } from 'react-aria-components'
import type { DraftFields } from '../../../core/engine/contract/incident.ts'
import { YEAR_MAX, YEAR_MIN } from '../../../core/engine/contract/limits.ts'
import { dateOrder } from '../../i18n/when.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { dayAgo, joinWhen, splitWhen, type WhenProblem } from './when-parts.ts'

export interface WhenFieldProps {
  fields: DraftFields
  onChange(change: Partial<DraftFields>): void
  problem: WhenProblem | undefined
}

/** When it happened, as far as it is known: year, month and year, or day; a time; and whether that is about right. */
export function WhenField({ fields, onChange, problem }: WhenFieldProps): ReactNode {
  const { t } = useLingui()
  const problemWords = useWhenProblem()
  const id = useId()
  const parts = splitWhen(fields.date)
  const labels = { day: t`Day`, month: t`Month`, year: t`Year` }
  return (
    <fieldset className="when" aria-describedby={`${id}-hint ${id}-problem`}>
      <legend className="field-label">{t`When`}</legend>
      <p className="hint" id={`${id}-hint`}>{t`As far as you know. The year alone is enough.`}</p>
      <div className="when-parts">
        {dateOrder().map((part) => (
          <Field
            key={part}
            label={labels[part]}
            value={parts[part]}
            onChange={(value) => onChange({ date: joinWhen({ ...parts, [part]: value.slice(0, 8) }) })}
            inputMode="numeric"
            className={`when-${part}`}
          />
        ))}
        <Field label={t`Time`} value={fields.time} onChange={(value) => onChange({ time: value.slice(0, 20) })} className="when-time" />
        <Button onPress={() => onChange({ date: dayAgo(0) })}>{t`Today`}</Button>
        <Button onPress={() => onChange({ date: dayAgo(1) })}>{t`Yesterday`}</Button>
        <Checkbox className="pick pick-box pick-bare" isSelected={fields.about} onChange={(about) => onChange({ about })}>
          {t`About, not exactly`}
        </Checkbox>
      </div>
      <p className="field-problem" id={`${id}-problem`} role={problem === undefined ? undefined : 'alert'}>
        {problem === undefined ? null : problemWords(problem)}
      </p>
    </fieldset>
  )
}

function useWhenProblem(): (problem: WhenProblem) => string {
  const { t } = useLingui()
  return (problem) => {
    switch (problem) {
      case 'year-missing':
        return t`Add the year, or leave the whole date empty.`
      case 'year-range':
        return t`Write the year with four digits, from ${YEAR_MIN} to ${YEAR_MAX}.`
      case 'month-missing':
        return t`Add the month, or take away the day.`
      case 'no-such-day':
        return t`There is no such day. Check the day and the month.`
      case 'not-a-number':
        return t`Write day, month and year as numbers, for example 24, 11 and 2026.`
      case 'time':
        return t`Write the time like 23:10.`
      case 'time-needs-day':
        return t`A time needs the whole date. Add day, month and year, or take away the time.`
    }
  }
}
