import { describe, expect, it } from 'vitest'
import { FIRST, profileWithConflicts, SECOND } from '../support/conflicts.ts'
import { PASSPHRASE } from '../support/engine.ts'
import { openApp, temporaryProfile } from './harness.ts'
import { Person } from './person.ts'

describe('an incident with two versions', () => {
  it('shows both, and is settled field by field with one click each', async () => {
    const app = await openApp(await profileWithConflicts(temporaryProfile()))
    const { page } = app
    const asha = new Person(page)
    await asha.unlock(PASSPHRASE)
    await asha.confirmWords()
    await page.getByText('Two versions to choose from').first().waitFor()
    await asha.row('Eviction by the river').click()
    const where = page.getByRole('region', { name: 'Two versions: Where' })
    const full = page.getByRole('region', { name: 'Two versions: What happened, in full' })
    await where.waitFor()
    await full.waitFor()
    expect(await where.getByRole('listitem').count()).toBe(2)
    const keep = (version: string) =>
      where.page().getByRole('listitem').filter({ hasText: version }).getByRole('button', { name: 'Keep this one' })
    await asha.saved(() => keep('Riverside, north bank').click())
    await where.waitFor({ state: 'detached' })
    // The other question stands as it was.
    expect(await full.getByRole('listitem').allTextContents()).toEqual([expect.stringContaining(SECOND), expect.stringContaining(FIRST)])
    await asha.saved(() => keep(SECOND).press('Enter'))
    await full.waitFor({ state: 'detached' })
    await page.getByText('Two versions to choose from').waitFor({ state: 'detached' })
    await page.getByRole('definition').getByText('Riverside, north bank', { exact: true }).waitFor()
    await page.locator('.narrative').getByText(SECOND, { exact: true }).waitFor()
    // The keyboard goes on from the title, not from the top of the window.
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Eviction by the river')
    await page.getByRole('button', { name: /^History/ }).click()
    const steps = page.getByRole('list', { name: 'History, newest first' })
    await steps.getByText(FIRST).first().waitFor()
    await steps.getByText('Old mill').first().waitFor()
    expect(app.complaints).toEqual([])
    await app.close()
  })
})
