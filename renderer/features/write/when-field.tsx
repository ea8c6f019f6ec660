import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useId } from 'react'
import { Checkbox } from 'react-aria-components'
import type { DraftFields } from '../../../core/engine/contract/incident.ts'
import { dateOrder } from '../../i18n/when.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { useProblemWords } from './problem-words.ts'
import { Understood } from './spec-field.tsx'
import type { Problem } from './typed-values.ts'
import { useWhenWords } from './use-when-words.ts'
import { dayAgo, isToCome, joinWhen, splitWhen } from './when-parts.ts'
import { wrongPart } from './wrong-part.ts'

export interface WhenFieldProps {
  fields: DraftFields
  onChange(change: Partial<DraftFields>): void
  problem: Problem | undefined
}

/** When it happened, as far as it is known: in words, or year, month and year, or day; a time; and whether that is about right. */
export function WhenField({ fields, onChange, problem }: WhenFieldProps): ReactNode {
  const { t } = useLingui()
  const problemWords = useProblemWords()
  const take = useWhenWords()
  const id = useId()
  const parts = splitWhen(fields.date)
  const wrong = problem === undefined ? null : wrongPart(problem, parts)
  const day = (daysAgo: number) => (): void => onChange({ words: '', date: dayAgo(daysAgo), about: false })
  const labels = { day: t`Day`, month: t`Month`, year: t`Year` }
  return (
    <fieldset className="when" data-field aria-describedby={`${id}-hint ${id}-problem`}>
      <legend className="field-label">{t`When`}</legend>
      <p className="hint" id={`${id}-hint`}>{t`As far as you know: last night, two weeks ago, 3 May, March, or the year alone.`}</p>
      <div className="when-parts">
        <Field
          label={t`In words`}
          value={fields.words}
          onChange={(words) => onChange(take(fields, words))}
          isWrong={wrong === 'words'}
          maxLength={200}
          dir="auto"
          className="when-words"
        />
        {dateOrder().map((part) => (
          <Field
            key={part}
            label={labels[part]}
            value={parts[part]}
            onChange={(value) => onChange({ words: '', date: joinWhen({ ...parts, [part]: value.slice(0, 8) }) })}
            isWrong={wrong === part}
            inputMode="numeric"
            className={`when-${part}`}
          />
        ))}
        <Field
          label={t`Time`}
          value={fields.time}
          onChange={(value) => onChange({ time: value.slice(0, 20) })}
          isWrong={wrong === 'time'}
          className="when-time"
        />
      </div>
      <div className="when-parts">
        <Button onPress={day(0)}>{t`Today`}</Button>
        <Button onPress={day(1)}>{t`Yesterday`}</Button>
        <Checkbox className="pick pick-box pick-bare" isSelected={fields.about} onChange={(about) => onChange({ about })}>
          {t`About, not exactly`}
        </Checkbox>
        <Understood date={fields} />
      </div>
      {isToCome(fields.date) ? (
        <p className="hint" role="status">
          {t`This day is still to come. Is it the right year?`}
        </p>
      ) : null}
      <p className="field-problem" id={`${id}-problem`} role={problem === undefined ? undefined : 'alert'}>
        {problem === undefined ? null : problemWords(problem)}
      </p>
    </fieldset>
  )
}
