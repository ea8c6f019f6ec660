const CLEARED_AFTER_MS = 60_000
/** So long the window may have to be looked at again; after that another text may be on the clipboard, which is not ours to take away. */
const TRIED_FOR_MS = 5 * 60_000

let timer: ReturnType<typeof setTimeout> | null = null
let since = 0

/** Empties the clipboard a minute from now where the browser lets us; the last thing that was copied counts. */
export function clearInAMinute(): void {
  stop()
  since = Date.now()
  // The event that we are in, if any, is over by then.
  timer = setTimeout(() => {
    window.addEventListener('copy', stop, { once: true })
    window.addEventListener('cut', stop, { once: true })
    timer = setTimeout(clear, CLEARED_AFTER_MS)
  })
}

/** While another program has the focus, where it was pasted as a rule, this is refused: then it is done when the window is looked at again. */
function clear(): void {
  stop()
  if (Date.now() - since > TRIED_FOR_MS) return
  navigator.clipboard.writeText('').catch(() => {
    window.addEventListener('focus', clear, { once: true })
    window.addEventListener('copy', stop, { once: true })
    window.addEventListener('cut', stop, { once: true })
  })
}

/** Something else was copied, or what was is gone. */
function stop(): void {
  if (timer !== null) clearTimeout(timer)
  timer = null
  for (const [name, listener] of [
    ['focus', clear],
    ['copy', stop],
    ['cut', stop],
  ] as const)
    window.removeEventListener(name, listener)
}
