import { useCallback, useEffect, useState } from 'react'

const SHOWN_MS = 60_000

/** Something that is shown on purpose only: it covers itself after a minute, when the window loses the focus, and when it is asked to. */
export function useCovered(): { isShown: boolean; show: () => void; cover: () => void } {
  const [isShown, setShown] = useState(false)
  const cover = useCallback(() => setShown(false), [])
  useEffect(() => {
    if (!isShown) return
    const timer = setTimeout(cover, SHOWN_MS)
    const hidden = (): void => {
      if (document.visibilityState === 'hidden') cover()
    }
    window.addEventListener('blur', cover)
    document.addEventListener('visibilitychange', hidden)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('blur', cover)
      document.removeEventListener('visibilitychange', hidden)
    }
  }, [isShown, cover])
  return { isShown, show: useCallback(() => setShown(true), []), cover }
}
