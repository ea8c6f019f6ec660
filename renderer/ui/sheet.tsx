import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Mark } from './mark.tsx'

export interface SheetProps {
  title: ReactNode
  children: ReactNode
  /** False where a field takes the focus. */
  focusTitle?: boolean
  /** A step before which there was another one: says how far one is. */
  step?: ReactNode
  /** Beside the name of the program, quietly. */
  aside?: ReactNode
}

/** A screen with one thing on it: before the log is open, or when it cannot be. */
export function Sheet({ title, children, focusTitle = true, step, aside }: SheetProps): ReactNode {
  const titleId = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (focusTitle) heading.current?.focus({ preventScroll: true })
  }, [focusTitle])
  return (
    // Named where a field takes the focus, so that the title is read before its label.
    <main className="sheet-room" aria-labelledby={focusTitle ? undefined : titleId}>
      <div className="sheet">
        <div className="sheet-brand">
          <Mark />
          <span>Parasol</span>
          {aside}
          {step === undefined ? null : <span className="sheet-step">{step}</span>}
        </div>
        <h1 id={titleId} ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
    </main>
  )
}
