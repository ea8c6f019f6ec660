import type { Page } from 'playwright-core'
import { axeOn } from './axe.ts'

const WIDE = { width: 1280, height: 860 }

/**
 * Looks at the screen that stands: what axe objects to goes into `lines`; where a folder is named, pictures of it go there, at each width, dark and light.
 */
export function lookerAt(
  page: Page,
  lines: string[],
  folder: string | undefined,
  widths: readonly number[] = [1280, 800],
  height = WIDE.height,
) {
  return async (screen: string): Promise<void> => {
    lines.push(...(await axeOn(page, screen)))
    if (folder === undefined) return
    for (const width of widths) {
      await page.setViewportSize({ width, height })
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.screenshot({ path: `${folder}/${screen.replace(/\W+/g, '-')}-${width}-${colorScheme}.png` })
      }
    }
    await page.setViewportSize(WIDE)
  }
}
