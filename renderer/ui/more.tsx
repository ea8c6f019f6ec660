import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
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

/** A closed section that says what it holds. */
export function More({ title, holds, children, defaultExpanded = false, onOpen, isOpen, onToggle, level = 2 }: MoreProps): ReactNode {
  const changed = (open: boolean): void => {
    onToggle?.(open)
    if (open) onOpen?.()
  }
  return (
    <Disclosure className="more" {...(isOpen === undefined ? { defaultExpanded } : { isExpanded: isOpen })} onExpandedChange={changed}>
      <Heading level={level} className="more-head">
        <Button slot="trigger" className="more-trigger">
          <ChevronRight aria-hidden className="more-mark" />
          <span className="more-title">{title}</span>
          {holds === undefined ? null : <span className="more-holds">{holds}</span>}
        </Button>
      </Heading>
      <DisclosurePanel className="more-panel">
        <div className="more-inner">{children}</div>
      </DisclosurePanel>
    </Disclosure>
  )
}
