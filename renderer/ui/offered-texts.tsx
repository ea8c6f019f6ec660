import type { ReactNode } from 'react'
import { ListBox, ListBoxItem, Popover } from 'react-aria-components'

/** The list of a ComboBox whose items are texts, each its own id. `empty`: what stands there where nothing is offered. */
export function OfferedTexts({ empty }: { empty?: () => ReactNode }): ReactNode {
  return (
    <Popover className="popover">
      <ListBox {...(empty === undefined ? {} : { renderEmptyState: empty })}>
        {({ id }: { id: string }) => (
          <ListBoxItem className="option" id={id} textValue={id}>
            <bdi>{id}</bdi>
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  )
}
