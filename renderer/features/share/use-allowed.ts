import { useState } from 'react'
import type { Naming } from './named-in.ts'

/**
 * Whether a person has said that what was found may stand there: of just this, and not of what is found later. `hidden`: what stands for a text in which
 * the engine has found something, which it does not tell; null: nothing.
 */
export function useAllowed(found: readonly Naming[], hidden: string | null): { mustLook: boolean; onAllow: (isAllowed: boolean) => void } {
  const [allowed, setAllowed] = useState<string | null>(null)
  const said = JSON.stringify([found, hidden])
  return {
    mustLook: (found.length > 0 || hidden !== null) && allowed !== said,
    onAllow: (isAllowed) => setAllowed(isAllowed ? said : null),
  }
}
