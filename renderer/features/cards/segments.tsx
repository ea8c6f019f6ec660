import type { ReactNode } from 'react'
import { type Route, useRouter } from '../../app/router.tsx'

export interface Segment {
  words: string
  to: Route
  isHere: boolean
}

/** The parts of a screen, side by side. */
export function Segments({ label, parts }: { label: string; parts: readonly Segment[] }): ReactNode {
  const router = useRouter()
  return (
    <nav className="segments" aria-label={label}>
      {parts.map(({ words, to, isHere }) => (
        <button key={words} type="button" className="segment" aria-current={isHere ? 'page' : undefined} onClick={() => router.go(to)}>
          {words}
        </button>
      ))}
    </nav>
  )
}
