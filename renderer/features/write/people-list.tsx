import { useLingui } from '@lingui/react/macro'
import { Plus, X } from 'lucide-react'
import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react'
import type { GroupSpec } from '../../../core/engine/contract/field-spec.ts'
import { INCIDENT_LISTS, type Typed, type TypedGroup } from '../../../core/engine/contract/index.ts'
import { useNotice } from '../../app/notice.tsx'
import { useStillOpen } from '../../app/still-open.ts'
import { useFieldWords } from '../../i18n/use-field-words.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { More } from '../../ui/more.tsx'
import { APART, calledIn, type FieldProblems, itemsOf, type List, newKey, withItem, withoutItem } from './form-model.ts'
import { NeedsField } from './needs-field.tsx'
import { useProblemWords } from './problem-words.ts'
import { SpecField } from './spec-field.tsx'
import { codesIn, isBlank, textIn } from './typed-values.ts'
import type { DraftForm } from './use-draft.ts'
import { WhoField } from './who-field.tsx'

export interface PeopleListProps {
  list: List
  form: DraftForm
  problems: FieldProblems
  /** In a coalition nobody is named by a record of ours. */
  isHouse: boolean
}

/** Who was harmed, or who did it, one after the other. There is always one to begin with. */
export function PeopleList({ list, form, problems, isHouse }: PeopleListProps): ReactNode {
  const { t } = useLingui()
  const [first] = useState(() => newKey(list))
  const said = itemsOf(form.fields, list)
  const items: [string, TypedGroup][] = said.length === 0 ? [[first, {}]] : said
  const container = useRef<HTMLDivElement>(null)
  const [focusOn, setFocusOn] = useState<'newest' | 'add' | null>(null)
  // Who adds one goes on with its name; who takes one out must not fall out of the form.
  useEffect(() => {
    if (focusOn === null) return
    const button = container.current?.querySelector<HTMLButtonElement>(':scope > .actions button:enabled')
    const people = container.current?.querySelectorAll(':scope > .person')
    if (focusOn === 'add' && button) button.focus()
    else
      people
        ?.item(people.length - 1)
        .querySelector('input')
        ?.focus()
    setFocusOn(null)
  }, [focusOn])
  const add = (): void => {
    form.setFields((now) => withItem(now, newKey(list), {}))
    setFocusOn('newest')
  }
  const notice = useNotice()
  const isStillOpen = useStillOpen()
  const remove = (field: string, item: TypedGroup): void => {
    form.setFields((now) => withoutItem(now, field))
    setFocusOn('add')
    if (isEmpty(item)) return
    const name = calledIn(list, item).trim()
    const back = (): void => {
      if (isStillOpen()) form.setFields((now) => withItem(now, field, item))
    }
    notice(name === '' ? t`Taken out.` : t`${name} is taken out.`, back)
  }
  return (
    <div className="people" ref={container}>
      {items.map(([field, item], index) => (
        <OneOfList
          key={field}
          {...{ list, field, item, problems, isHouse, form }}
          number={index + 1}
          isOnly={items.length === 1}
          onRemove={said.length === 0 ? null : () => remove(field, item)}
        />
      ))}
      <div className="actions">
        <Button icon={Plus} onPress={add} isDisabled={items.some(([, item]) => isEmpty(item))}>
          {list === 'harmed' ? t`Add another person` : t`Add another person or unit`}
        </Button>
      </div>
    </div>
  )
}

const isEmpty = (item: TypedGroup): boolean => Object.values(item).every(isBlank)

interface OneProps extends PeopleListProps {
  field: string
  item: TypedGroup
  number: number
  isOnly: boolean
  onRemove: (() => void) | null
}

function OneOfList({ list, field, item, number, isOnly, form, problems, isHouse, onRemove }: OneProps): ReactNode {
  const { t } = useLingui()
  const words = useFieldWords()
  const problemWords = useProblemWords()
  const set = (change: Readonly<Record<string, Typed>>): void => form.setFields((now) => withItem(now, field, change))
  const nameProblem = problems[`${field}.name`]
  const whoProblem =
    nameProblem === undefined ? undefined : problemWords(nameProblem, textIn(item['name']).length, INCIDENT_LISTS[list].name.max)
  const spec = (name: 'role' | 'people' | 'injuries' | 'what' | 'kind' | 'degree' | 'note' | (typeof APART)[number]): ReactNode => {
    const group: GroupSpec = INCIDENT_LISTS[list]
    const one = group[name]
    return one === undefined ? null : (
      <SpecField
        spec={one}
        label={words.item(list, name)}
        value={item[name]}
        onChange={(value) => set({ [name]: value })}
        problem={problems[`${field}.${name}`]}
      />
    )
  }
  const legend = list === 'harmed' ? t`Person ${number}` : t`Person or unit ${number}`
  const hasMore = (list === 'harmed' ? ['role', 'people', 'injuries', 'what'] : APART).some(
    (name) => !isBlank(item[name]) || problems[`${field}.${name}`] !== undefined,
  )
  return (
    <fieldset className="person">
      <legend className={isOnly ? 'visually-hidden' : 'field-label'}>{legend}</legend>
      {isHouse ? (
        <WhoField
          list={list}
          label={words.item(list, 'name')}
          value={item}
          onChange={(change) =>
            form.setFields((now) => {
              const next = change(now.lists[field] ?? {})
              // Somebody who was taken out meanwhile does not come back.
              return isEmpty(next) && now.lists[field] === undefined ? {} : withItem(now, field, next)
            })
          }
          problem={whoProblem}
        />
      ) : (
        <Field
          label={words.item(list, 'name')}
          value={textIn(item['name'])}
          onChange={(name) => set({ name })}
          dir="auto"
          problem={whoProblem}
        />
      )}
      {list === 'harmed' ? (
        <>
          <NeedsField label={words.item(list, 'needs')} value={codesIn(item['needs'])} onChange={(needs) => set({ needs })} />
          <More title={t`More about this person`} holds={t`role, injuries, what happened to them`} defaultExpanded={hasMore}>
            <div className="section-fields">
              {spec('role')}
              {spec('injuries')}
              {spec('people')}
              {spec('what')}
            </div>
          </More>
        </>
      ) : (
        <div className="section-fields">
          {spec('kind')}
          {spec('degree')}
          {spec('people')}
          {spec('note')}
          <More title={t`More about them`} holds={t`unit, rank, badge, vehicle`} defaultExpanded={hasMore}>
            <div className="section-fields">
              {APART.map((name) => (
                <Fragment key={name}>{spec(name)}</Fragment>
              ))}
            </div>
          </More>
        </div>
      )}
      {onRemove === null ? null : (
        <div className="actions">
          <Button look="quiet" icon={X} onPress={onRemove} aria-label={t`Take out: ${legend}`}>{t`Take out`}</Button>
        </div>
      )}
    </fieldset>
  )
}
