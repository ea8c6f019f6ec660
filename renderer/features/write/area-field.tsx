import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type ReactNode, type Ref, useDeferredValue, useState } from 'react'
import { ComboBox, FieldError, Input, Label, Text } from 'react-aria-components'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { useEngine } from '../../app/engine.tsx'
import { folded } from '../../i18n/fold.ts'
import { LateOffers } from '../../ui/late-offers.tsx'
import { OfferedTexts } from '../../ui/offered-texts.tsx'

/** Where it happened, with the places that are in use offered as one types. */
export function AreaField({
  value,
  onChange,
  problem,
  inputRef,
  enterSends = false,
}: {
  value: string
  onChange: (value: string) => void
  problem: string | null
  inputRef?: Ref<HTMLInputElement>
  /** Whether Enter sends the form also while places are offered, of which none is chosen. */
  enterSends?: boolean
}): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const [lastTyped, setLastTyped] = useState<string | null>(null)
  const words = value.slice(0, LIMITS.area)
  const typed = useDeferredValue(words)
  // What is used most is there at once; all that fits comes when it was looked up.
  const used = useQuery(queries.records.areas.queryOptions({ input: { text: '' } }))
  const fitting = useQuery(queries.records.areas.queryOptions({ input: { text: typed } }))
  const start = folded(value)
  const offered = [...new Set([...(used.data ?? []), ...(fitting.data ?? [])])]
    .filter((area) => area !== value && folded(area).startsWith(start))
    .map((area) => ({ id: area }))
  return (
    <ComboBox
      className="field"
      allowsCustomValue
      menuTrigger="input"
      inputValue={value}
      onInputChange={onChange}
      items={offered}
      isInvalid={problem !== null}
      validationBehavior="aria"
    >
      <Label>{t`Where`}</Label>
      <Text slot="description" className="hint">{t`The area only: a street, a part of town, a town.`}</Text>
      <Input
        className="input"
        dir="auto"
        autoComplete="off"
        onInput={(event) => setLastTyped(event.currentTarget.value)}
        {...(enterSends ? { onKeyDown: sendWithoutChoice } : {})}
        {...(inputRef === undefined ? {} : { ref: inputRef })}
      />
      <FieldError className="field-problem">{problem}</FieldError>
      <LateOffers typed={lastTyped} count={offered.length} isLooking={used.isPending || typed !== words || fitting.isPending} />
      <OfferedTexts />
    </ComboBox>
  )
}

/** An open list keeps Enter for itself, even where nothing in it is chosen: who has typed and presses it would think that it is sent. */
function sendWithoutChoice(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== 'Enter' || !event.isDefaultPrevented() || event.nativeEvent.isComposing) return
  if (event.currentTarget.hasAttribute('aria-activedescendant')) return
  event.currentTarget.form?.requestSubmit()
}
