import { describe, expect, it } from 'vitest'
import { lookerAt } from './looker.ts'
import { openOrganisation } from './organisation.ts'

const SHOTS = process.env['FIGURES_SHOTS']

describe('the log in a short window', () => {
  it('keeps half of its height for the list while kinds, days and places or views are chosen above it', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    const { page } = app
    await asha.found('Umoja Alliance')
    await asha.write({ title: 'Raid on the drop-in centre', area: 'Kariokor' })
    await asha.goTo('Log')
    for (const width of [1280, 800]) {
      await page.setViewportSize({ width, height: 680 })
      for (const opener of ['Kind, days, place, who', 'Our views']) {
        await asha.button(opener).click()
        await page.locator('.more-filters, .views').waitFor()
        const [list, column] = await Promise.all(['.list-scroller', '.log-list'].map((part) => page.locator(part).boundingBox()))
        expect(list?.height, `${opener}, ${width} wide`).toBeGreaterThanOrEqual((column?.height ?? 0) / 2)
        await asha.button(opener).click()
      }
    }
    // What is scrolled away is reached by the keyboard, with its label.
    await asha.button('Kind, days, place, who').click()
    await page.getByRole('combobox', { name: 'How sure we are' }).focus()
    await page.getByRole('combobox', { name: 'Kind' }).focus()
    const inside = await page.locator('.more-filters').evaluate((panel) => {
      const label = [...panel.querySelectorAll('label')].find((each) => each.textContent === 'Kind')
      return (label?.getBoundingClientRect().top ?? 0) >= panel.getBoundingClientRect().top
    })
    expect(inside).toBe(true)
    // By the arrow keys she goes past the first kinds without one of them narrowing the log, and adds two.
    const panel = page.locator('.more-filters')
    const height = await panel.evaluate(({ clientHeight }) => clientHeight)
    const narrowed = page.getByRole('button', { name: /^Stop showing only: / })
    for (const [at, kind] of ['Raid on a home', 'Place forced to close'].entries()) {
      await page.keyboard.press('ArrowDown')
      const option = page.getByRole('option', { name: kind })
      while ((await option.getAttribute('data-focused')) === null) await page.keyboard.press('ArrowDown')
      expect(await page.locator('.chip-chosen').count()).toBe(1 + at)
      await page.keyboard.press('Enter')
      await expect.poll(() => narrowed.count()).toBe(1 + at)
      // Nothing is of that kind: what says so leaves the fields where they are.
      await page.locator('.list-empty').waitFor()
      expect(await panel.evaluate(({ clientHeight }) => clientHeight), kind).toBeLessThanOrEqual(height)
    }
    for (const kind of ['Raid on a home', 'Place forced to close']) await asha.button(`Stop showing only: ${kind}`).click()
    // A click shows the list too.
    await page.getByRole('combobox', { name: 'Kind' }).click()
    await page.getByRole('option', { name: 'Raid on a home' }).waitFor()
    await page.keyboard.press('Escape')
    expect(app.complaints).toEqual([])
    await app.close()
  })
})

describe('views of the log', () => {
  it('are kept under a name, applied by one click, renamed, erased and brought back, and are there after the lock', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    const { page } = app
    const lines: string[] = []
    const look = lookerAt(page, lines, SHOTS)
    const count = (words: string) => page.getByRole('status').getByText(words, { exact: true }).waitFor()
    await asha.write({ title: 'Raid on the drop-in centre', area: 'Kariokor' })
    await asha.write({ title: 'Followed home', area: 'Lakeside' })
    await asha.goTo('Log')
    await asha.button('Our views').click()
    await page.getByText('Search, or choose what the log shows.').waitFor()
    expect(await asha.button('Keep this view').count()).toBe(0)

    await asha.search('Kariokor')
    await count('1 of 2 incidents')
    await asha.button('Keep this view').click()
    await page.getByText('Give it a name.').waitFor()
    await asha.field('A name for what the log shows now').fill('Kariokor')
    await asha.button('Keep this view').click()
    const kept = page.getByRole('list', { name: 'Views that we have kept' })
    await kept.getByRole('button', { name: 'Kariokor', exact: true, pressed: true }).waitFor()
    await asha.button('This month').click()
    await count('2 incidents')
    await asha.field('A name for what the log shows now').waitFor({ state: 'detached' })
    await asha.button('Waits for us').click()
    await count('0 of 2 incidents')
    await asha.search('home')
    await asha.field('A name for what the log shows now').fill('kariokor')
    await asha.button('Keep this view').click()
    await page.getByText('A view has this name already.').waitFor()
    await look('views of the log')

    await asha.button('Rename Kariokor').click()
    await asha.field('New name for Kariokor').fill('Near the market')
    await page.keyboard.press('Enter')
    await kept.getByRole('button', { name: 'Near the market', exact: true }).click()
    await count('1 of 2 incidents')
    await asha.button('Erase the view Near the market').click()
    await kept.waitFor({ state: 'detached' })
    await asha.button('Undo').click()
    await kept.getByRole('button', { name: 'Near the market', exact: true }).waitFor()

    await asha.lock()
    await asha.unlock()
    await asha.button('Our views').click()
    await kept.getByRole('button', { name: 'Near the market', exact: true }).click()
    await count('1 of 2 incidents')
    await asha.row('Raid on the drop-in centre').waitFor()
    await app.close()
    expect(lines).toEqual([])
    expect(app.complaints).toEqual([])
  })
})
