import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openOrganisation } from './organisation.ts'
import { draftKept } from './person.ts'

/** What has the focus, in the words that a reader would say. Empty where nothing has it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement
    if (at === null || at === document.body) return ''
    const label = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels?.[0]?.textContent : null
    return (label ?? at.getAttribute('aria-label') ?? at.textContent ?? '').trim()
  })

/** Waits until this has the focus. */
const atFocus = (page: Page, words: string | RegExp) => expect.poll(() => focused(page)).toMatch(words)

/** Presses Enter twice in the field that has the focus, before anything could be drawn anew. */
const enterTwice = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const form = document.activeElement?.closest('form')
    form?.requestSubmit()
    form?.requestSubmit()
  })

describe('Enter that is pressed twice', () => {
  it('founds one coalition, and saves one step of a complaint', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    const { page } = app
    await asha.goTo('Coalitions')
    await asha.button('Found a coalition').click()
    await asha.field('Name of the coalition').fill('Lakeside Alliance')
    await enterTwice(page)
    await asha.button('Make an invite').waitFor()
    await asha.goTo('Coalitions')
    const coalitions = page.getByRole('list', { name: 'Our coalitions' }).getByRole('listitem')
    await coalitions.first().waitFor()
    expect(await coalitions.count()).toBe(1)

    await asha.goTo('To follow')
    await page.getByText('Complaints', { exact: true }).click()
    await asha.button('Begin a complaint').first().click()
    await asha.field('What it is about, in one line').fill('Robbed by officers')
    await asha.saved(() => asha.button('Save the complaint for us only').click())
    await asha.button('The person agrees').click()
    await asha.saved(() => asha.button('Save this step').click())
    await asha.button('Handed in').click()
    await asha.field('Their number for it').fill('OB 12/4')
    await asha.saved(() => enterTwice(page))
    await page
      .getByRole('button', { name: /^History/ })
      .filter({ hasText: '3 steps' })
      .waitFor()
    await asha.button('Undo').click()
    await page.getByText('Undone. It says what it said before.').waitFor()
    expect(await page.getByText(/^Two versions/).count()).toBe(0)
    expect(app.complaints).toEqual([])
    await app.close()
  })
})

describe('the search', () => {
  it('leads by keys to what is found: acts, records, incidents, and back', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters', { viewport: { width: 1280, height: 860 } })
    const { page } = app
    const press = (key: string) => page.keyboard.press(key)
    const searchFor = async (text: string) => {
      await press('ControlOrMeta+k')
      await page.keyboard.type(text)
    }
    await asha.write({ title: 'Raid on the drop-in', area: 'Raiser Street' })
    await asha.write({ title: 'Raid at night' })
    await asha.goTo('Log')

    await searchFor('figures')
    await press('Enter')
    await atFocus(page, 'See figures')
    await press('Enter')
    await page.getByRole('heading', { name: 'Figures', level: 1 }).waitFor()

    // From another screen, to acts, places and incidents.
    await searchFor('rai')
    await press('ArrowDown')
    await atFocus(page, /^Raise alert/)
    await press('ArrowDown')
    await atFocus(page, /^Raiser Street/)
    await press('ArrowDown')
    await atFocus(page, /^Raid at night/)
    await press('ArrowDown')
    await atFocus(page, /^Raid on the drop-in/)
    for (const words of [/^Raid at night/, /^Raiser Street/, /^Raise alert/, 'Search the log']) {
      await press('ArrowUp')
      await atFocus(page, words)
    }

    await searchFor('passphrase')
    await press('Enter')
    await atFocus(page, 'Change the passphrase')
    await press('Enter')
    await atFocus(page, 'Passphrase now')
    await searchFor('lock')
    await press('Enter')
    await atFocus(page, /^Lock/)
    await press('Enter')
    await page.getByRole('heading', { name: 'Your log is locked' }).waitFor()
    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('shows what it finds whatever stands above, and says only of incidents that there is none', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters', { viewport: { width: 1280, height: 860 } })
    const { page } = app
    await asha.write({ title: 'Followed home' })
    await asha.goTo('Log')
    await asha.button('Write an incident').first().click()
    await asha.field('What happened, in one line').fill('Three people stopped')
    await draftKept(page)
    await asha.goTo('Log')
    // As high as an alert that was answered.
    await page.locator('.banner-room').evaluate((room) => {
      if (room instanceof HTMLElement) room.style.minBlockSize = '260px'
    })
    await asha.search('raise')
    const found = page.getByRole('button', { name: /^Raise alert Ctrl/ })
    await found.waitFor()
    const box = await found.boundingBox()
    const list = await page.locator('.found-beside').boundingBox()
    if (box === null || list === null) throw new Error('what was found has no place')
    expect(box.y + box.height).toBeLessThanOrEqual(list.y + list.height)
    await page.getByText('No incident has these words. What has them stands above.').waitFor()
    await asha.search('xylophone')
    await page.getByRole('heading', { name: 'No incident was found' }).waitFor()
    await app.close()
  })
})

describe('F6', () => {
  it('comes to Undo on the log while no incident is open', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters', { viewport: { width: 1280, height: 800 } })
    const { page } = app
    await asha.button('Write an incident').first().click()
    await asha.field('What happened, in one line').fill('Three people stopped')
    await draftKept(page)
    await asha.goTo('Log')
    await asha.button('Throw away').click()
    await asha.button('Undo').waitFor()
    await page.getByRole('heading', { name: 'Log', level: 1 }).focus()
    for (let presses = 0; presses < 4 && (await focused(page)) !== 'Undo'; presses += 1) await page.keyboard.press('F6')
    await atFocus(page, 'Undo')
    await page.keyboard.press('Enter')
    await asha.button('Go on').waitFor()
    // Where one is open it stops there.
    await asha.write({ title: 'Followed home' })
    await page.getByRole('heading', { name: 'Log', level: 1 }).focus()
    await page.keyboard.press('F6')
    await atFocus(page, 'Followed home')
    expect(app.complaints).toEqual([])
    await app.close()
  })
})

describe('an alert that is raised by its key', () => {
  it('takes words that are typed at once as what is happening, in sight above the foot', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters', { viewport: { width: 1280, height: 700 } })
    const { page } = app
    await asha.goTo('People and units')
    await asha.button('Add a person').click()
    await asha.field('What we call them').fill('Neema Quandt')
    await asha.saved(() => asha.button('Save this person for us only').click())
    await asha.found('Lakeside Alliance')
    await page.keyboard.press('ControlOrMeta+Shift+a')
    // On the kinds, of which Enter picks one; words are none.
    await atFocus(page, 'Raid on our premises')
    await page.keyboard.type('Raid on the drop-in by Neema Quandt')
    expect(await asha.field('What is happening').inputValue()).toBe('Raid on the drop-in by Neema Quandt')
    await page.getByText('It may name somebody who is not to be named.').waitFor()
    // Down to the last field, and what comes up at the foot lies over none of them.
    for (let presses = 0; presses < 12; presses += 1) {
      const isFree = await page.evaluate(() => {
        const at = document.activeElement
        const bar = document.querySelector('.save-bar')
        if (at === null || bar === null || bar.contains(at)) return true
        return (at.closest('label') ?? at).getBoundingClientRect().bottom <= bar.getBoundingClientRect().top + 1
      })
      expect(isFree, await focused(page)).toBe(true)
      await page.keyboard.press('Tab')
    }
    expect(app.complaints).toEqual([])
    await app.close()
  })
})
