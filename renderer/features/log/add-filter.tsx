import { useLingui } from '@lingui/react/macro'
import { ChevronDown } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, use, useEffect, useState } from 'react'
import {
  Collection,
  ComboBox,
  ComboBoxStateContext,
  Header,
  Input,
  type Key,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
  Text,
} from 'react-aria-components'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { folded } from '../../i18n/fold.ts'

/** One thing that the log can be narrowed by. */
export interface FilterOption {
  id: string
  words: string
}

/** Options under one heading; without one (empty), there is nothing else in the list. */
export interface FilterGroup {
  heading: string
  options: readonly FilterOption[]
  /** They are what was found for the letters that were typed, and no more is to be left out. */
  isFound?: boolean
}

export interface AddFilterProps {
  label: string
  /** What the field says while nothing is typed. */
  placeholder: string
  groups: readonly FilterGroup[]
  /** Ids that narrow the log already: they are not offered. */
  chosen: readonly string[]
  onAdd(id: string): void
  /** What was typed, for groups that are found by it. */
  onType?(text: string): void
  /** Whether what was found is for what is typed now. */
  isAnswered?: boolean
}

/**
 * Adds one filter after the other, from a list in which the arrow keys only go about: nothing is added before it is chosen. What was chosen
 * stands as a chip above (filter-bar.tsx).
 */
export function AddFilter({ label, placeholder, groups, chosen, onAdd, onType, isAnswered = true }: AddFilterProps): ReactNode {
  const { t } = useLingui()
  const [typed, setTyped] = useState('')
  /** What was typed when Enter was pressed, until it is known what there is with these letters. */
  const [entered, setEntered] = useState<string | null>(null)
  const type = (text: string): void => {
    setTyped(text)
    onType?.(text)
  }
  const words = folded(typed)
  const offered = groups
    .map(({ heading, options, isFound }) => ({
      id: heading,
      heading,
      options: options.filter((each) => !chosen.includes(each.id) && (isFound || folded(each.words).includes(words))),
    }))
    .filter(({ options }) => options.length > 0)
  const all = offered.flatMap(({ options }) => options)
  const add = (key: Key | null): void => {
    const picked = all.find(({ id }) => id === key)
    if (picked === undefined) return
    type('')
    onAdd(picked.id)
  }
  /** Who has typed the whole of it, or so much that one is left, need not go to it by an arrow key. What several have stays, with the list. */
  const enter = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.currentTarget.hasAttribute('aria-activedescendant')) return
    if (words === '') return
    event.preventDefault()
    event.stopPropagation()
    setEntered(typed)
  }
  useEffect(() => {
    if (entered === null || (entered === typed && !isAnswered)) return
    setEntered(null)
    if (entered === typed) add(meantBy(all, words))
  })
  return (
    <ComboBox
      className="field"
      // Whoever passes by Tab does not meet the list: it would lie over the fields that come next.
      menuTrigger="input"
      allowsEmptyCollection
      inputValue={typed}
      onInputChange={type}
      selectedKey={null}
      onSelectionChange={add}
      items={offered}
      // What will be gone in a moment cannot be chosen: the choice would fall to the one beside it.
      disabledKeys={isAnswered ? [] : all.map(({ id }) => id)}
    >
      <Label>{label}</Label>
      <div className="combo">
        <TypedInto chosen={chosen.length} placeholder={placeholder} onKeyDownCapture={enter} />
        <ChevronDown className="combo-sign" aria-hidden />
      </div>
      <Text slot="description" className="visually-hidden">{t`Go through the list by the arrow keys, or type a few letters.`}</Text>
      <Popover className="popover">
        <ListBox renderEmptyState={() => (isAnswered ? <p className="option quiet">{t`Nothing has these words.`}</p> : null)}>
          {({ id, heading, options }: (typeof offered)[number]) => (
            <ListBoxSection id={`group:${id}`} aria-label={heading === '' ? label : heading}>
              {heading === '' ? null : <Header className="option-group quiet">{heading}</Header>}
              <Collection items={options}>
                {(option) => (
                  <ListBoxItem className="option" id={option.id} textValue={option.words}>
                    <bdi>{option.words}</bdi>
                  </ListBoxItem>
                )}
              </Collection>
            </ListBoxSection>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}

/** The only one that is offered, or that is called just so. */
function meantBy(offered: readonly FilterOption[], words: string): string | null {
  const same = offered.filter((each) => folded(each.words) === words)
  const [meant, another] = same.length > 0 ? same : offered
  return meant === undefined || another !== undefined ? null : meant.id
}

/** A click opens the list, as one on a select does; it closes with each choice, so that what was chosen and what it comes to can be seen and read. */
function TypedInto({
  chosen,
  ...props
}: {
  chosen: number
  placeholder: string
  onKeyDownCapture: (event: KeyboardEvent<HTMLInputElement>) => void
}): ReactNode {
  const list = use(ComboBoxStateContext)
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each choice, and with nothing else
  useEffect(() => list?.close(), [chosen])
  return (
    <Input
      className="input"
      dir="auto"
      autoComplete="off"
      spellCheck={false}
      maxLength={LIMITS.searchText}
      onClick={() => list?.open(null, 'manual')}
      {...props}
    />
  )
}
