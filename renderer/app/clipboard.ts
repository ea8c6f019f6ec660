const CLEARED_AFTER_MS = 60_000

let timer: ReturnType<typeof setTimeout> | null = null

/** Empties the clipboard a minute from now where the system lets us; the last thing that was copied counts. */
export function clearInAMinute(): void {
  if (timer !== null) clearTimeout(timer)
  window.removeEventListener('focus', clear)
  timer = setTimeout(clear, CLEARED_AFTER_MS)
}

/** While another program has the focus, where it was pasted as a rule, this is refused: then it is done when the window is looked at again. */
function clear(): void {
  timer = null
  navigator.clipboard.writeText('').catch(() => window.addEventListener('focus', clear, { once: true }))
}
