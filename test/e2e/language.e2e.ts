import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { PSEUDO_LANGUAGE } from '../../core/engine/contract/language.ts'
import { pseudo } from '../../renderer/i18n/pseudo.ts'
import { houseOf, incident, makePlace, makeVault, PASSPHRASE } from '../support/engine.ts'
import { axeOn } from './axe.ts'
import { openApp, temporaryProfile } from './harness.ts'
import { Person } from './person.ts'

const language = (page: Page): Promise<string> => page.evaluate(() => document.documentElement.lang)
const direction = (page: Page): Promise<string> => page.evaluate(() => document.documentElement.dir)

/** The one choice of a language on the screen, whatever it is called there. */
const choice = (page: Page) => page.locator('select', { has: page.locator('option[lang="sw"]') })

const inPseudo = (name: string): string => `\u200f${pseudo(name)}\u200f`

describe('the language of the screens', () => {
  it('is that of the system, another one at a choice without losing what was typed, and is kept for the locked screens', async () => {
    const profile = temporaryProfile()
    const app = await openApp(profile, { locale: 'sw-KE' })
    const { page } = app
    await choice(page).waitFor()
    expect(await language(page)).toBe('sw')
    await choice(page).selectOption('en')
    const asha = new Person(page)
    await asha.startOrganisation('Kisima Sisters')
    expect(await language(page)).toBe('en')

    // What was said in one language is not left standing in another.
    await asha.write({ title: 'Turned away at the clinic' })
    await asha.goTo('Settings')
    await page.getByLabel('Language').selectOption('sw')
    await page.waitForFunction(() => document.documentElement.lang === 'sw')
    expect(await page.getByText('Saved on this computer').count()).toBe(0)
    await choice(page).selectOption('en')
    await asha.goTo('Log')

    await asha.button('Write an incident').first().click()
    await asha.field('What happened, in one line').fill('Stopped at the market')
    await asha.goTo('Settings')
    await page.getByLabel('Language').selectOption('fr')
    await page.getByRole('heading', { name: 'Réglages' }).waitFor()
    expect(await language(page)).toBe('fr')
    expect(await page.getByLabel('Langue').inputValue()).toBe('fr')
    await page.getByLabel('Langue').selectOption('es')
    await page.getByRole('heading', { name: 'Ajustes' }).waitFor()

    await page.keyboard.press('ControlOrMeta+Shift+l')
    const locked = page.locator('input[type="password"]')
    await locked.fill(asha.passphrase)
    expect(await language(page)).toBe('es')
    await choice(page).selectOption('en')
    await asha.field('Passphrase').waitFor()
    expect(await asha.field('Passphrase').inputValue()).toBe(asha.passphrase)
    await asha.button('Unlock').click()
    await asha.atLog()
    expect(app.complaints).toEqual([])
    await app.close()

    const again = await openApp(profile, { locale: 'sw-KE' })
    await new Person(again.page).button('Unlock').waitFor()
    expect(await language(again.page)).toBe('en')
    await again.close()
  })

  it('changes where one is, and the keyboard stays at the choice', async () => {
    const profile = temporaryProfile()
    const app = await openApp(profile, { locale: 'en-GB' })
    const { page } = app
    const asha = new Person(page)
    await asha.button('Start our organisation').waitFor()
    await choice(page).focus()
    await choice(page).selectOption('sw')
    await page.waitForFunction(() => document.documentElement.lang === 'sw')
    // A reader and a keyboard stay where they were.
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT')
    expect(app.complaints).toEqual([])
    await app.close()
  })
})

describe('from right to left, in a language that is longer', () => {
  it('what comes before the log has room for it and nothing that axe objects to, and codes run from left to right', async () => {
    const profile = temporaryProfile()
    await makeVault(profile)
    const place = await makePlace()
    const { client } = await place.unlocked(profile)
    const { spaceId } = await client.coalitions.found({ name: 'Lakeside Alliance' })
    await client.coalitions.invite({ spaceId })
    await client.records.create({
      audience: await houseOf(client),
      fields: incident('Raid on the drop-in centre', {
        area: 'Kariokor',
        narrative: 'Six officers came at night.',
        types: ['raid-premises', 'arrest'],
      }),
    })
    await client.alerts.raise({
      audiences: [spaceId],
      fields: { what: 'Police at the drop-in centre', area: 'Kariokor', needs: ['lawyer'] },
    })
    const { words: written } = await client.vault.words()
    await client.vault.chooseLanguage({ language: PSEUDO_LANGUAGE })
    await place.clear()

    const app = await openApp(profile)
    const { page } = app
    const lines: string[] = []
    const button = (name: string) => page.getByRole('button', { name: inPseudo(name) }).first()
    const look = async (screen: string): Promise<void> => {
      for (const width of [1280, 800]) {
        await page.setViewportSize({ width, height: 800 })
        expect(await direction(page)).toBe('rtl')
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        if (wide > 0) lines.push(`${screen}, ${width} wide: ${wide} pixels stand out`)
        lines.push(...(await axeOn(page, `${screen}, ${width} wide`)))
      }
      await page.setViewportSize({ width: 1280, height: 800 })
    }
    const passphrase = page.locator('input[type="password"]')
    await passphrase.waitFor()
    expect(await passphrase.evaluate((input) => getComputedStyle(input).direction)).toBe('ltr')
    await look('locked')
    await passphrase.fill(PASSPHRASE)
    await button('Unlock').click()
    await button('Show the 24 words').waitFor()
    await look('recovery words, covered')
    await button('Show the 24 words').click()
    const words = page.locator('.words')
    await words.locator('li').nth(23).waitFor()
    expect(await words.evaluate((list) => getComputedStyle(list).direction)).toBe('ltr')
    await look('recovery words')
    await button('I have written them down').click()
    await page.locator('.field input').nth(2).waitFor()
    for (const input of await page.locator('.field input').all()) {
      const label = await input.evaluate((field) => (field as HTMLInputElement).labels?.[0]?.textContent ?? '')
      await input.fill(written[Number(/\d+/.exec(label)?.[0]) - 1] ?? '')
    }
    await button('Confirm the words').click()
    await page.getByRole('button', { name: 'Raid on the drop-in centre' }).first().waitFor()
    // The rail stands where one begins to read.
    const rail = await page.getByRole('navigation').first().boundingBox()
    expect(rail?.x).toBeGreaterThan(640)
    await button('Alerts').click()
    await page
      .getByRole('button', { name: /Police at the drop-in centre/ })
      .first()
      .waitFor()
    // People's own words begin on the side where one begins to read, whatever language they are in.
    const ends = await page.locator('.alert-row-words').evaluateAll((rows) =>
      rows.map((row) => {
        const title = row.querySelector('.alert-row-what bdi')
        return [row, title].map((each) => Math.round(each?.getBoundingClientRect().right ?? 0))
      }),
    )
    expect(ends.map(([row]) => [row, row])).toEqual(ends)
    expect(ends).toHaveLength(1)
    await button('Coalitions').click()
    await page
      .getByRole('button', { name: /Lakeside Alliance/ })
      .first()
      .click()
    const invite = page.getByLabel(inPseudo('Invite to hand over'), { exact: true })
    await invite.waitFor()
    expect(await invite.evaluate((area) => getComputedStyle(area).direction)).toBe('ltr')
    await button('Settings').click()
    await choice(page).waitFor()
    expect(lines).toEqual([])

    await choice(page).selectOption('en')
    await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor()
    expect(await direction(page)).toBe('ltr')
    expect(app.complaints).toEqual([])
    await app.close()
  })
})
