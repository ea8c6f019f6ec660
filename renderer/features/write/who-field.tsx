import { useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue } from 'react'
import { ComboBox, FieldError, Input, type Key, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { type CardRow, LIMITS, type TypedGroup } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { type List, newCardName, PASSING } from './form-model.ts'
import { textIn } from './typed-values.ts'

const ADD = 'add'
const OFFERED = 8

export interface WhoFieldProps {
  list: List
  label: string
  value: TypedGroup
  onChange(change: (now: TypedGroup) => TypedGroup): void
  problem: string | undefined
}

/** By which field one of a list names a record. */
export const refOf = (list: List): 'person' | 'perpetrator' => (list === 'harmed' ? 'person' : 'perpetrator')

/** What one of a list is called: by the chosen record, or by the words that were typed. */
export const calledIn = (list: List, item: TypedGroup): string =>
  textIn(textIn(item[refOf(list)]) === '' ? item['name'] : item[PASSING.shown])

/** Somebody: a record of ours, one that is written in passing when the incident is saved, or only words. */
export function WhoField({ list, label, value, onChange, problem }: WhoFieldProps): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const ref = refOf(list)
  const text = calledIn(list, value)
  const chosen = textIn(value[ref])
  const isAdded = textIn(value[PASSING.add]) !== ''
  const asked = useDeferredValue(text.trim().slice(0, LIMITS.searchText))
  const known = useQuery({
    ...queries.cards.list.queryOptions({ input: { kind: ref, text: asked, limit: OFFERED } }),
    placeholderData: keepPreviousData,
  })
  const rows = chosen === '' ? (known.data?.rows ?? []) : []
  const isNew = text.trim() !== '' && chosen === '' && !isAdded && !rows.some((row) => row.label === text.trim())
  const items = [...rows.map((row) => ({ id: String(row.recordId), row })), ...(isNew ? [{ id: ADD, row: null }] : [])]

  const typed = (words: string): void =>
    onChange((now) => {
      if (words === calledIn(list, now)) return now
      const isDropped = words.trim() === '' || textIn(now[ref]) !== ''
      return { ...now, name: words, [ref]: '', [PASSING.shown]: '', [PASSING.add]: isDropped ? '' : textIn(now[PASSING.add]) }
    })
  const picked = (key: Key | null): void => {
    if (key === ADD) onChange((now) => ({ ...now, [PASSING.add]: newCardName() }))
    const row = rows.find(({ recordId }) => recordId === key)
    if (row === undefined) return
    onChange((now) => ({ ...now, [ref]: row.recordId, [PASSING.shown]: row.label, name: '', [PASSING.add]: '' }))
  }
  return (
    <div className="who">
      <ComboBox
        className="field"
        allowsCustomValue
        menuTrigger="input"
        inputValue={text}
        onInputChange={typed}
        selectedKey={chosen === '' ? null : chosen}
        onSelectionChange={picked}
        items={items}
        isInvalid={problem !== undefined}
        validationBehavior="aria"
      >
        <Label>{label}</Label>
        <Text slot="description" className="hint">
          {list === 'harmed' ? t`Not the real name. “2 people” will do.` : t`As far as you know. “6 officers” will do.`}
        </Text>
        <Input className="input" dir="auto" autoComplete="off" spellCheck={false} />
        <FieldError className="field-problem">{problem}</FieldError>
        <Popover className="popover">
          <ListBox>
            {({ id, row }: { id: string; row: CardRow | null }) => (
              <ListBoxItem className="option" id={id} textValue={row?.label ?? text}>
                {row === null ? (
                  list === 'harmed' ? (
                    t`Add “${text.trim()}” to our people`
                  ) : (
                    t`Add “${text.trim()}” to those we know of`
                  )
                ) : (
                  <bdi>{row.label}</bdi>
                )}
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
      <p className="understood quiet" role="status">
        {chosen !== '' ? t`One of your records.` : isAdded ? t`Gets a record of their own when you save.` : null}
      </p>
    </div>
  )
}
