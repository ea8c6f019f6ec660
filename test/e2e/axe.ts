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
  const stands = await page.evaluate(() => document.documentElement.dir)
  for (const colorScheme of ['dark', 'light'] as const) {
    for (const dir of new Set(['rtl', stands])) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.evaluate((to) => {
        document.documentElement.dir = to
      }, dir)
      lines.push(...(await axeHere(page)).map((line) => `${screen}, ${colorScheme}, ${dir}: ${line}`))
    }
  }
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
