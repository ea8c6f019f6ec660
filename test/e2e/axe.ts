import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeResults {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[]
}

/** What axe finds on the screen that is open, in light and in dark, as it stands and from right to left: one line for each thing. */
export async function axeOn(page: Page, screen: string): Promise<string[]> {
  const lines: string[] = []
  const look = async (how: string, rules: readonly string[] = []) =>
    void lines.push(...(await axeHere(page, rules)).map((line) => `${screen}, ${how}: ${line}`))
  const turn = (to: string) =>
    page.evaluate((dir) => {
      document.documentElement.dir = dir
    }, to)
  const stands = await page.evaluate(() => document.documentElement.dir)
  // Of another theme only the colours are new.
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await look('dark', ['color-contrast'])
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await look('light')
  if (stands === 'rtl') return lines
  await turn('rtl')
  await look('right to left')
  await turn(stands)
  return lines
}

/** What axe finds on the screen as it stands, by all its rules or by some. */
export async function axeHere(page: Page, rules: readonly string[] = []): Promise<string[]> {
  // Evaluated by the debugger, which the content security policy lets alone. The page itself gets no script.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const options = { resultTypes: ['violations'], ...(rules.length === 0 ? {} : { runOnly: rules }) }
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  )
}
