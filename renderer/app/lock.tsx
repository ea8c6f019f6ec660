import { createContext, type ReactNode, use } from 'react'
import { useQuickKeys } from './keys.ts'

const LockContext = createContext<() => void>(() => undefined)

/** Makes the lock reachable from every screen, and by its key: Ctrl or Cmd, Shift and L. */
export function LockProvider({ lock, children }: { lock: () => void; children: ReactNode }): ReactNode {
  useQuickKeys({ KeyL: lock })
  return <LockContext value={lock}>{children}</LockContext>
}

export function useLock(): () => void {
  return use(LockContext)
}
