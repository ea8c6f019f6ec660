import { useEffect, useRef } from 'react'
import type { DraftKeeper } from './draft-keeper.ts'

/** Has what was typed kept at once whenever the window is left or hidden, and when the form closes; then `closed` is called. */
export function useFlush(keeper: Pick<DraftKeeper, 'flush'>, closed: () => void = () => undefined): void {
  const newest = useRef(closed)
  newest.current = closed
  useEffect(() => {
    const flush = (): void => void keeper.flush()
    const hidden = (): void => {
      if (document.visibilityState === 'hidden') flush()
    }
    window.addEventListener('blur', flush)
    document.addEventListener('visibilitychange', hidden)
    return () => {
      window.removeEventListener('blur', flush)
      document.removeEventListener('visibilitychange', hidden)
      void keeper.flush().then(() => newest.current())
    }
  }, [keeper])
}
