import type { ReactNode } from 'react'

/** Room for a table that scrolls by itself, also by the arrow keys. */
export function TableRoom({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-room" tabIndex={0} aria-label={label}>
      {children}
    </section>
  )
}
