import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openApp, temporaryProfile } from './harness.ts'
import { openOrganisation } from './organisation.ts'
import { draftKept, Person } from './person.ts'

/** What has the focus, in the words that a reader would say. Empty where nothing has it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement
    if (at === null || at === document.body) return ''
    const label = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels?.[0]?.textContent : null
    return (label ?? at.getAttribute('aria-label') ?? at.textContent ?? '').trim()
  })

/** Waits until this has the focus. */
const atFocus = (page: Page, words: string) => expect.poll(() => focused(page)).toBe(words)

const TITLE = 'Raid on the drop-in centre'

describe('the window made narrow and wide again', () => {
  it('keeps an open history, an open question and the focus', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    const { page } = app
    await asha.write({ title: TITLE })
    await page.getByRole('button', { name: /^History/ }).click()
    const steps = page.getByRole('list', { name: 'History, newest first' })
    await steps.waitFor()
    const before = await focused(page)
    await page.setViewportSize({ width: 800, height: 800 })
    await asha.button('Back to the log').waitFor()
    await steps.waitFor()
    expect(await focused(page)).toBe(before)
    await page.setViewportSize({ width: 1280, height: 800 })
    await asha.row(TITLE).waitFor()
    await steps.waitFor()

    await asha.button('Erase').click()
    const question = page.getByRole('alertdialog', { name: 'Erase this incident?' })
    await question.waitFor()
    await page.setViewportSize({ width: 800, height: 800 })
    await page.locator('.log-list').waitFor({ state: 'detached' })
    await question.waitFor()
    await atFocus(page, 'Leave it as it is')
    await page.keyboard.press('Escape')
    await atFocus(page, 'Erase')

    await page.setViewportSize({ width: 1280, height: 800 })
    await asha.row(TITLE).focus()
    await page.setViewportSize({ width: 800, height: 800 })
    await atFocus(page, TITLE)
    expect(app.complaints).toEqual([])
    await app.close()
  })
})

describe('a button that says where it leads', () => {
  it('leads there, wherever one came from', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    const { page } = app
    await asha.found('Lakeside Alliance')
    await asha.goTo('Settings')
    await atFocus(page, 'Settings')
    await page.keyboard.press('ControlOrMeta+Shift+a')
    await asha.button('Back, and raise nothing').click()
    await atFocus(page, 'Settings')
    await asha.raise({ what: 'Police at the drop-in centre' })
    await asha.button('Back to the alerts').click()
    await page.getByRole('list', { name: 'Open alerts' }).waitFor()
    await atFocus(page, 'Alerts')
    await asha.button(/^Police at the drop-in centre/).click()
    await asha.button('Back to the alerts').click()
    await atFocus(page, 'Alerts')
    await page.goBack()
    await atFocus(page, 'Settings')
    await app.close()
  })
})

describe('a screen that is opened far down another one', () => {
  it('begins at its top: an incident that an alert fills in, with the kind that the alert says', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters', { viewport: { width: 800, height: 600 } })
    const { page } = app
    await asha.found('Lakeside Alliance')
    await asha.raise({ what: 'Someone was arrested', area: 'Gikomba', needs: ['Lawyer', 'Bail money'] })
    // The second time the alert is at hand at once, and there is no empty screen between the two.
    for (const _ of ['first', 'second']) {
      await asha.button('Write down what happened').scrollIntoViewIfNeeded()
      expect(await page.locator('main').evaluate((stage) => stage.scrollTop)).toBeGreaterThan(0)
      await asha.button('Write down what happened').click()
      await atFocus(page, 'What happened, in one line')
      expect(await page.locator('main').evaluate((stage) => stage.scrollTop)).toBe(0)
      await asha
        .button(/^Kinds/)
        .filter({ hasText: 'Arrest' })
        .waitFor()
      await asha.button('Back, and keep the draft').click()
      await asha.goTo('Alerts')
      await asha.button(/^Someone was arrested/).click()
    }
    expect(app.complaints).toEqual([])
    await app.close()
  })
})

