import { useLingui } from '@lingui/react/macro'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { ComboBox, FieldError, Input, type Key, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { type CardRow, LIMITS, type TypedGroup } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useGone } from '../../app/use-gone.ts'
import { folded } from '../../i18n/fold.ts'
import { LateOffers } from '../../ui/late-offers.tsx'
import { useSpaces } from '../log/names.ts'
import { calledIn, type List, newCardName, PASSING, refOf } from './form-model.ts'
import { alike, knownAs, namedBy, onlyCalled } from './known-name.ts'
import { textIn } from './typed-values.ts'

const ADD = 'add'
const OFFERED = 8
const NONE: readonly string[] = []
/** Letters from which on the search finds all that begin so. */
const SURE = 3

export interface WhoFieldProps {
  list: List
  label: string
  value: TypedGroup
  onChange(change: (now: TypedGroup) => TypedGroup): void
  problem: string | undefined
}

/** Somebody: a record of ours, one that is written in passing when the incident is saved, or only words. */
export function WhoField({ list, label, value, onChange, problem }: WhoFieldProps): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const { houseId } = useSpaces()
  const ref = refOf(list)
  const text = calledIn(list, value)
  const chosen = textIn(value[ref])
  const gone = useGone(chosen === '' ? NONE : [chosen], 'card')
  const isAdded = textIn(value[PASSING.add]) !== ''
  const words = text.trim().slice(0, LIMITS.searchText)
  const asked = useDeferredValue(words)
  const known = useQuery({
    ...queries.cards.list.queryOptions({ input: { kind: ref, text: asked, limit: OFFERED } }),
    placeholderData: keepPreviousData,
  })
  const isAnswered = asked === words && !known.isPending && !known.isPlaceholderData
  // What is ours names only what is ours.
  const ours = chosen === '' ? (known.data?.rows ?? []).filter((row) => row.spaceId === houseId) : []
  // Until these words are answered only who will be in the answer too: whoever goes from under a choice leaves it to the one beside them.
  const rows = isAnswered ? ours : ours.filter((row) => words.length >= SURE && folded(row.label).startsWith(folded(words)))
  const same = alike(rows, houseId, text)
  const isNew = words !== '' && chosen === '' && !isAdded && isAnswered && same.length === 0
  // Nothing is offered once it is said who it is: what stays on offer stays open, whatever was chosen from it.
  const offered = isAdded ? [] : rows
  const items = [...offered.map((row) => ({ id: String(row.recordId), row })), ...(isNew ? [{ id: ADD, row: null }] : [])]

  const [lastTyped, setLastTyped] = useState<string | null>(null)
  const typed = (name: string): void => {
    onChange((now) => (name === calledIn(list, now) ? now : onlyCalled(list, now, name)))
  }
  // A look that fails is taken again when the form is saved, which says so.
  const look = useMutation({
    mutationFn: async (name: string) => ({ name, row: houseId === null ? null : await knownAs(client, list, houseId, name) }),
    onSuccess: ({ name, row }) => {
      if (row === null) return
      onChange((now) => (calledIn(list, now) === name && textIn(now[ref]) === '' ? namedBy(list, now, row) : now))
    },
  })
  const left = (): void => {
    if (lastTyped !== null && chosen === '' && text.trim() !== '') look.mutate(text)
    setLastTyped(null)
  }
  const picked = (key: Key | null): void => {
    if (key === ADD) onChange((now) => ({ ...now, [PASSING.add]: newCardName() }))
    const row = rows.find(({ recordId }) => recordId === key)
    if (row === undefined) return
    onChange((now) => namedBy(list, now, row))
  }
  return (
    <div className="who">
      <ComboBox
        className="field"
        allowsCustomValue
        menuTrigger="input"
        inputValue={text}
        onInputChange={typed}
        onBlur={left}
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
        <Input
          className="input"
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          onInput={(event) => setLastTyped(event.currentTarget.value)}
        />
        <FieldError className="field-problem">{problem}</FieldError>
        <LateOffers typed={lastTyped} count={items.length} isLooking={!isAnswered} />
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
        {gone.size > 0
          ? text === ''
            ? t`Their page is not here any more: it was erased. Write what to call them, or take them out.`
            : t`Their page is not here any more: it was erased. When you save, only the name above stays. Change it, or take them out, if it is to go too.`
          : chosen !== ''
            ? t`Has a page of their own.`
            : isAdded
              ? t`Gets a page of their own when you save.`
              : same.length > 1
                ? t`More than one page has this name. Choose one from the list.`
                : null}
      </p>
    </div>
  )
}
