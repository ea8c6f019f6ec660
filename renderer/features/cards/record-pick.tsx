import { useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { type ReactNode, useDeferredValue, useId, useState } from 'react'
import { ComboBox, Input, type Key, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { LIMITS, type RecordId, type SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useGone } from '../../app/use-gone.ts'
import { useGoneWords } from '../../i18n/use-gone-words.ts'
import { usePartialWords } from '../../ui/moment.tsx'
import { useSpaces } from '../log/names.ts'

const OFFERED = 20

export interface Beside {
  within: readonly SpaceId[]
  without: ReadonlySet<RecordId>
}

export interface RecordPickProps {
  label: string
  /** What is picked: people of ours, or incidents. */
  of: 'person' | 'incident'
  isMany: boolean
  /** Of incidents: those of these spaces, and not these. Without it those of our House, shared or not. */
  beside?: Beside
  value: readonly string[]
  /** What the picked ones are called. */
  names: Readonly<Record<string, string>>
  onChange(value: readonly string[], names: Readonly<Record<string, string>>): void
}

/** Picks one record or several by words that it contains. What is picked stands above, each with a way to take it out. */
export function RecordPick({ label, of, isMany, beside, value, names, onChange }: RecordPickProps): ReactNode {
  const { t } = useLingui()
  const [typed, setTyped] = useState('')
  /** What stood there when one left, and chose nothing. */
  const [left, setLeft] = useState('')
  const id = useId()
  const gone = useGone(value, of === 'person' ? 'card' : 'incident')
  const goneWords = useGoneWords()
  const { rows, isAnswered } = useOffered(of, typed, beside)
  const offered = rows.filter((each) => !value.includes(each.id))
  const isFull = !isMany && value.length > 0
  const pick = (key: Key | null): void => {
    const picked = offered.find((each) => each.id === key)
    if (picked === undefined) return
    setTyped('')
    setLeft('')
    onChange([...value, picked.id], { ...names, [picked.id]: picked.label })
  }
  return (
    <fieldset className="record-pick" aria-labelledby={id}>
      <span className="field-label" id={id}>
        {label}
      </span>
      {value.length === 0 ? null : (
        <ul className="picked">
          {value.map((each) => {
            const known = gone.has(each) ? undefined : names[each]
            const name = known ?? goneWords
            return (
              <li key={each} className="tag">
                <bdi>{name}</bdi>
                <button
                  type="button"
                  className="picked-out"
                  aria-label={t`Take out ${name}`}
                  onClick={() =>
                    onChange(
                      value.filter((other) => other !== each),
                      names,
                    )
                  }
                >
                  <X aria-hidden />
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {isFull ? null : (
        <ComboBox
          className="field"
          // What is typed stays while one looks around, and Escape closes the list over it. Once one leaves it goes: words alone choose nothing.
          allowsCustomValue
          onBlur={() => {
            setLeft(typed.trim())
            setTyped('')
          }}
          menuTrigger="focus"
          allowsEmptyCollection={typed.trim() !== ''}
          inputValue={typed}
          onInputChange={(text) => {
            setTyped(text)
            if (text !== '') setLeft('')
          }}
          selectedKey={null}
          onSelectionChange={pick}
          items={offered}
          // What will be gone in a moment cannot be chosen: the choice would fall to the one beside it.
          disabledKeys={isAnswered ? [] : offered.map((each) => each.id)}
        >
          <Label className="visually-hidden">{label}</Label>
          <Text slot="description" className="hint">
            {of === 'person' ? t`Type a few letters of what we call them.` : t`Type a few words of the incident.`}
          </Text>
          <Input className="input" dir="auto" autoComplete="off" spellCheck={false} maxLength={LIMITS.searchText} />
          <p className="hint" role="status">
            {left === '' ? null : t`Nothing was chosen for “${left}”, so it is not kept. Choose from the list that opens.`}
          </p>
          <Popover className="popover">
            <ListBox renderEmptyState={() => (isAnswered ? <p className="option quiet">{t`Nothing has these words.`}</p> : null)}>
              {(item: Offered) => (
                <ListBoxItem className="option" id={item.id} textValue={item.label}>
                  <bdi>{item.label}</bdi>
                  {item.more === '' ? null : <span className="quiet"> · {item.more}</span>}
                </ListBoxItem>
              )}
            </ListBox>
          </Popover>
        </ComboBox>
      )}
    </fieldset>
  )
}

interface Offered {
  id: string
  label: string
  more: string
}

/** Those with these words; not `isAnswered`: still those with the words before. */
function useOffered(of: RecordPickProps['of'], typed: string, beside: RecordPickProps['beside']): { rows: Offered[]; isAnswered: boolean } {
  const { queries } = useEngine()
  const whenWords = usePartialWords()
  const { houseId, nameOf } = useSpaces()
  const within = beside?.within ?? (houseId === null ? [] : [houseId])
  const words = typed.trim()
  const text = useDeferredValue(words)
  const people = useQuery({
    ...queries.cards.list.queryOptions({ input: { kind: 'person', text, limit: OFFERED }, placeholderData: keepPreviousData }),
    enabled: of === 'person',
  })
  const incidents = useQuery({
    ...queries.records.list.queryOptions({
      input: { within: [...within], text, limit: OFFERED },
      placeholderData: keepPreviousData,
    }),
    enabled: of === 'incident' && within.length > 0,
  })
  const isAnswered = text === words && !(of === 'person' ? people : incidents).isPlaceholderData
  if (of === 'person') {
    return { rows: (people.data?.rows ?? []).map(({ recordId, label }) => ({ id: recordId, label, more: '' })), isAnswered }
  }
  const found = (incidents.data?.rows ?? []).filter(({ recordId }) => !beside?.without.has(recordId))
  const rows = found.map(({ recordId, spaceId, title, start, area }) => {
    const whose = within.length > 1 && spaceId !== houseId ? nameOf(spaceId) : ''
    const more = [start === null ? '' : whenWords(start), area, whose].filter((part) => part !== '').join(', ')
    return { id: recordId, label: title, more }
  })
  return { rows, isAnswered }
}
