import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Spec } from '../../../core/engine/contract/field-spec.ts'
import { CODES, type Typed } from '../../../core/engine/contract/index.ts'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { Choice, Field } from '../../ui/field.tsx'
import { usePartialWords } from '../../ui/moment.tsx'
import { useProblemWords } from './problem-words.ts'
import { dateIn, type Problem, readDate, textIn } from './typed-values.ts'
import { useWhenWords } from './use-when-words.ts'

export interface SpecFieldProps {
  spec: Spec
  label: string
  hint?: string | undefined
  value: Typed | undefined
  onChange(value: Typed): void
  problem: Problem | undefined
  /** Of a date: it lies ahead rather than behind. */
  isAhead?: boolean
}

/** One field of the form as its kind asks for: a line, a long text, a choice, a number or a date. */
export function SpecField(props: SpecFieldProps): ReactNode {
  const { spec, label, hint, value, onChange, problem } = props
  const problemWords = useProblemWords()
  if (spec.is === 'code') return <CodeField {...props} of={spec.of} />
  if (spec.is === 'date') return <DateField {...props} />
  const text = textIn(value)
  const limit = 'max' in spec ? spec.max : 0
  return (
    <Field
      label={label}
      hint={hint}
      value={text}
      onChange={onChange}
      dir="auto"
      {...(spec.is === 'text' ? { rows: 3 } : {})}
      {...(spec.is === 'count' ? { inputMode: 'numeric' as const, className: 'field-count' } : {})}
      problem={problem === undefined ? undefined : problemWords(problem, text.length, limit)}
    />
  )
}

function CodeField({ of, label, hint, value, onChange }: SpecFieldProps & { of: keyof typeof CODES }): ReactNode {
  const { t } = useLingui()
  const codeWords = useCodeWords()
  const chosen = textIn(value)
  const known: readonly string[] = CODES[of]
  // One that a later version added stays as it is.
  const codes = chosen === '' || known.includes(chosen) ? known : [...known, chosen]
  const options = [{ value: '', label: t`Not said` }, ...codes.map((code) => ({ value: code, label: codeWords(of, code) }))]
  return <Choice label={label} hint={hint} value={chosen} onChange={onChange} options={options} className="field-code" />
}

function DateField({ label, hint, value, onChange, problem, isAhead = false }: SpecFieldProps): ReactNode {
  const { t } = useLingui()
  const problemWords = useProblemWords()
  const take = useWhenWords(isAhead ? 'future' : 'past')
  const date = dateIn(value)
  return (
    <div className="field-date">
      <Field
        label={label}
        hint={hint ?? (isAhead ? t`For example: tomorrow, in two weeks, 3 May.` : t`For example: yesterday, two weeks ago, 3 May, March.`)}
        value={date.words}
        onChange={(words) => onChange(take(date, words))}
        maxLength={200}
        dir="auto"
        problem={problem === undefined ? undefined : problemWords(problem)}
      />
      <Understood date={date} />
    </div>
  )
}

/** What was made of the words. Its line is always there, so that nothing moves while one types. */
export function Understood({ date }: { date: ReturnType<typeof dateIn> }): ReactNode {
  const { t } = useLingui()
  const whenWords = usePartialWords()
  const read = readDate(date)
  const when = 'when' in read ? read.when : null
  return (
    <p className="understood quiet" role="status">
      {date.words.trim() === '' ? null : when === null ? t`No date found in these words yet.` : t`Understood as: ${whenWords(when)}`}
    </p>
  )
}
