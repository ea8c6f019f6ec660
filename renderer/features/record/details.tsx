import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type Incident, isNamed, OF_PERPETRATOR, type RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { useFieldWords } from '../../i18n/use-field-words.ts'
import { useGoneWords } from '../../i18n/use-gone-words.ts'
import { ARREST_FIELDS, MORE_FIELDS, RESPONSE_FIELDS, SOURCE_FIELDS } from '../write/field-groups.ts'
import { type List, listOf } from '../write/form-model.ts'
import { isNothing } from '../write/order.ts'
import { ExactPlace } from './exact-place.tsx'
import { FieldValue, ItemValue } from './values.tsx'

/** Everything that is said beyond when, where and what kind, in the order of the form, and nothing that is not said. */
export function Details({ incident }: { incident: Incident }): ReactNode {
  const { t } = useLingui()
  const { fields, names } = incident
  return (
    <>
      <People title={t`Who was harmed`} list="harmed" incident={incident} />
      {fields.narrative === '' ? null : (
        <p className="said narrative" dir="auto">
          {fields.narrative}
        </p>
      )}
      <People title={t`Who did it`} list="perpetrator" incident={incident} />
      <Group title={t`Arrest and custody`} of={ARREST_FIELDS} fields={fields} names={names} />
      {isNothing(fields.place) ? null : (
        <section className="details">
          <h2>{t`Exact place`}</h2>
          <ExactPlace recordId={incident.recordId} />
        </section>
      )}
      {fields.alert ? <FromAlert recordId={fields.alert} /> : null}
      <Group title={t`How we know it`} of={SOURCE_FIELDS} fields={fields} names={names} />
      <Group title={t`What was done, and what is owed`} of={RESPONSE_FIELDS} fields={fields} names={names} />
      <Group title={t`How sure we are, and how it was done`} of={MORE_FIELDS} fields={fields} names={names} />
    </>
  )
}

/** The alert that it came of, where that is still here. */
function FromAlert({ recordId }: { recordId: RecordId }): ReactNode {
  const { t } = useLingui()
  const gone = useGoneWords()
  const { queries } = useEngine()
  const router = useRouter()
  const alert = useQuery({ ...queries.alerts.get.queryOptions({ input: { recordId } }), retry: false })
  return (
    <section className="details" aria-label={t`The alert it came of`}>
      <h2>{t`The alert it came of`}</h2>
      {alert.data === undefined ? (
        <p className="quiet">{alert.isError ? gone : null}</p>
      ) : (
        <button type="button" className="link" onClick={() => router.go({ screen: 'alerts', recordId })}>
          <bdi>{alert.data.fields.what}</bdi>
        </button>
      )}
    </section>
  )
}

function People({ title, list, incident }: { title: string; list: List; incident: Incident }): ReactNode {
  const people = Object.entries(incident.fields).filter(([field, value]) => listOf(field) === list && !isNothing(value))
  if (people.length === 0) return null
  return (
    <section className="details">
      <h2>{title}</h2>
      <ul className="items">
        {people.map(([field, value]) => (
          <li key={field}>
            {list === 'perpetrator' && isNamed(value) ? (
              <WithPage value={value} names={incident.names} />
            ) : (
              <ItemValue list={list} value={value as Readonly<Record<string, unknown>>} names={incident.names} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Who did it and has a page of ours: with what that says and a coalition gets with the name, so that we read no less than partners. */
function WithPage({ value, names }: { value: Readonly<Record<string, unknown>> & { perpetrator: RecordId }; names: Incident['names'] }) {
  const { queries } = useEngine()
  const { perpetrator: recordId } = value
  const page = useQuery({
    ...queries.cards.get.queryOptions({ input: { recordId } }),
    retry: false,
    enabled: names[recordId] !== undefined,
  })
  const ours = page.data?.fields ?? {}
  const besides = OF_PERPETRATOR.flatMap((field) => (isNothing(ours[field]) || !isNothing(value[field]) ? [] : [[field, ours[field]]]))
  return <ItemValue list="perpetrator" value={{ ...value, ...Object.fromEntries(besides) }} names={names} />
}

interface GroupProps {
  title: string
  of: readonly string[]
  fields: Readonly<Record<string, unknown>>
  names: Incident['names']
}

function Group({ title, of, fields, names }: GroupProps): ReactNode {
  const words = useFieldWords()
  const said = of.filter((field) => !isNothing(fields[field]))
  if (said.length === 0) return null
  return (
    <section className="details">
      <h2>{title}</h2>
      <dl className="facts">
        {said.map((field) => (
          <div className="facts-pair" key={field}>
            <dt>{words.field(field)}</dt>
            <dd>
              <FieldValue field={field} value={fields[field]} names={names} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
