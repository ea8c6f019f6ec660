const CLEARED_AFTER_MS = 60_000
/** So long the window may have to be looked at again; after that another text may be on the clipboard, which is not ours to take away. */
const TRIED_FOR_MS = 5 * 60_000

/** Events by which another text comes onto the clipboard. */
const TAKEN = ['copy', 'cut'] as const

let timer: ReturnType<typeof setTimeout> | null = null
let since = 0

/** Empties the clipboard a minute from now where the browser lets us; the last thing that was copied counts. */
export function clearInAMinute(): void {
  stop()
  since = Date.now()
  // The event that we are in, if any, is over by then.
  timer = setTimeout(() => {
    heed()
    timer = setTimeout(clear, CLEARED_AFTER_MS)
  })
}

/** While another program has the focus, where it was pasted as a rule, this is refused: then it is done when the window is looked at again. */
function clear(): void {
  stop()
  if (Date.now() - since > TRIED_FOR_MS) return
  navigator.clipboard.writeText('').catch(() => {
    window.addEventListener('focus', clear, { once: true })
    heed()
  })
}

/** Whatever is copied in the window from now on takes the place of what is to go. */
function heed(): void {
  for (const name of TAKEN) window.addEventListener(name, stop, { once: true })
}

/** Something else was copied, or what was is gone. */
function stop(): void {
  if (timer !== null) clearTimeout(timer)
  timer = null
  window.removeEventListener('focus', clear)
  for (const name of TAKEN) window.removeEventListener(name, stop)
}
