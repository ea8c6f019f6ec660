import { useState } from 'react'
import type { Naming } from './named-in.ts'

/** Whether a person has said that what was found may stand there: of just this, and not of what is found later. */
export function useAllowed(found: readonly Naming[]): { mustLook: boolean; onAllow: (isAllowed: boolean) => void } {
  const [allowed, setAllowed] = useState<string | null>(null)
  const said = JSON.stringify(found)
  return { mustLook: found.length > 0 && allowed !== said, onAllow: (isAllowed) => setAllowed(isAllowed ? said : null) }
}
