import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { HOUSE_FIELDS, INCIDENT_MORE, INCIDENT_TYPES, type RecordId } from '../../../core/engine/contract/index.ts'
import { listWords } from '../../i18n/lists.ts'
import { useFieldWords } from '../../i18n/use-field-words.ts'
import { Section } from '../../ui/section.tsx'
import { evidenceOf } from '../files/fields.ts'
import { FilesSection } from '../files/files-section.tsx'
import type { FormFiles } from '../files/use-form-files.ts'
import { AskEvidence } from './ask-evidence.tsx'
import { ARREST_FIELDS, MORE_FIELDS, type MoreFieldName, RESPONSE_FIELDS, SOURCE_FIELDS } from './field-groups.ts'
import { type FieldProblems, itemsOf, type List } from './form-model.ts'
import { PeopleList } from './people-list.tsx'
import { type KeptPlace, PlaceField } from './place-field.tsx'
import { SpecField } from './spec-field.tsx'
import { isBlank } from './typed-values.ts'
import type { DraftForm } from './use-draft.ts'

const LIBERTY: ReadonlySet<string> = new Set(INCIDENT_TYPES.filter(({ group }) => group === 'liberty').map(({ slug }) => slug))

export interface SectionsProps {
  form: DraftForm
  problems: FieldProblems
  /** Whether it is written for us: what stays in the House has no place in a coalition's own record. */
  isHouse: boolean
  keptPlace: KeptPlace | null
  files: FormFiles | null
  recordId: RecordId | null
}

/** Everything that can come later, in closed sections that say what they hold. */
export function Sections({ form, problems, isHouse, keptPlace, files, recordId }: SectionsProps): ReactNode {
  const { t } = useLingui()
  const { fields } = form
  const group = { form, problems, isHouse }
  const isArrest = fields.types.some((slug) => LIBERTY.has(slug))
  const hasPlace = !isBlank(fields.more['place']) || (keptPlace !== null && !fields.noPlace)
  return (
    <div className="sections">
      {files === null ? null : (
        <FilesSection
          files={files}
          recordId={recordId}
          isShared
          hasProblem={hasProblem(problems, 'evidence:')}
          ask={(field) => <AskEvidence field={evidenceOf(field)} {...{ form, problems }} />}
        />
      )}
      <Section title={t`Who did it`} holds={<HoldsList form={form} list="perpetrator" />} hasProblem={hasProblem(problems, 'perpetrator:')}>
        <PeopleList list="perpetrator" form={form} problems={problems} isHouse={isHouse} />
      </Section>
      <FieldsSection
        title={t`Arrest and custody`}
        hint={t`If it was not the same for all, say here what most went through, and the rest under “More about this person”: what each is accused of, too.`}
        names={ARREST_FIELDS}
        isOpen={isArrest}
        {...group}
      />
      {isHouse ? (
        <Section
          title={t`Exact place`}
          holds={hasPlace ? <Trans>Written down, covered</Trans> : <Nothing />}
          hasProblem={problems['place'] !== undefined}
        >
          <PlaceField form={form} problem={problems['place']} kept={keptPlace} />
        </Section>
      ) : null}
      <FieldsSection title={t`How we know it`} names={SOURCE_FIELDS} {...group} />
      <FieldsSection title={t`What was done, and what is owed`} names={RESPONSE_FIELDS} {...group} />
      <FieldsSection title={t`How sure we are, and how it was done`} names={MORE_FIELDS} {...group} />
    </div>
  )
}

const Nothing = (): ReactNode => <Trans>Nothing yet</Trans>

const hasProblem = (problems: FieldProblems, start: string): boolean => Object.keys(problems).some((field) => field.startsWith(start))

function HoldsList({ form, list }: { form: DraftForm; list: List }): ReactNode {
  const said = itemsOf(form.fields, list).filter(([, item]) => Object.values(item).some((one) => !isBlank(one)))
  return said.length === 0 ? <Nothing /> : <Plural value={said.length} one="# person or unit" other="# people or units" />
}

interface FieldsSectionProps extends Omit<SectionsProps, 'keptPlace' | 'files' | 'recordId'> {
  title: string
  hint?: string
  names: readonly MoreFieldName[]
  isOpen?: boolean
}

function FieldsSection({ title, hint, names, form, problems, isHouse, isOpen = false }: FieldsSectionProps): ReactNode {
  const words = useFieldWords()
  const { more } = form.fields
  const shown = names.filter((name) => isHouse || !HOUSE_FIELDS.has(name))
  const said = shown.filter((name) => !isBlank(more[name]))
  return (
    <Section
      title={title}
      holds={said.length === 0 ? <Nothing /> : listWords(said.map((name) => words.field(name)))}
      hasProblem={shown.some((name) => problems[name] !== undefined)}
      isOpen={isOpen}
    >
      {hint === undefined ? null : <p className="hint">{hint}</p>}
      <div className="section-fields">
        {shown.map((name) => (
          <MoreField key={name} name={name} form={form} problems={problems} />
        ))}
      </div>
    </Section>
  )
}

/** One field beyond what every incident says. */
export function MoreField({ name, form, problems }: { name: MoreFieldName; form: DraftForm; problems: FieldProblems }): ReactNode {
  const words = useFieldWords()
  return (
    <SpecField
      spec={INCIDENT_MORE[name]}
      label={words.field(name)}
      value={form.fields.more[name]}
      onChange={(value) => form.setFields((now) => ({ more: { ...now.more, [name]: value } }))}
      problem={problems[name]}
      isAhead={name === 'feedbackDue'}
    />
  )
}
