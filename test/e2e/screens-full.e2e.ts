import { cpSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { PSEUDO_LANGUAGE } from '../../core/engine/contract/language.ts'
import { makePlace, PASSPHRASE } from '../support/engine.ts'
import { fullProfile } from '../support/full-profile.ts'
import { axeHere } from './axe.ts'
import { SCREENS } from './every-screen.ts'
import { openApp, temporaryProfile } from './harness.ts'
import { codesShown, eachState, standsOut, withoutStyle } from './look.ts'
import { Walk } from './walk.ts'

const full = temporaryProfile()

beforeAll(() => fullProfile(full))

it.each([
  { language: PSEUDO_LANGUAGE, dir: 'rtl', colorScheme: 'light', other: 'dark' },
  { language: 'en', dir: 'ltr', colorScheme: 'dark', other: 'light' },
] as const)(
  'every screen in every state: nothing that axe objects to, nothing cut off at any width, no codes; $dir',
  async ({ language, dir, colorScheme, other }) => {
    const profile = temporaryProfile()
    cpSync(full, profile, { recursive: true })
    const place = await makePlace()
    const { client } = await place.unlocked(profile)
    await client.vault.chooseLanguage({ language })
    await place.clear()
    const app = await openApp(profile)
    const { page } = app
    const lines: string[] = []
    await page.locator('input[type="password"]').fill(PASSPHRASE)
    await page.keyboard.press('Enter')
    await page.locator('.row').first().waitFor()
    expect(await page.evaluate(() => document.documentElement.dir)).toBe(dir)
    await eachState(new Walk(page, language === PSEUDO_LANGUAGE), Object.values(SCREENS).flat(), async ({ name }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      lines.push(...(await axeHere(page)).map((line) => `${name}: ${line}`))
      // Of the other theme only the colours are new.
      await page.emulateMedia({ colorScheme: other })
      lines.push(...(await axeHere(page, ['color-contrast'])).map((line) => `${name}, ${other}: ${line}`))
      lines.push(...(await standsOut(page, name, [800, 400])))
      lines.push(...(await codesShown(page)).map((code) => `${name}: ${code}`))
      lines.push(...(await withoutStyle(page)).map((line) => `${name}: ${line}`))
      expect(await page.title()).toBe('Parasol')
    })
    expect(lines).toEqual([])
    expect(app.complaints).toEqual([])
    await app.close()
  },
  900_000,
)
