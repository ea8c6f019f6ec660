import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ComboBox, FieldError, Input, Label, Text } from 'react-aria-components'
import { INCIDENT_MORE, RECORDERS_MAX } from '../../../core/engine/contract/index.ts'
import type { EngineClient } from '../../app/client.ts'
import { useEngine } from '../../app/engine.tsx'
import { OfferedTexts } from '../../ui/offered-texts.tsx'
import { useProblemWords } from './problem-words.ts'
import { type Problem, textIn } from './typed-values.ts'
import type { DraftForm } from './use-draft.ts'

/** Who writes it down. Stays in the House. */
export function RecordedBy({ form, problem }: { form: DraftForm; problem: Problem | undefined }): ReactNode {
  const { t } = useLingui()
  return (
    <OneOfUs
      label={t`Recorded by`}
      value={textIn(form.fields.more['recordedBy'])}
      onChange={(recordedBy) => form.setFields((now) => ({ more: { ...now.more, recordedBy } }))}
      problem={problem}
    />
  )
}

export interface OneOfUsProps {
  label: string
  value: string
  onChange(name: string): void
  problem?: Problem | undefined
}

/** A name or initials, of those that were used on this computer before. */
export function OneOfUs({ label, value, onChange, problem }: OneOfUsProps): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const problemWords = useProblemWords()
  const settings = useQuery(queries.settings.get.queryOptions())
  const start = value.trim().toLocaleLowerCase()
  const offered = (settings.data?.recorders ?? []).filter((name) => name !== value && name.toLocaleLowerCase().startsWith(start))
  return (
    <ComboBox
      className="field field-short"
      allowsCustomValue
      menuTrigger="focus"
      inputValue={value}
      onInputChange={onChange}
      items={offered.map((name) => ({ id: name }))}
      isInvalid={problem !== undefined}
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      <Text slot="description" className="hint">{t`Your name or initials. It stays with us.`}</Text>
      <Input className="input" dir="auto" autoComplete="off" spellCheck={false} />
      <FieldError className="field-problem">
        {problem === undefined ? null : problemWords(problem, value.length, INCIDENT_MORE.recordedBy.max)}
      </FieldError>
      <OfferedTexts />
    </ComboBox>
  )
}

/** Remembers on this computer who has written something down, the last one first. */
export async function rememberRecorder(client: EngineClient, name: string | undefined): Promise<void> {
  const said = name?.trim() ?? ''
  if (said === '') return
  const { recorders } = await client.settings.get()
  if (recorders[0] === said) return
  await client.settings.set({ recorders: [said, ...recorders.filter((each) => each !== said)].slice(0, RECORDERS_MAX) })
}
