import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue } from 'react'
import { ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { useEngine } from '../../app/engine.tsx'

/** Where it happened, with the places that are in use offered as one types. */
export function AreaField({
  value,
  onChange,
  problem,
}: {
  value: string
  onChange: (value: string) => void
  problem: string | null
}): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const typed = useDeferredValue(value.slice(0, LIMITS.area))
  const areas = useQuery(queries.records.areas.queryOptions({ input: { text: typed }, placeholderData: (before) => before }))
  const offered = (areas.data ?? []).filter((area) => area !== value).map((area) => ({ id: area }))
  return (
    <ComboBox
      className="field"
      allowsCustomValue
      // The places arrive a moment after the letters: the list must be open for them, and is hidden while it is empty.
      allowsEmptyCollection
      menuTrigger="input"
      inputValue={value}
      onInputChange={onChange}
      items={offered}
      isInvalid={problem !== null}
      validationBehavior="aria"
    >
      <Label>{t`Where`}</Label>
      <Text slot="description" className="hint">{t`The area only: a street, a part of town, a town.`}</Text>
      <Input className="input" dir="auto" autoComplete="off" />
      <FieldError className="field-problem">{problem}</FieldError>
      <Popover className="popover">
        <ListBox>
          {(area: { id: string }) => (
            <ListBoxItem className="option" id={area.id} textValue={area.id}>
              <bdi>{area.id}</bdi>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
