import { ChevronRight } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components'

export interface MoreProps {
  title: ReactNode
  /** What is inside, said while it is closed. */
  holds?: ReactNode
  children: ReactNode
  defaultExpanded?: boolean
  onOpen?(): void
  /** Where the screen decides whether it is open; it is told of every press. */
  isOpen?: boolean | undefined
  onToggle?(open: boolean): void
  /** Of the heading: one below that of the section around it. */
  level?: 2 | 3
}

/** A closed section that says what it holds. Escape inside closes it, and the focus is at its name again. */
export function More({ title, holds, children, defaultExpanded = false, onOpen, isOpen, onToggle, level = 2 }: MoreProps): ReactNode {
  const [own, setOwn] = useState(defaultExpanded)
  const trigger = useRef<HTMLButtonElement>(null)
  const changed = (open: boolean): void => {
    setOwn(open)
    onToggle?.(open)
    if (open) onOpen?.()
  }
  const keyed = (event: KeyboardEvent): void => {
    // A list of offers has a use of its own for the key.
    if (event.key !== 'Escape' || event.defaultPrevented || (event.target as Element).matches('[role="combobox"]')) return
    event.stopPropagation()
    trigger.current?.focus()
    changed(false)
  }
  return (
    <Disclosure className="more" isExpanded={isOpen ?? own} onExpandedChange={changed}>
      <Heading level={level} className="more-head">
        <Button ref={trigger} slot="trigger" className="more-trigger">
          <ChevronRight aria-hidden className="more-mark" />
          <span className="more-title">{title}</span>
          {holds === undefined ? null : <span className="more-holds">{holds}</span>}
        </Button>
      </Heading>
      <DisclosurePanel className="more-panel">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: what is inside is pressed; this hears only the key that closes it */}
        <div className="more-inner" onKeyDown={keyed}>
          {children}
        </div>
      </DisclosurePanel>
    </Disclosure>
  )
}
