import { type ReactNode, useContext, useEffect, useRef } from 'react'
import { ComboBoxStateContext } from 'react-aria-components'

/**
 * Stands in a ComboBox that opens as one types and whose offers are looked up. React Aria opens a list with a keystroke or not at all: what
 * is found only after the last one would not be seen until the next. `typed`: what a person typed last, null where nothing was since they
 * came; `count`: how many fit it; `isLooking`: more may come.
 */
export function LateOffers({ typed, count, isLooking }: { typed: string | null; count: number; isLooking: boolean }): ReactNode {
  const state = useContext(ComboBoxStateContext)
  const seen = useRef(typed)
  const isDue = useRef(false)
  // Who closes a list that is not there yet does not want it.
  useEffect(() => {
    const close = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') isDue.current = false
    }
    document.addEventListener('keydown', close, true)
    return () => document.removeEventListener('keydown', close, true)
  }, [])
  useEffect(() => {
    if (state === null) return
    if (typed !== seen.current) isDue.current = typed !== null
    seen.current = typed
    if (!isDue.current || (count === 0 && isLooking && state.isFocused && !state.isOpen)) return
    isDue.current = false
    if (count > 0 && state.isFocused && !state.isOpen) state.open(null, 'input')
  })
  return null
}