describe('the focus', () => {
  it('is somewhere on every screen, whatever was pressed and went away', async () => {
    const app = await openApp(temporaryProfile())
    const { page } = app
    const asha = new Person(page)
    const press = async (name: string): Promise<void> => {
      await asha.button(name).first().focus()
      await page.keyboard.press('Enter')
    }
    await asha.startOrganisation('Kisima Sisters')
    await atFocus(page, 'Log')
    await press('Write an incident')
    await atFocus(page, 'What happened, in one line')
    expect(await page.getByRole('group', { name: 'Write an incident' }).count()).toBe(1)
    await page.keyboard.type('Followed home')
    await draftKept(page)
    await press('Back, and keep the draft')
    await atFocus(page, 'Log')
    await press('Throw away')
    await asha.button('Undo').waitFor()
    await atFocus(page, 'Log')
    await press('Undo')
    await asha.button('Go on').waitFor()
    await atFocus(page, 'Log')
    // It goes back to where it was before it went to the notice, however that was pressed.
    for (const undo of ['Enter', 'Space', 'mouse', 'from another window'] as const) {
      await press('Throw away')
      await asha.button('Undo').waitFor()
      await asha.button('Bring in a spreadsheet').last().focus()
      if (undo === 'mouse') await asha.button('Undo').click()
      else {
        await asha.button('Undo').focus()
        if (undo === 'from another window')
          await asha.button('Undo').evaluate((button) => {
            button.blur()
            button.focus()
          })
        await page.keyboard.press(undo === 'Space' ? 'Space' : 'Enter')
      }
      await asha.button('Go on').waitFor()
      await atFocus(page, 'Bring in a spreadsheet')
    }
    // Where nothing had it, or that is gone, the title of the screen has it.
    await press('Throw away')
    await asha.button('Settings').focus()
    await page.keyboard.press('Enter')
    await atFocus(page, 'Settings')
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await asha.button('Undo').focus()
    await page.keyboard.press('Enter')
    await atFocus(page, 'Settings')
    await asha.goTo('Log')
    await asha.button('Go on').waitFor()
    await press('Go on')
    await press('Save for us only')
    await atFocus(page, 'Followed home')
    await press('Amend')
    await atFocus(page, 'What happened, in one line')
    await press('Back, and keep the draft')
    await atFocus(page, 'Followed home')
    await press('Erase')
    await atFocus(page, 'Leave it as it is')
    await press('Erase it for good')
    await page.getByText('Nothing is written down yet').waitFor()
    await atFocus(page, 'Log')
    await press('Settings')
    await atFocus(page, 'Settings')
    await press('Change the passphrase')
    await atFocus(page, 'Passphrase now')
    await page.keyboard.type('not what it is')
    await asha.field('New passphrase').fill('seven quiet herons over lake naivasha')
    await asha.field('Type it again').fill('seven quiet herons over lake naivasha')
    await press('Set the new passphrase')
    await page.getByText('This is not the passphrase.').waitFor()
    await atFocus(page, 'Passphrase now')
    await press('Leave it as it is')
    await atFocus(page, 'Settings')
    await press('Coalitions')
    await atFocus(page, 'Coalitions')
    await press('Found a coalition')
    await atFocus(page, 'Name of the coalition')
    await page.keyboard.type('Lakeside Alliance')
    await press('Found the coalition')
    await atFocus(page, 'Lakeside Alliance')
    await press('Make an invite')
    await asha.button('Withdraw it').waitFor()
    await press('Withdraw it')
    await asha.button('Withdraw it').waitFor({ state: 'detached' })
    await atFocus(page, 'Lakeside Alliance')
    await press('Log')
    await atFocus(page, 'Log')
    await page.keyboard.press('ControlOrMeta+Shift+l')
    await atFocus(page, 'Passphrase')
    expect(await page.getByRole('main', { name: 'Your log is locked' }).count()).toBe(1)
    await page.keyboard.type('not what it is')
    await page.keyboard.press('Tab')
    await press('Unlock')
    await page.getByRole('alert').first().waitFor()
    await atFocus(page, 'Passphrase')
    await page.keyboard.type(asha.passphrase)
    await page.keyboard.press('Enter')
    await atFocus(page, 'Log')
    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('on a time says it to the second, to the eye and to a reader', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    const { page } = app
    await asha.write({ title: TITLE })
    const time = page.getByRole('button', { name: /^today, / }).first()
    const exact = /\d{1,2}:\d\d:\d\d/
    const described = await time.evaluate((at) => document.getElementById(at.getAttribute('aria-describedby') ?? '')?.textContent ?? '')
    expect(described).toMatch(exact)
    await asha.button('Erase').focus()
    expect(await page.getByRole('tooltip').count()).toBe(0)
    await page.keyboard.press('Tab')
    await page.getByRole('tooltip').filter({ hasText: exact }).waitFor()
    expect(await page.getByRole('tooltip').textContent()).toBe(described)
    await page.keyboard.press('Escape')
    await page.getByRole('tooltip').waitFor({ state: 'detached' })
    await app.close()
  })
})
