import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Checkbox } from 'react-aria-components'
import type { GroupSpec, Spec } from '../../../core/engine/contract/field-spec.ts'
import { CARDS, type CardKind, type SpaceId } from '../../../core/engine/contract/index.ts'
import { useTooLongWords } from '../../i18n/use-too-long-words.ts'
import { DayField } from '../../ui/day-field.tsx'
import { Field } from '../../ui/field.tsx'
import { dayAhead, today } from '../follow/day-groups.ts'
import { NeedsField } from '../write/needs-field.tsx'
import { SpecField } from '../write/spec-field.tsx'
import { textIn } from '../write/typed-values.ts'
import { type CardForm, type FieldProblem, type FieldProblems, isTie } from './form-model.ts'
import { useHints } from './hints.ts'
import { RecordPick } from './record-pick.tsx'
import { useCardLabels } from './said.tsx'

export type Names = Readonly<Record<string, string>>

export interface CardFieldsProps {
  kind: CardKind
  fields: readonly string[]
  form: CardForm
  names: Names
  problems: FieldProblems
  /** The coalition that it is for; null: only us. */
  audience: SpaceId | null
  /** The field that takes the focus; null or left out: the first, where it is a text. */
  focus?: string | null
  onChange(form: CardForm, names?: Names): void
}

/** The fields of a kind of record, each as its value asks for. For a coalition none is asked for that would name another record. */
export function CardFields({ kind, fields, form, names, problems, audience, focus, onChange }: CardFieldsProps): ReactNode {
  const labels = useCardLabels(kind)
  const hints = useHints(kind)
  const specs: GroupSpec = CARDS[kind].fields
  return fields.map((field, index) => {
    const spec = specs[field]
    if (spec === undefined || (audience !== null && isTie(spec))) return null
    const one = { field, label: labels(field), hint: hints(field), spec, form, problem: problems[field], names, onChange }
    return <OneField key={field} {...one} takesFocus={focus === undefined || focus === null ? index === 0 : focus === field} />
  })
}

interface OneProps {
  field: string
  label: string
  hint: string | undefined
  spec: Spec
  form: CardForm
  names: Names
  problem: FieldProblem | undefined
  takesFocus: boolean
  onChange: CardFieldsProps['onChange']
}

function OneField({ field, label, hint, spec, form, names, problem, takesFocus, onChange }: OneProps): ReactNode {
  const { t } = useLingui()
  const problemWords = useProblemWords()
  const text = form.texts[field] ?? ''
  const setText = (value: string): void => onChange({ ...form, texts: { ...form.texts, [field]: value } })
  const setList = (value: readonly string[], known?: Names): void => onChange({ ...form, lists: { ...form.lists, [field]: value } }, known)
  switch (spec.is) {
    case 'code':
      return <SpecField spec={spec} label={label} value={text} onChange={(code) => setText(textIn(code))} problem={undefined} />
    case 'codes':
      return <NeedsField label={label} value={form.lists[field] ?? []} onChange={setList} />
    case 'date':
      return (
        <DayField
          label={label}
          value={form.dates[field] ?? ''}
          autoFocus={takesFocus}
          onChange={(day) => onChange({ ...form, dates: { ...form.dates, [field]: day } })}
          offers={
            field === 'due' || field === 'answerBy'
              ? [
                  { words: t`Today`, day: today() },
                  { words: t`In a week`, day: dayAhead(7) },
                  { words: t`In a month`, day: dayAhead(30) },
                ]
              : [{ words: t`Today`, day: today() }]
          }
        />
      )
    case 'flag':
      return (
        <Checkbox
          className="pick pick-box pick-bare"
          isSelected={form.flags[field] ?? false}
          onChange={(on) => onChange({ ...form, flags: { ...form.flags, [field]: on } })}
        >
          {label}
        </Checkbox>
      )
    case 'ref':
      return (
        <RecordPick
          label={label}
          of={field === 'person' ? 'person' : 'incident'}
          isMany={false}
          value={text === '' ? [] : [text]}
          names={names}
          onChange={(value, known) => onChange({ ...form, texts: { ...form.texts, [field]: value[0] ?? '' } }, known)}
        />
      )
    case 'refs':
      return <RecordPick label={label} of="incident" isMany value={form.lists[field] ?? []} names={names} onChange={setList} />
    case 'mark':
      return null
    default:
      return (
        <Field
          label={label}
          hint={hint}
          value={text}
          onChange={setText}
          dir="auto"
          autoFocus={takesFocus}
          {...(spec.is === 'text' ? { rows: ROWS[field] ?? 3 } : {})}
          problem={problem === undefined ? undefined : problemWords(problem)}
        />
      )
  }
}

/** Rows of the fields that hold a whole story. */
const ROWS: Readonly<Record<string, number>> = { narrative: 12, pattern: 8 }

function useProblemWords(): (problem: FieldProblem) => string {
  const { t } = useLingui()
  const tooLong = useTooLongWords()
  return (problem) => {
    if (problem.is === 'missing') return t`Write a few words here. A name that means something to you is enough.`
    return tooLong(problem.length, problem.limit)
  }
}
