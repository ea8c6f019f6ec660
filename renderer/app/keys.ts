import { useEffect, useRef } from 'react'

const isApple = /Mac|iPhone|iPad/.test(navigator.platform)

/** The quick keys, as they are written on this keyboard. */
export const LOCK_KEYS = isApple ? '⌘⇧L' : 'Ctrl+Shift+L'
export const RAISE_KEYS = isApple ? '⌘⇧A' : 'Ctrl+Shift+A'
export const WRITE_KEYS = isApple ? '⌘⇧E' : 'Ctrl+Shift+E'
export const SEARCH_KEYS = isApple ? '⌘K' : 'Ctrl+K'
export const SAVE_KEYS = isApple ? '⌘↩' : 'Ctrl+Enter'
export const HELP_KEYS = isApple ? '⌘?' : 'Ctrl+?'
export const AREA_KEYS = 'F6'
/** Cmd, Shift and some of these numbers take pictures of the screen. */
export const partKeys = (number: number): string => (isApple ? `⌃⇧${number}` : `Ctrl+Shift+${number}`)

/**
 * Quick keys from anywhere in the window: each is pressed together with Ctrl (or Cmd) and Shift. No dialog or field can swallow them.
 * @param acts by the key's place on the keyboard (`KeyL`, `Digit1`), or by what it writes (`?`).
 */
export function useQuickKeys(acts: Readonly<Record<string, () => void>>): void {
  const newest = useRef(acts)
  useEffect(() => {
    newest.current = acts
  })
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.altKey || event.repeat) return
      const act = newest.current[event.code] ?? newest.current[event.key]
      if (act === undefined) return
      event.preventDefault()
      event.stopPropagation()
      act()
    }
    window.addEventListener('keydown', pressed, { capture: true })
    return () => window.removeEventListener('keydown', pressed, { capture: true })
  }, [])
}

/** Ctrl or Cmd and Enter saves from anywhere in a form: also from a button, or a field of many lines, which would take the key for itself. */
export function useSaveKey(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      const form = event.target instanceof Element ? event.target.closest('form') : null
      if (form === null) return
      event.preventDefault()
      event.stopPropagation()
      const save = form.querySelector<HTMLButtonElement>('button[type="submit"]')
      // What cannot be pressed now cannot be done by its key either.
      if (save !== null && !save.disabled && !event.repeat) form.requestSubmit(save)
    }
    window.addEventListener('keydown', pressed, { capture: true })
    return () => window.removeEventListener('keydown', pressed, { capture: true })
  }, [])
}
