import { useLingui } from '@lingui/react/macro'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type ReactNode, useDeferredValue, useState } from 'react'
import { ComboBox, Input, type Key, Label, Text } from 'react-aria-components'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { useEngine } from '../../app/engine.tsx'
import { folded } from '../../i18n/fold.ts'
import { OfferedTexts } from '../../ui/offered-texts.tsx'

/** Places that are offered at once: whoever looks for another one types its first letters. */
const OFFERED = 50

/** Which place the log shows: any, or one of those that are in use, found by the first letters of its name. */
export function PlaceFilter({ value, onChange }: { value: string; onChange(area: string): void }): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  const [typed, setTyped] = useState(value)
  // Chosen elsewhere: by a view, or by the chip that ends it.
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    setShown(value)
    setTyped(value)
  }
  const { offered, isAnswered } = useOffered(typed === value ? '' : typed)
  const choose = (area: string): void => {
    setTyped(area)
    if (area !== value) onChange(area)
  }
  const type = (text: string): void => {
    setTyped(text)
    if (text.trim() === '' && value !== '') onChange('')
  }
  // Asked for anew, as what is offered may still be for fewer letters.
  const find = useMutation({
    mutationFn: (text: string) => client.records.places({ text }),
    onSuccess: (places, text) => {
      const meant = places.find(({ area }) => folded(area) === folded(text)) ?? (places.length === 1 ? places[0] : undefined)
      if (meant !== undefined) choose(meant.area)
    },
  })
  /** Who has typed a whole name, or so much of it that one is left, need not go to it by an arrow key. What several have stays, with the list. */
  const enter = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.currentTarget.hasAttribute('aria-activedescendant')) return
    if (typed.trim() === '' || typed === value) return
    event.preventDefault()
    event.stopPropagation()
    find.mutate(typed)
  }
  return (
    <ComboBox
      className="field"
      menuTrigger="focus"
      allowsEmptyCollection
      inputValue={typed}
      onInputChange={type}
      selectedKey={value === '' ? null : value}
      // Also when one leaves, with what was chosen before: what was half typed then goes.
      onSelectionChange={(key: Key | null) => choose(key === null ? '' : String(key))}
      items={offered.map((area) => ({ id: area }))}
      // What will be gone in a moment cannot be chosen: the choice would fall to the one beside it.
      disabledKeys={isAnswered ? [] : offered}
    >
      <Label>{t`Place`}</Label>
      <Input
        className="input"
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        maxLength={LIMITS.area}
        placeholder={t`Any place`}
        onKeyDownCapture={enter}
      />
      <Text slot="description" className="visually-hidden">{t`Type the first letters of the place.`}</Text>
      <OfferedTexts empty={() => (isAnswered ? <p className="option quiet">{t`No place begins like this.`}</p> : null)} />
    </ComboBox>
  )
}

/** Places that begin with this, those with most incidents first; not `isAnswered`: still those with the letters before. */
function useOffered(typed: string): { offered: string[]; isAnswered: boolean } {
  const { queries } = useEngine()
  const text = useDeferredValue(typed)
  const places = useQuery({
    ...queries.records.places.queryOptions({ input: { text } }),
    placeholderData: keepPreviousData,
  })
  return {
    offered: (places.data ?? []).slice(0, OFFERED).map(({ area }) => area),
    isAnswered: places.data !== undefined && !places.isPlaceholderData && text === typed,
  }
}
