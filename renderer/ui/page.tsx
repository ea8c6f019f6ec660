import { useLingui } from '@lingui/react/macro'
import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Button } from './button.tsx'

export interface PageProps {
  title: ReactNode
  /** What stands to the right of the title. */
  actions?: ReactNode
  onBack?: (() => void) | undefined
  backLabel?: string
  children: ReactNode
  /** False where a field takes the focus, or where the focus must stay where it is. */
  focusTitle?: boolean
  className?: string
}

/** One screen: a title that takes the focus when the screen opens, so that a reader begins there. */
export function Page({ title, actions, onBack, backLabel, children, focusTitle = true, className = '' }: PageProps): ReactNode {
  const { t } = useLingui()
  const titleId = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  // As it was when the screen opened: a window that is made wider must not take the focus from where it is.
  const [takesFocus] = useState(focusTitle)
  useEffect(() => {
    if (takesFocus && !isSearching()) heading.current?.focus({ preventScroll: true })
  }, [takesFocus])
  // Named where a field takes the focus, so that a reader says the title before the label of the field.
  const name = takesFocus ? {} : { role: 'group', 'aria-labelledby': titleId }
  return (
    <div className={`page ${className}`} {...name}>
      {onBack === undefined ? null : (
        <div className="page-back">
          <Button look="quiet" icon={ArrowLeft} onPress={onBack}>
            {backLabel ?? t`Back`}
          </Button>
        </div>
      )}
      <header className="page-head">
        <h1 id={titleId} ref={heading} tabIndex={-1} dir="auto">
          {title}
        </h1>
        {actions === undefined ? null : <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** Someone who types in the search box keeps it: a screen that comes in late must not catch her keys. */
export const isSearching = (): boolean => document.activeElement instanceof HTMLInputElement && document.activeElement.type === 'search'
