import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { INCIDENT_LISTS } from '../../../core/engine/contract/index.ts'
import { useFieldWords } from '../../i18n/use-field-words.ts'
import { More } from '../../ui/more.tsx'
import { type FieldProblems, withItem } from './form-model.ts'
import { SpecField } from './spec-field.tsx'
import { dateIn, isBlank, textIn } from './typed-values.ts'
import type { DraftForm } from './use-draft.ts'

/** When a file was taken and by whom, closed until somebody knows. `field`: of the list `evidence`. */
export function AskEvidence({ field, form, problems }: { field: string; form: DraftForm; problems: FieldProblems }): ReactNode {
  const { t } = useLingui()
  const words = useFieldWords()
  const item = form.fields.lists[field] ?? {}
  const said = [dateIn(item['taken']).words || dateIn(item['taken']).date, textIn(item['takenBy'])].filter((text) => text.trim() !== '')
  const isWrong = ['taken', 'takenBy'].some((name) => problems[`${field}.${name}`] !== undefined)
  return (
    <More
      title={t`When and by whom it was taken`}
      holds={Object.values(item).every(isBlank) ? t`Nothing yet` : said.join(', ')}
      defaultExpanded={isWrong}
      level={3}
    >
      <div className="section-fields">
        {(['taken', 'takenBy'] as const).map((name) => (
          <SpecField
            key={name}
            spec={INCIDENT_LISTS.evidence[name]}
            label={words.item('evidence', name)}
            value={item[name]}
            onChange={(value) => form.setFields((now) => withItem(now, field, { [name]: value }))}
            problem={problems[`${field}.${name}`]}
          />
        ))}
      </div>
    </More>
  )
}
