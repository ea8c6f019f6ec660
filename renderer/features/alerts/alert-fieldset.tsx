import { useLingui } from '@lingui/react/macro'
import { type ReactNode, type Ref, useState } from 'react'
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components'
import { ALERT_LASTS, LIMITS } from '../../../core/engine/contract/index.ts'
import { NEEDS } from '../../i18n/alerts.ts'
import { customs } from '../../i18n/language.ts'
import { Choice, Field } from '../../ui/field.tsx'
import { More } from '../../ui/more.tsx'
import { AreaField } from '../write/area-field.tsx'
import type { Typed, TypedProblem, TypedProblems } from './raise-model.ts'
import { useNeedWords } from './use-alerts.ts'

export interface AlertFieldsetProps {
  typed: Typed
  problems: TypedProblems
  onChange(changes: Partial<Typed>): void
  whereRef?: Ref<HTMLInputElement>
  whatRef?: Ref<HTMLInputElement>
  autoFocus?: boolean
}

/** What a person says of an alert: what, where and who is needed in sight, the rest in a section that is closed until it is wanted. */
export function AlertFieldset({ typed, problems, onChange, whereRef, whatRef, autoFocus = false }: AlertFieldsetProps): ReactNode {
  const { t } = useLingui()
  const words = useProblemWords()
  return (
    <>
      <Field
        label={t`What is happening`}
        hint={t`One line. Roles or initials, no real names.`}
        value={typed.what}
        onChange={(what) => onChange({ what })}
        problem={words(problems.what, LIMITS.title)}
        dir="auto"
        autoFocus={autoFocus}
        {...(whatRef === undefined ? {} : { inputRef: whatRef })}
      />
      <AreaField
        value={typed.area}
        onChange={(area) => onChange({ area })}
        problem={words(problems.area, LIMITS.area)}
        enterSends
        {...(whereRef === undefined ? {} : { inputRef: whereRef })}
      />
      <Checkbox className="pick pick-box pick-bare" isSelected={typed.exact} onChange={(exact) => onChange({ exact })}>
        {t`Say the exact place too`}
      </Checkbox>
      {typed.exact ? (
        <Field
          label={t`Exact place`}
          hint={t`All partners in the coalition can read it.`}
          value={typed.place}
          onChange={(place) => onChange({ place })}
          problem={words(problems.place, LIMITS.alertPlace)}
          dir="auto"
        />
      ) : null}
      <NeedsField value={typed.needs} onChange={(needs) => onChange({ needs })} />
      <Rest typed={typed} problems={problems} onChange={onChange} />
    </>
  )
}

function Rest({ typed, problems, onChange }: AlertFieldsetProps): ReactNode {
  const { t } = useLingui()
  const words = useProblemWords()
  const lastsWords = useLastsWords()
  const holds = [typed.began.trim() === '' ? t`it begins now` : t`it began at ${typed.began}`, lastsWords(typed.lasts)].join(', ')
  // A closed section must not hide what is to be put right; once opened for that it stays open while one types.
  const [wasWrong, setWasWrong] = useState(false)
  if (!wasWrong && (problems.began !== undefined || problems.contact !== undefined)) setWasWrong(true)
  return (
    <More
      key={wasWrong ? 'opened' : 'as it was'}
      title={t`When it began, how to reach us, how long it goes on`}
      holds={holds}
      defaultExpanded={wasWrong || typed.contact !== ''}
    >
      <div className="stack">
        <Field
          label={t`It began at`}
          hint={t`A time like 23:10. Leave it empty for now.`}
          value={typed.began}
          onChange={(began) => onChange({ began: began.slice(0, 40) })}
          problem={words(problems.began, 0)}
          className="field-short"
        />
        <Field
          label={t`How to reach us`}
          hint={t`A phone number, for example. With partners it is covered until they press Show.`}
          value={typed.contact}
          onChange={(contact) => onChange({ contact })}
          problem={words(problems.contact, LIMITS.alertContact)}
          dir="auto"
        />
        <Choice
          label={t`It goes on for`}
          hint={t`After that it counts as over, unless you say that it goes on.`}
          value={String(typed.lasts)}
          onChange={(lasts) => onChange({ lasts: Number(lasts) })}
          options={[...new Set([...ALERT_LASTS, typed.lasts])].map((minutes) => ({ value: String(minutes), label: lastsWords(minutes) }))}
          className="field-short"
        />
      </div>
    </More>
  )
}

/** "6 hours": how long an alert lasts, in whole hours or days where it comes to those. */
export function useLastsWords(): (minutes: number) => string {
  return (minutes) => {
    const [count, unit] =
      minutes % 1_440 === 0 && minutes > 1_440
        ? [minutes / 1_440, 'day']
        : minutes % 60 === 0
          ? [minutes / 60, 'hour']
          : [minutes, 'minute']
    return new Intl.NumberFormat(customs(), { style: 'unit', unit, unitDisplay: 'long' }).format(count)
  }
}

function useProblemWords(): (problem: TypedProblem | undefined, limit: number) => string | null {
  const { t } = useLingui()
  return (problem, limit) => {
    switch (problem) {
      case undefined:
        return null
      case 'missing':
        return t`Write a few words about what is happening.`
      case 'too-long':
        return t`This is longer than ${limit} characters. Make it shorter.`
      case 'time':
        return t`Write the time like 23:10.`
    }
  }
}

export function NeedsField({ value, onChange, label, needs = NEEDS }: NeedsFieldProps): ReactNode {
  const { t } = useLingui()
  const needWords = useNeedWords()
  return (
    <CheckboxGroup value={[...value]} onChange={onChange}>
      <Label className="field-label">{label ?? t`Who is needed`}</Label>
      <div className="needs">
        {[...new Set([...needs, ...value])].map((need) => (
          <Checkbox key={need} className="pick pick-box pick-bare" value={need}>
            {needWords([need])}
          </Checkbox>
        ))}
      </div>
    </CheckboxGroup>
  )
}

interface NeedsFieldProps {
  value: readonly string[]
  onChange(needs: string[]): void
  label?: string
  /** What can be chosen: everything that this version knows unless said otherwise. */
  needs?: readonly string[]
}
