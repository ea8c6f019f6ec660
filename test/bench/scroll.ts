import type { Measured, Setup } from './bench.ts'
import { Window } from './window.ts'

/** Pixels a frame, about ten rows: as fast as somebody can fling a log. */
const STEP_PX = 900
const LIMIT_MS = 8 * 60_000
const BLANK_MS = 1_000
/** What a browser calls a long task begins here. */
const LONG_TASK_MS = 50

interface Errand {
  step: number
  rows: number
  limitMs: number
  longTaskMs: number
}

interface Seen {
  longTasks: number[]
  frames: number
  blank: number
  waited: number
  reached: number
  /** The row that was reached when the first place was blank; null if none was. */
  firstBlank: number | null
}

/**
 * Scrolls the whole log from the newest to the oldest incident in a real window, frame by frame. The value is the longest task of the page's
 * main thread by its own PerformanceObserver; every frame in which a place in the list shows no row adds a second to it.
 */
export async function run({ n, profileDir, say }: Setup): Promise<Measured> {
  const window = await Window.open(profileDir ?? '')
  try {
    await window.unlock()
    const before = performance.now()
    const seen = await window.page.evaluate(scrollThrough, { step: STEP_PX, rows: n, limitMs: LIMIT_MS, longTaskMs: LONG_TASK_MS })
    const seconds = (performance.now() - before) / 1_000
    const longest = Math.max(0, ...seen.longTasks)
    say(
      `${seen.reached} rows in ${seconds.toFixed(0)} s, ${seen.frames} frames, of which ${seen.waited} waited at the end of what was loaded`,
    )
    say(
      `${seen.longTasks.length} tasks over 50 ms, the longest ${longest.toFixed(0)} ms; ${seen.blank} frames with a blank row${seen.firstBlank === null ? '' : `, the first at row ${seen.firstBlank}`}`,
    )
    if (seen.reached < n) throw new Error(`only ${seen.reached} of ${n} rows came into view`)
    return { value: longest + seen.blank * BLANK_MS, floor: null }
  } finally {
    await window.close()
  }
}

/** Runs in the page. */
async function scrollThrough({ step, rows, limitMs, longTaskMs }: Errand): Promise<Seen> {
  const scroller = document.querySelector<HTMLElement>('.list-scroller')
  if (!scroller) throw new Error('the log is not on the screen')
  const seen: Seen = { longTasks: [], frames: 0, blank: 0, waited: 0, reached: 0, firstBlank: null }
  // Long tasks are told late, in their order: when the one that is made at the end has been told, all have.
  let last = Number.POSITIVE_INFINITY
  const told = Promise.withResolvers<void>()
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      if (startTime + duration > last) told.resolve()
      else seen.longTasks.push(duration)
    }
  }).observe({ type: 'longtask' })
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
  const end = performance.now() + limitMs
  const box = scroller.getBoundingClientRect()
  const middle = box.left + box.width / 2
  while (seen.reached < rows && performance.now() < end) {
    const bottom = scroller.scrollHeight - scroller.clientHeight
    const at = scroller.scrollTop
    scroller.scrollTop = Math.min(bottom, at + step)
    await frame()
    seen.frames++
    if (scroller.scrollTop === at) seen.waited++
    const places = [box.top + 2, box.top + box.height / 2, box.bottom - 2]
    const shown = places.map((y) => document.elementFromPoint(middle, y)?.closest('li'))
    if (shown.some((row) => !row)) {
      seen.blank++
      seen.firstBlank ??= seen.reached
    }
    for (const row of shown) seen.reached = Math.max(seen.reached, Number(row?.getAttribute('aria-posinset') ?? 0))
  }
  setTimeout(() => {
    const from = performance.now()
    last = from + longTaskMs
    while (performance.now() < from + 2 * longTaskMs);
  })
  await told.promise
  return seen
}
