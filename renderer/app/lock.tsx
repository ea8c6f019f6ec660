import { createContext, type ReactNode, use, useEffect } from 'react'

const LockContext = createContext<() => void>(() => undefined)

/** Makes the lock reachable from every screen, and by its key: Ctrl or Cmd, Shift and L. */
export function LockProvider({ lock, children }: { lock: () => void; children: ReactNode }): ReactNode {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.code !== 'KeyL') return
      event.preventDefault()
      event.stopPropagation()
      lock()
    }
    // In the capture phase: no dialog or field can swallow it.
    window.addEventListener('keydown', pressed, { capture: true })
    return () => window.removeEventListener('keydown', pressed, { capture: true })
  }, [lock])
  return <LockContext value={lock}>{children}</LockContext>
}

export function useLock(): () => void {
  return use(LockContext)
}

const isApple = /Mac|iPhone|iPad/.test(navigator.platform)

/** The key that locks, as it is written on this keyboard. */
export const LOCK_KEYS = isApple ? '⌘⇧L' : 'Ctrl+Shift+L'
export const RAISE_KEYS = isApple ? '⌘⇧A' : 'Ctrl+Shift+A'
export const SEARCH_KEYS = isApple ? '⌘K' : 'Ctrl+K'
