import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { GroupSpec, Spec } from '../../../core/engine/contract/field-spec.ts'
import {
  fileReferenceSchema,
  INCIDENT_LISTS,
  INCIDENT_MORE,
  type PartialDate,
  partialDateSchema,
} from '../../../core/engine/contract/index.ts'
import { listWords } from '../../i18n/lists.ts'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { useFieldWords } from '../../i18n/use-field-words.ts'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { usePartialWords } from '../../ui/moment.tsx'
import type { Said } from '../versions/said.ts'
import { groupOf, type List, listOf } from '../write/form-model.ts'
import { isNothing } from '../write/order.ts'
import { Marked } from './marked.tsx'
import { Named, type Names } from './named.tsx'

const specOf = (field: string): Spec | null => {
  const group: GroupSpec = INCIDENT_MORE
  return Object.hasOwn(group, field) ? (group[field] ?? null) : field === 'start' ? { is: 'date' } : null
}

/** A value of a field in words, whatever its kind. */
export function FieldValue({ field, value, names }: { field: string; value: unknown; names: Names }): ReactNode {
  const typeWords = useTypeWords()
  const list = listOf(field)
  const file = field.startsWith('file:') ? fileReferenceSchema.safeParse(value).data : undefined
  if (isNothing(value)) {
    return (
      <span className="quiet">
        <Trans>Nothing</Trans>
      </span>
    )
  }
  if (field === 'types' && Array.isArray(value)) {
    return (
      <span>
        <Marked text={listWords(value.map((slug) => typeWords(String(slug))))} />
      </span>
    )
  }
  if (file !== undefined) return <Text text={file.name} />
  if (list !== null && typeof value === 'object') {
    return <ItemValue list={list} value={value as Readonly<Record<string, unknown>>} names={names} />
  }
  const group = groupOf(field)
  if (group !== null && typeof value === 'object') {
    return <GroupValue list="evidence" group={group} values={Object.entries(value as object)} names={names} />
  }
  const spec = specOf(field)
  return spec === null ? (
    <Text text={typeof value === 'string' ? value : JSON.stringify(value)} />
  ) : (
    <OneValue spec={spec} value={value} names={names} />
  )
}

function Text({ text }: { text: string }): ReactNode {
  return (
    <span className="said" dir="auto">
      <Marked text={text} />
    </span>
  )
}

function OneValue({ spec, value, names }: { spec: Spec; value: unknown; names: Names }): ReactNode {
  const { t, i18n } = useLingui()
  const codeWords = useCodeWords()
  const whenWords = usePartialWords()
  switch (spec.is) {
    case 'code':
      return <span>{codeWords(spec.of, String(value))}</span>
    case 'codes':
      return <span>{listWords((Array.isArray(value) ? value : [value]).map((code) => codeWords(spec.of, String(code))))}</span>
    case 'date': {
      const when = partialDateSchema.safeParse(value)
      return when.success ? <span>{whenWords(when.data as PartialDate)}</span> : <Text text={JSON.stringify(value)} />
    }
    case 'count':
      return <span>{typeof value === 'number' ? i18n.number(value) : String(value)}</span>
    case 'mark':
      return <span>{t`Written down, covered`}</span>
    case 'ref':
      return <Named recordId={String(value)} names={names} />
    default:
      return <Text text={typeof value === 'string' ? value : JSON.stringify(value)} />
  }
}

interface ItemProps {
  list: List
  value: Readonly<Record<string, unknown>>
  names: Names
}

/** One of those who were harmed or who did it: what they are called, and under it what else is said of them. */
export function ItemValue({ list, value, names }: ItemProps): ReactNode {
  const { t } = useLingui()
  const group: GroupSpec = INCIDENT_LISTS[list]
  const ref = list === 'harmed' ? value['person'] : value['perpetrator']
  const name = value['name']
  const rest = Object.entries(value).filter(([field, one]) => !['person', 'perpetrator', 'name'].includes(field) && !isNothing(one))
  return (
    <div className="item">
      <p className="item-name">
        {isNothing(ref) ? null : <Named recordId={String(ref)} names={names} />}
        {isNothing(name) ? null : (
          <bdi>
            <Marked text={isNothing(ref) ? String(name) : ` (${String(name)})`} />
          </bdi>
        )}
        {isNothing(ref) && isNothing(name) ? <span className="quiet">{t`No name said`}</span> : null}
      </p>
      {rest.length === 0 ? null : <GroupValue list={list} group={group} values={rest} names={names} />}
    </div>
  )
}

interface GroupValueProps {
  list: keyof typeof INCIDENT_LISTS
  group: GroupSpec
  values: readonly [string, unknown][]
  names: Names
}

function GroupValue({ list, group, values, names }: GroupValueProps): ReactNode {
  const words = useFieldWords()
  return (
    <dl className="facts">
      {values.map(([field, one]) => {
        const spec = group[field]
        return (
          <div className="facts-pair" key={field}>
            <dt>{words.item(list, field)}</dt>
            <dd>{spec === undefined ? <Text text={JSON.stringify(one)} /> : <OneValue spec={spec} value={one} names={names} />}</dd>
          </div>
        )
      })}
    </dl>
  )
}

/** How an incident says its fields, for its history and its two versions. */
export function useIncidentSaid(names: Names): Said {
  const words = useFieldWords()
  return {
    label: words.field,
    value: (field, value) => <FieldValue field={field} value={value} names={names} />,
    isSealed: (field) => field === 'place',
  }
}
