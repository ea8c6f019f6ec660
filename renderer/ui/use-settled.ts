import { useEffect, useState } from 'react'

/** How long nothing must be typed, in milliseconds. */
const PAUSE_MS = 500

/** What is being typed, once nobody has typed for a moment. `typed`: the same as long as nothing changes. */
export function useSettled<T>(typed: T): T {
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed])
  return settled
}
