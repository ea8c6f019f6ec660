import { useLingui as useCatalogue } from '@lingui/react'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { GroupSpec, Spec } from '../../../core/engine/contract/field-spec.ts'
import { CARDS, type CardKind, fileReferenceSchema, listOf } from '../../../core/engine/contract/index.ts'
import { cardLabel } from '../../i18n/card-fields.ts'
import { listWords } from '../../i18n/lists.ts'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { usePartialWords } from '../../ui/moment.tsx'
import { useRungWords } from '../consent/ladder.ts'
import { useRecipientWords } from '../consent/use-recipient-words.ts'
import type { Said } from '../versions/said.ts'
import { dateIn, type Fields, idsOf, isNothing } from './form-model.ts'

/** The label of a field of a kind of record, in the person's language. One that this version does not know keeps its own name. */
export function useCardLabels(kind: CardKind): (field: string) => string {
  const { i18n } = useCatalogue()
  return (field) => {
    const label = cardLabel(kind, field)
    return label === null ? field : i18n._(label)
  }
}

/** How a record of a kind says its fields, for its page, its history and its two versions. `names`: what the records are called that it names. */
export function useCardSaid(kind: CardKind, names: Readonly<Record<string, string>>, fields: Fields = {}): Said {
  const label = useCardLabels(kind)
  return {
    label,
    value: (field, value) => <CardValue kind={kind} field={field} value={value} names={names} fields={fields} />,
    isSealed: (field) => field === 'identity',
  }
}

interface ValueProps {
  kind: CardKind
  field: string
  value: unknown
  names: Readonly<Record<string, string>>
  /** What the record says beside it. */
  fields: Fields
}

/** A value of a field in words, whatever its kind. */
function CardValue({ kind, field, value, names, fields }: ValueProps): ReactNode {
  const group = listOf(kind, field)
  const recipientWords = useRecipientWords()
  if (isNothing(value)) {
    return (
      <span className="quiet">
        <Trans>Nothing</Trans>
      </span>
    )
  }
  const file = field.startsWith('file:') ? fileReferenceSchema.safeParse(value).data : undefined
  if (file !== undefined) return <bdi className="said">{file.name}</bdi>
  if (field.startsWith('evidence:')) return <StepOf value={value} fields={fields} />
  if (group !== undefined) return <OneOfList group={group} value={value} names={names} />
  if (kind === 'consent' && field === 'recipient' && typeof value === 'string') return <bdi className="said">{recipientWords(value)}</bdi>
  const specs: GroupSpec = CARDS[kind].fields
  return (
    <Plain
      spec={Object.hasOwn(specs, field) ? specs[field] : undefined}
      isRung={kind === 'consent' && field === 'level'}
      value={value}
      names={names}
    />
  )
}

/** The step of a complaint that a file belongs to. */
function StepOf({ value, fields }: { value: unknown; fields: Fields }): ReactNode {
  const { t } = useLingui()
  const digits = typeof value === 'object' && value !== null ? (value as Fields)['step'] : undefined
  const step = fields[`step:${String(digits)}`]
  return isNothing(step) ? (
    <span className="quiet">{t`A step that is not there any more`}</span>
  ) : (
    <OneOfList group={CARDS.complaint.lists.step} value={step} names={{}} />
  )
}

/** One of a list: what is said of it, one after the other. */
function OneOfList({ group, value, names }: { group: GroupSpec; value: unknown; names: ValueProps['names'] }): ReactNode {
  const said = Object.entries(group).flatMap(([name, spec]) => {
    const one = typeof value === 'object' && value !== null ? (value as Fields)[name] : undefined
    return isNothing(one) ? [] : [{ name, spec, one }]
  })
  return (
    <span className="said-list">
      {said.map(({ name, spec, one }) => (
        <Plain key={name} spec={spec} value={one} names={names} />
      ))}
    </span>
  )
}

function Plain({
  spec,
  value,
  names,
  isRung = false,
}: {
  spec: Spec | undefined
  value: unknown
  names: ValueProps['names']
  isRung?: boolean
}): ReactNode {
  const { t } = useLingui()
  const codeWords = useCodeWords()
  const whenWords = usePartialWords()
  const rungWords = useRungWords()
  const nameOf = (id: string): string => names[id] ?? t`somebody or something that is not here`
  if (isRung) return <span>{rungWords(Number(value))}</span>
  switch (spec?.is) {
    case 'code':
      return <span>{codeWords(spec.of, String(value))}</span>
    case 'codes':
      return <span>{listWords(idsOf(value).map((code) => codeWords(spec.of, code)))}</span>
    case 'date':
      return <span>{whenWords(dateIn(value))}</span>
    case 'flag':
      return <span>{t`Yes`}</span>
    case 'mark':
      return <span className="quiet">{t`Written, and covered`}</span>
    case 'ref':
    case 'refs':
      return <bdi>{listWords(idsOf(value).map(nameOf))}</bdi>
    default:
      return (
        <span className="said" dir="auto">
          {typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value)}
        </span>
      )
  }
}
