import { type RefObject, useEffect, useRef } from 'react'

/** The heading of something that opens within a page takes the focus, so that a reader and the keyboard go on there. */
export function useFocusHere(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return heading
}
