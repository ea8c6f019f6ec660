import type { ReactNode } from 'react'

/** The parasol. */
export function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path fill="currentColor" d="M16 3a13 13 0 0 0-13 13h26A13 13 0 0 0 16 3z" />
      <path fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" d="M16 16v9.5a2.5 2.5 0 0 0 5 0" />
    </svg>
  )
}
