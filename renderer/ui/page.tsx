import { useLingui } from '@lingui/react/macro'
import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
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
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (focusTitle && !isSearching()) heading.current?.focus({ preventScroll: true })
  }, [focusTitle])
  return (
    <div className={`page ${className}`}>
      {onBack === undefined ? null : (
        <div className="page-back">
          <Button look="quiet" icon={ArrowLeft} onPress={onBack}>
            {backLabel ?? t`Back`}
          </Button>
        </div>
      )}
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1} dir="auto">
          {title}
        </h1>
        {actions === undefined ? null : <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** Someone who types in the search box keeps it: a screen that comes in late must not catch her keys. */
const isSearching = (): boolean => document.activeElement instanceof HTMLInputElement && document.activeElement.type === 'search'
