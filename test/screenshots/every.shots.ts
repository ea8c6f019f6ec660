import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { PSEUDO_LANGUAGE } from '../../core/engine/contract/language.ts'
import { SCREENS } from '../e2e/every-screen.ts'
import { openApp, temporaryProfile } from '../e2e/harness.ts'
import { eachState } from '../e2e/look.ts'
import { Walk } from '../e2e/walk.ts'
import { makePlace, PASSPHRASE } from '../support/engine.ts'
import { fullProfile } from '../support/full-profile.ts'

/** Not for the documents: to be looked at by whoever changes a screen. Git does not look there. */
const FOLDER = join(import.meta.dirname, '../../dist/pictures')
/** Only screens of these names, for whoever works on one: `PARASOL_SCREENS=log,write`. */
const ONLY = process.env['PARASOL_SCREENS']?.split(',')

it('shows every screen at every width, light, dark, and in the pseudo language', async () => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const profile = temporaryProfile()
  await fullProfile(profile)
  const place = await makePlace()
  const { client } = await place.unlocked(profile)
  await client.vault.chooseLanguage({ language: PSEUDO_LANGUAGE })
  await place.clear()
  const app = await openApp(profile)
  const { page } = app
  await page.locator('input[type="password"]').fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  for (const language of ['pseudo', 'en']) {
    const walk = new Walk(page, language === 'pseudo')
    await page.locator('.row').first().waitFor()
    for (const [screen, states] of Object.entries(SCREENS)) {
      if (ONLY !== undefined && !ONLY.includes(screen)) continue
      await eachState(walk, states, async ({ name }) => {
        const file = name.replaceAll(/\W+/g, '-')
        for (const width of [400, 800, 1280]) {
          await page.setViewportSize({ width, height: 860 })
          for (const colorScheme of language === 'pseudo' ? (['light'] as const) : (['dark', 'light'] as const)) {
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
            await page.screenshot({ path: join(FOLDER, `${screen}-${file}-${width}-${language === 'pseudo' ? 'rtl' : colorScheme}.png`) })
          }
        }
      })
    }
    if (language === 'en') break
    await walk.goTo('Settings')
    await page.locator('select', { has: page.locator('option[lang="sw"]') }).selectOption('en')
    await new Walk(page).goTo('Log')
  }
  expect(app.complaints).toEqual([])
  await app.close()
})
