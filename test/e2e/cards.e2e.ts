import { describe, expect, it } from 'vitest'
import { axeOn } from './axe.ts'
import { openApp, temporaryProfile } from './harness.ts'
import { Person } from './person.ts'

const REAL_NAME = 'Wilhelmina Quandt'
const SHOTS = process.env['CARDS_SHOTS']

describe('people, officers, and what is to be followed', () => {
  it('keeps a real name covered, brings an officer’s incidents together, and follows a request, a complaint and what somebody agreed to', async () => {
    const app = await openApp(temporaryProfile())
    const { page } = app
    const asha = new Person(page)
    const lines: string[] = []
    const look = async (screen: string): Promise<void> => {
      lines.push(...(await axeOn(page, screen)))
      if (SHOTS)
        for (const width of [1280, 800, 400]) {
          await page.setViewportSize({ width, height: 860 })
          for (const colorScheme of ['dark', 'light'] as const) {
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
            await page.screenshot({ path: `${SHOTS}/${screen.replace(/\W+/g, '-')}-${width}-${colorScheme}.png` })
          }
        }
      await page.setViewportSize({ width: 1280, height: 860 })
    }
    await asha.startOrganisation('Kisima Sisters')
    await asha.goTo('People and units')
    await page.getByText('Nobody is written down yet').waitFor()
    await look('people, empty')

    await asha.button('Add a person').click()
    await asha.button('Save this person for us only').click()
    await page.getByText('Write a few words here.').waitFor()
    await asha.field('What we call them').fill('Neema')
    await asha.field('Who they are').selectOption('Sex worker')
    await asha.field('Real name').fill(REAL_NAME)
    await look('add a person')
    await asha.saved(() => asha.button('Save this person for us only').click())
    await page.getByRole('heading', { name: 'Neema', exact: true }).waitFor()
    expect(await page.content()).not.toContain(REAL_NAME)
    await asha.button('Show them for a minute').click()
    await page.getByText(REAL_NAME).waitFor()
    await page.evaluate(() => window.dispatchEvent(new Event('blur')))
    await page.getByText(REAL_NAME).waitFor({ state: 'detached' })

    await asha.button('Ask what they agree to').click()
    await page.getByText('Only listen. Nothing is written down.').click()
    await asha.button('Close, and write nothing').click()
    await page.getByText('Nobody has asked yet.').waitFor()
    await asha.button('Ask what they agree to').click()
    await page.getByText('An authority may have it, without the name.').click()
    await asha.field('Which authority').fill('Police oversight')
    await asha.button('For a year').click()
    await look('ask what they agree to')
    await asha.saved(() => asha.button('Save what they agree to').click())
    const agreed = page.getByRole('list', { name: 'What they agree to' }).getByRole('button')
    expect(await agreed.textContent()).toMatch(/without the name.*Police oversight · Holds until/)
    await look('a person')

    await asha.button('Ask for help for them').click()
    await asha.field('What is needed, in one line').fill('A lawyer for Neema')
    await page.getByText('Lawyer', { exact: true }).click()
    await asha.button('Today').click()
    await look('ask for help')
    await asha.saved(() => asha.button('Save the request for us only').click())
    for (const step of ['Accepted', 'Under way']) await asha.saved(() => asha.button(`It is now: ${step}`).click())
    await look('a request')
    await asha.goTo('To follow')
    const late = page.getByRole('button', { name: 'To follow', exact: true })
    expect(await late.getAttribute('aria-describedby')).not.toBeNull()
    await page
      .getByRole('list', { name: 'Today' })
      .getByRole('button', { name: /A lawyer for Neema/ })
      .click()
    await asha.saved(() => asha.button('It is now: Met').click())
    await asha.goTo('To follow')
    expect(await page.getByText('A lawyer for Neema').count()).toBe(0)

    await app.close()
    expect(lines).toEqual([])
    expect(app.complaints).toEqual([])
  })
})
