import { useCallback, useEffect, useRef } from 'react'

/**
 * Tells whether the screen that asks is still the one the person sees. What she began there goes on when she leaves, and its
 * end must not take her away from where she went.
 */
export function useStillOpen(): () => boolean {
  const open = useRef(false)
  useEffect(() => {
    open.current = true
    return () => {
      open.current = false
    }
  }, [])
  return useCallback(() => open.current, [])
}
