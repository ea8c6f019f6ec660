import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { Field } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { AreaField } from './area-field.tsx'
import type { FieldProblems } from './form-model.ts'
import { TypesField } from './types-field.tsx'
import type { DraftForm } from './use-draft.ts'
import { WhenField } from './when-field.tsx'
import './write.css'

/** The fields of an incident, for a new one and for an amendment alike. */
export function IncidentForm({ form, problems }: { form: DraftForm; problems: FieldProblems }): ReactNode {
  const { t, i18n } = useLingui()
  const { fields, setFields } = form
  const tooLong = (characters: number, most: number): string => {
    const [length, limit] = [i18n.number(characters), i18n.number(most)]
    return t`This is ${length} characters long, and at most ${limit} can be saved. It is kept here: make it shorter, or put the rest in a second incident.`
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what leaves a field is kept at once, not after the usual wait
    <div className="stack" onBlur={() => void form.keeper.flush()}>
      <Field
        label={t`What happened, in one line`}
        value={fields.title}
        onChange={(title) => setFields({ title })}
        dir="auto"
        autoFocus
        problem={
          problems.title === 'missing'
            ? t`Write a few words about what happened.`
            : problems.title === 'too-long'
              ? tooLong(fields.title.trim().length, LIMITS.title)
              : undefined
        }
      />
      <WhenField fields={fields} onChange={setFields} problem={problems.when} />
      <AreaField
        value={fields.area}
        onChange={(area) => setFields({ area })}
        problem={problems.area === undefined ? null : tooLong(fields.area.trim().length, LIMITS.area)}
      />
      <Field
        label={t`What happened, in full`}
        hint={t`In the order it happened. No real names or phone numbers here yet: use initials or roles.`}
        value={fields.narrative}
        onChange={(narrative) => setFields({ narrative })}
        rows={8}
        dir="auto"
        problem={problems.narrative === undefined ? undefined : tooLong(fields.narrative.length, LIMITS.narrative)}
      />
      <TypesField value={fields.types} onChange={(types) => setFields({ types })} />
    </div>
  )
}

/** Says once that the draft is kept, and at once when it is not. */
export function DraftNote({ form }: { form: Pick<DraftForm, 'kept' | 'keptProblem'> }): ReactNode {
  if (form.kept === 'problem') return <ProblemNote of={form.keptProblem} />
  return (
    <p className="quiet draft-note" role="status" aria-busy={form.kept === 'unkept'}>
      {form.kept === 'nothing' ? null : <Trans>Your draft is kept on this computer, locked, as you type.</Trans>}
    </p>
  )
}
