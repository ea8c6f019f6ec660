const CLEARED_AFTER_MS = 60_000

/** Copies a field's text, and empties the clipboard after a minute where the system lets us. */
export async function copyForAMinute(field: HTMLTextAreaElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(field.value)
  } catch {
    // A shell that refuses every permission: the older way needs none.
    field.focus()
    field.select()
    document.execCommand('copy')
  }
  setTimeout(() => {
    // Refused when another program has the focus by then; there is nothing more that a page may do about it.
    navigator.clipboard.writeText('').catch(() => undefined)
  }, CLEARED_AFTER_MS)
}
