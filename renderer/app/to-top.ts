import { type RefObject, useLayoutEffect } from 'react'

/** Shows each screen from its top: the place in which they stand stays, and would begin the next one as far down as the one before was read. */
export function useTop(stage: RefObject<HTMLElement | null>, screen: unknown): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of the screen that matters
  useLayoutEffect(() => {
    stage.current?.scrollTo(0, 0)
    const focused = document.activeElement
    // A field that took the focus has to be in sight, also in a low window.
    if (stage.current?.contains(focused)) focused?.scrollIntoView({ block: 'nearest' })
  }, [stage, screen])
}
