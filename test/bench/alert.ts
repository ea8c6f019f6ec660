import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type Client, EngineChild, houseOf, incident, makeVault } from '../support/engine.ts'
import { meets } from '../support/pair.ts'
import { type Measured, median, p95, type Setup } from './bench.ts'
import { Window } from './window.ts'

const WARM = 3
/** An alert that is not there by then does not come. */
const LIMIT_MS = 30_000

/** How two computers reach each other: brings them into one coalition, connected, and says how to take down what that took. */
export type Transport = (a: Client, b: Client) => Promise<{ close(): Promise<void> }>

/**
 * From the call that raises an alert at A, saving included, until the frame in which B's window, a real Chromium, has its banner; both are
 * connected all the time. Each alert is stood down before the next.
 */
export async function measureAlerts({ n, folder, say }: Setup, transport: Transport): Promise<Measured> {
  const profiles = [join(folder, 'a'), join(folder, 'b')] as const
  await Promise.all(profiles.map((dir) => makeVault(dir)))
  const engines = await Promise.all(profiles.map((dir) => EngineChild.unlocked(dir)))
  const [a, b] = engines as [EngineChild, EngineChild]
  let window: Window | null = null
  let line: { close(): Promise<void> } | null = null
  try {
    line = await transport(a.client, b.client)
    const { words } = await b.client.vault.words()
    // As a person does right after; until then the first screen asks for them.
    await b.client.vault.confirmWords({ answers: [0, 1, 2].map((index) => ({ index, word: words[index] ?? '' })) })
    await b.client.settings.set({ autoLockMinutes: 0 })
    // An empty log has no list, by which the window says that it is open.
    await b.client.records.create({ audience: await houseOf(b.client), fields: incident('one') })
    await b.kill()
    window = await Window.open(profiles[1])
    await window.unlock()
    await meets(a.client)
    await window.page.evaluate(watchBanner)
    const [coalition] = await a.client.coalitions.list()
    if (!coalition) throw new Error('the two are in no coalition')
    const shown: number[] = []
    const saved: number[] = []
    for (let i = 0; i < WARM + n; i++) {
      const fields = { what: `Alert number ${i}, police at the gate`, area: 'Kariokor', needs: ['lawyer'] }
      const called = now()
      const { raised } = await a.client.alerts.raise({ audiences: [coalition.spaceId], fields })
      const answered = now()
      const at = await appearance(window.page, fields.what)
      if (i >= WARM) {
        shown.push(at - called)
        saved.push(answered - called)
      }
      const recordId = raised[0]?.recordId
      if (recordId) await a.client.alerts.standDown({ recordId })
      await window.page.getByRole('region', { name: 'Alert', exact: true }).waitFor({ state: 'detached', timeout: LIMIT_MS })
    }
    say(
      `median ${median(shown).toFixed(0)} ms, of which saving at A takes ${median(saved).toFixed(0)} ms; slowest ${Math.max(...shown).toFixed(0)} ms`,
    )
    return { value: p95(shown), floor: null }
  } finally {
    await window?.close()
    await Promise.all(engines.map((engine) => engine.kill()))
    await line?.close()
  }
}

/** ms since 1970 with fractions: the page and this process share the clock of one machine. */
const now = (): number => performance.timeOrigin + performance.now()

interface Watching {
  seen: Map<string, number>
}

/** Runs in the page: notes the frame in which a banner first says something. */
function watchBanner(): void {
  const seen = new Map<string, number>()
  Object.assign(globalThis, { seen })
  new MutationObserver(() => {
    const what = document.querySelector('.banner-what')?.textContent
    if (!what || seen.has(what)) return
    seen.set(what, Number.NaN)
    requestAnimationFrame(() => seen.set(what, performance.timeOrigin + performance.now()))
  }).observe(document.body, { childList: true, subtree: true, characterData: true })
}

async function appearance(page: Page, what: string): Promise<number> {
  const handle = await page.waitForFunction((words) => (globalThis as unknown as Watching).seen.get(words) || null, what, {
    timeout: LIMIT_MS,
  })
  const at = await handle.jsonValue()
  if (at === null) throw new Error('the alert never came')
  return at
}
