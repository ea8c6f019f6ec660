import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { App } from './harness.ts'
import { openOrganisation } from './organisation.ts'
import { draftKept } from './person.ts'

/** Holds the engine still, so that what was begun is surely still under way while the person goes on. */
async function whileEngineWaits(app: App, act: () => Promise<void>): Promise<void> {
  const pid = app.enginePid()
  process.kill(pid, 'SIGSTOP')
  try {
    await act()
  } finally {
    process.kill(pid, 'SIGCONT')
  }
}

/** What is shown for some seconds stays for longer than any test waits. */
const nothingGoesByItself = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const real = window.setTimeout
    window.setTimeout = ((run: () => void, ms = 0) => real(run, ms < 5_000 ? ms : 600_000)) as typeof setTimeout
  })

describe('a form that was left while it was being saved', () => {
  it('is saved, and does not take the person away from where she went', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    const { page } = app
    const atSettings = () => page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
    /** Saves, goes to the settings before it is saved, and looks where she is once it is. */
    const leaveDuring = async (save: string): Promise<void> => {
      await asha.saved(() =>
        whileEngineWaits(app, async () => {
          await asha.button(save).click()
          await asha.goTo('Settings')
          await atSettings()
        }),
      )
      // An answer brings the notice and, at a fault, the other screen with it in one go: this is after both.
      await atSettings()
      expect(await asha.button('Change the passphrase').count()).toBe(1)
    }

    await asha.goTo('Settings')
    await asha.button('Change the passphrase').waitFor()
    await asha.goTo('Log')
    await asha.button('Write an incident').first().click()
    await asha.field('What happened, in one line').fill('Followed home')
    await leaveDuring('Save for us only')
    await asha.goTo('Log')
    await asha.row('Followed home').click()
    await asha.button('Amend').click()
    await asha.field('What happened, in one line').fill('Followed home by two officers')
    await leaveDuring('Save the changes for us only')
    await asha.goTo('Log')
    await asha.row('Followed home by two officers').waitFor()
    // No draft of either was left behind.
    expect(await asha.button('Go on').count()).toBe(0)

    await asha.button('Write an incident').first().click()
    await asha.field('What happened, in one line').fill('Not worth keeping')
    await draftKept(page)
    await whileEngineWaits(app, async () => {
      await asha.button('Throw away').click()
      await asha.goTo('Settings')
      await atSettings()
    })
    await page.getByText('The draft is thrown away.').waitFor()
    await atSettings()
    expect(await asha.button('Change the passphrase').count()).toBe(1)
    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('is kept as a draft, and found again however many were begun after it', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    for (const title of ['The first', 'The second', 'The third']) {
      await asha.button('Write an incident').first().click()
      await asha.field('What happened, in one line').fill(title)
      await draftKept(app.page)
      await asha.button('Back, and keep the draft').click()
    }
    await asha.button('1 older draft is kept too').click()
    await asha.button('Go on').nth(2).click()
    expect(await asha.field('What happened, in one line').inputValue()).toBe('The first')
    await app.close()
  })

  it('does not leave the "Saved" of the one before on the screen while it is being saved', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    const { page } = app
    await nothingGoesByItself(page)
    await asha.write({ title: 'The first' })
    await asha.goTo('Log')
    await asha.button('Write an incident').first().click()
    await asha.field('What happened, in one line').fill('The second')
    const said = page.getByRole('status').getByText(/^Saved/)
    await said.waitFor()
    await asha.saved(() =>
      whileEngineWaits(app, async () => {
        await asha.button('Save for us only').click()
        await said.waitFor({ state: 'detached' })
      }),
    )
    await page.getByRole('heading', { name: 'The second' }).waitFor()
    await app.close()
  })
})
