import { type ReactNode, useLayoutEffect, useRef } from 'react'

/** What saves a long form, at the foot of the window. Whatever comes up in it, the field that has the focus stays in sight above it. */
export function SaveBar({ children }: { children: ReactNode }): ReactNode {
  const bar = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const here = bar.current
    const stage = here?.closest<HTMLElement>('.stage')
    if (!here || !stage) return
    const observer = new ResizeObserver(() => {
      stage.style.setProperty('--save-bar', `${here.offsetHeight}px`)
      const focused = document.activeElement
      if (focused === null || here.contains(focused) || !stage.contains(focused)) return
      const [field, own] = [focused.getBoundingClientRect(), here.getBoundingClientRect()]
      if (field.bottom > own.top && field.top < own.bottom) focused.scrollIntoView({ block: 'nearest' })
    })
    observer.observe(here)
    return () => {
      observer.disconnect()
      stage.style.removeProperty('--save-bar')
    }
  }, [])
  return (
    <div className="save-bar" ref={bar}>
      {children}
    </div>
  )
}
