/**
 * Keeps the focus on the screen. When what had it is taken away, it goes to the title of the place where it was; when that was only
 * switched off for a while, it comes back. Without this a keyboard starts again at the top of the window, and a reader falls silent.
 * Returns what ends it.
 */
export function keepFocus(root: Document = document): () => void {
  /** What had the focus last, and everything around it, from the inside out. */
  let trail: Element[] = []
  let frame = 0

  const focused = (event: FocusEvent): void => {
    if (event.target instanceof Element) trail = withAncestors(event.target)
  }
  // Who presses beside everything wants nothing to have the focus.
  const pressed = (): void => {
    trail = []
  }
  const settle = (): void => {
    if (root.activeElement !== root.body) return
    const [last] = trail
    if (last?.isConnected && isFocusable(last)) last.focus({ preventScroll: true })
    else if (last !== undefined && !last.isConnected) titleNear(trail)?.focus({ preventScroll: true })
  }
  const observer = new MutationObserver(() => {
    if (trail.length === 0 || root.activeElement !== root.body) return
    // The screens place the focus themselves where they know better: theirs comes first.
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(settle)
  })
  observer.observe(root.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] })
  root.addEventListener('focusin', focused)
  root.addEventListener('pointerdown', pressed, { capture: true })
  return () => {
    observer.disconnect()
    cancelAnimationFrame(frame)
    root.removeEventListener('focusin', focused)
    root.removeEventListener('pointerdown', pressed, { capture: true })
  }
}

function withAncestors(element: Element): Element[] {
  const found: Element[] = []
  for (let at: Element | null = element; at !== null; at = at.parentElement) found.push(at)
  return found
}

const isFocusable = (element: Element): element is HTMLElement => element instanceof HTMLElement && !element.matches(':disabled')

/** The first title around what is gone; titles can take the focus and are no stop of the Tab key. */
function titleNear(trail: readonly Element[]): HTMLElement | null {
  for (const place of trail) {
    if (!place.isConnected) continue
    const title = place.querySelector<HTMLElement>('h1[tabindex="-1"]')
    if (title !== null) return title
  }
  return null
}
