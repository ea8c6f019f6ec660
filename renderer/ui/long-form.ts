import type { KeyboardEvent } from 'react'

/** What takes the key for itself. */
const PRESSED: ReadonlySet<string> = new Set(['submit', 'button', 'reset', 'checkbox', 'radio', 'file'])

/**
 * For a long form: Enter in a field of one line saves nothing. What is half written would be on its way to partners for one slip of a finger. The button
 * saves, and so does Enter with Ctrl or Cmd (`useSaveKey`).
 */
export const longForm = {
  onKeyDownCapture: (event: KeyboardEvent<HTMLFormElement>): void => {
    const { key, target } = event
    if (key === 'Enter' && target instanceof HTMLInputElement && !PRESSED.has(target.type)) event.preventDefault()
  },
} as const
