import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { RecordId } from '../../../core/engine/contract/index.ts'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { useFieldWords } from '../../i18n/use-field-words.ts'
import { Field } from '../../ui/field.tsx'
import type { FormFiles } from '../files/use-form-files.ts'
import { AreaField } from './area-field.tsx'
import type { FieldProblems } from './form-model.ts'
import { PeopleList } from './people-list.tsx'
import type { KeptPlace } from './place-field.tsx'
import { useProblemWords } from './problem-words.ts'
import { RecordedBy } from './recorded-by.tsx'
import { MoreField, Sections } from './sections.tsx'
import { TypesField } from './types-field.tsx'
import type { DraftForm } from './use-draft.ts'
import { WhenField } from './when-field.tsx'
import './write.css'

export interface IncidentFormProps {
  form: DraftForm
  problems: FieldProblems
  isHouse: boolean
  keptPlace: KeptPlace | null
  /** Null where it is for a coalition: originals stay with us. */
  files: FormFiles | null
  /** The incident that is amended. */
  recordId: RecordId | null
}

/** The fields of an incident, for a new one and for an amendment alike: what matters at night first, the rest in closed sections below. */
export function IncidentForm({ form, problems, isHouse, keptPlace, files, recordId }: IncidentFormProps): ReactNode {
  const { t } = useLingui()
  const words = useFieldWords()
  const problemWords = useProblemWords()
  const { fields, setFields } = form
  const said = (field: 'title' | 'area' | 'narrative', text: string): string | undefined => {
    const problem = problems[field]
    return problem === undefined ? undefined : problemWords(problem, text.length, LIMITS[field])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what leaves a field is kept at once, not after the usual wait
    <div className="stack" onBlur={() => void form.keeper.flush()}>
      <Field
        label={words.field('title')}
        value={fields.title}
        onChange={(title) => setFields({ title })}
        dir="auto"
        autoFocus
        problem={said('title', fields.title.trim())}
      />
      <TypesField value={fields.types} onChange={(types) => setFields({ types })} isHouse={isHouse} />
      <div className="where">
        <AreaField value={fields.area} onChange={(area) => setFields({ area })} problem={said('area', fields.area.trim()) ?? null} />
        <MoreField name="placeKind" form={form} problems={problems} />
      </div>
      <WhenField fields={fields} onChange={setFields} problem={problems['start']} />
      {isHouse ? (
        <section className="harmed" aria-labelledby="harmed-title">
          <h2 id="harmed-title">{t`Who was harmed, and what they need`}</h2>
          <PeopleList list="harmed" form={form} problems={problems} isHouse />
        </section>
      ) : null}
      <Field
        label={words.field('narrative')}
        hint={t`In the order it happened. No real names or phone numbers here: use initials or roles.`}
        value={fields.narrative}
        onChange={(narrative) => setFields({ narrative })}
        rows={8}
        dir="auto"
        problem={said('narrative', fields.narrative)}
      />
      <Sections form={form} problems={problems} isHouse={isHouse} keptPlace={keptPlace} files={files} recordId={recordId} />
      {isHouse ? <RecordedBy form={form} problem={problems['recordedBy']} /> : null}
    </div>
  )
}
