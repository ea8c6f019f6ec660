import type { Page } from 'playwright-core'
import type { State } from './screens/state.ts'
import type { Walk } from './walk.ts'

const WIDE = { width: 1280, height: 860 }

/** Goes through states one after another, says where each is to be looked at, and closes what lies above the screen. */
export async function eachState(walk: Walk, states: readonly State[], look: (state: State) => Promise<void>): Promise<void> {
  for (const state of states) {
    try {
      await state.open(walk)
      const above = walk.page.locator('[role="dialog"], [role="alertdialog"]')
      if (state.dialog !== undefined) await above.waitFor()
      await walk.settled()
      await look(state)
      if (state.dialog === undefined) continue
      // Still there, whatever the width was meanwhile.
      await above.waitFor()
      await walk.page.keyboard.press('Escape')
      await above.waitFor({ state: 'detached' })
    } catch (cause) {
      throw new Error(`at "${state.name}"`, { cause })
    }
  }
}

/** Frames that a screen may take until it stands as the width of its window wants. */
const FRAMES_MAX = 60

/** What stands out to the side at these widths, one line for each thing. What is meant to be pushed aside (a wide table in its room) does not count. */
export async function standsOut(page: Page, name: string, widths: readonly number[]): Promise<string[]> {
  const lines: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    let wide = await tooWide(page)
    // The screen is laid out anew a frame or more after the window has another width.
    for (let frames = 0; wide.length > 0 && frames < FRAMES_MAX; frames += 1) wide = await tooWide(page)
    lines.push(...wide.map((line) => `${name}, ${width} wide: ${line}`))
  }
  await page.setViewportSize(WIDE)
  return lines
}

/** What only a machine reads and stands on the screen all the same. */
export const codesShown = (page: Page): Promise<string[]> =>
  page.evaluate(() => (document.querySelector('#root')?.textContent ?? '').match(/\b[0-9a-f]{24,}\b/g) ?? [])

/** Buttons that look as the browser's own, because no style reaches them. One that is for screen readers alone may: no Tab leads there. */
export const withoutStyle = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('button')]
      .filter((each) => each.checkVisibility() && each.tabIndex >= 0 && getComputedStyle(each).borderStyle === 'outset')
      .map((each) => `looks as the browser's own: ${each.outerHTML.slice(0, 160)}`),
  )

/** What is wider than its room, in the next frame. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    await new Promise(requestAnimationFrame)
    const rooms = [document.documentElement, ...document.querySelectorAll('main, .log-list, .log-detail, .modal')]
    const parts = [...document.querySelectorAll('button, input, select, textarea, h1, h2, h3, dt, dd')]
    return [
      ...rooms.map((what) => ({ by: what.scrollWidth - what.clientWidth, what })),
      // What is cut off without a way to it.
      ...parts
        .filter((what) => what.closest('.rail, .table-room, .visually-hidden') === null && what.checkVisibility())
        .map((what) => ({ what, box: what.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1)
        .map(({ what, box }) => ({ by: Math.ceil(Math.max(-box.left, box.right - innerWidth) - 1), what })),
    ].flatMap(({ by, what }) => (by > 0 ? [`${by} pixels stand out of ${(what.cloneNode() as Element).outerHTML.slice(0, 160)}`] : []))
  })
