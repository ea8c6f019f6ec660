import { type RefObject, useCallback, useRef } from 'react'
import { type AriaLandmarkRole, useLandmark } from 'react-aria/useLandmark'

/**
 * A part of the window that F6 and Shift+F6 go to: to what had the focus there last, and for the first time to what `first` finds.
 * @param role what the element is, by its tag or its own attribute.
 * @param of the ref of the element, where it is there already.
 * @returns the ref of the element.
 */
export function useArea<T extends HTMLElement>(
  role: AriaLandmarkRole,
  label: string,
  first: string,
  of?: RefObject<T | null>,
): RefObject<T | null> {
  const own = useRef<T>(null)
  const ref = of ?? own
  // The same function for every render, or the part forgets where the focus was.
  const focus = useCallback(() => ref.current?.querySelector<HTMLElement>(first)?.focus(), [ref, first])
  useLandmark({ role, 'aria-label': label, focus }, ref)
  return ref
}
