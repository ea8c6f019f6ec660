import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { it } from 'vitest'
import { openApp, temporaryProfile } from '../e2e/harness.ts'
import { Person } from '../e2e/person.ts'

const FOLDER = join(import.meta.dirname, '../../docs/screenshots')
const WIDTHS = [1280, 800]
const THEMES = ['light', 'dark'] as const

/** One picture a width and theme: `name-1280-light.png`. */
async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  // What was just done is said for some seconds; the pictures are of the screens.
  await page
    .getByRole('status')
    .getByText(/^Saved|thrown away/)
    .first()
    .waitFor({ state: 'hidden' })
  for (const width of WIDTHS) {
    for (const colorScheme of THEMES) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: join(FOLDER, `${name}-${width}-${colorScheme}.png`), animations: 'disabled' })
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.emulateMedia({ colorScheme: 'light' })
}

const INCIDENTS = [
  {
    title: 'Condoms and lubricant taken at the bus station',
    area: 'Railways',
    narrative: 'Two city enforcement officers emptied the outreach bag and said it was proof.',
  },
  {
    title: 'Landlord changed the locks after the raid',
    area: 'Kayole',
    narrative: 'Four people could not get to their things. Relocation asked for the same evening.',
  },
  { title: 'حملة تشهير على صفحة محلية', area: 'Eastleigh', narrative: 'نُشرت صور وعناوين. طُلب من الصفحة حذفها.' },
  {
    title: 'Raid on the drop-in centre, six people held',
    area: 'Kariokor',
    narrative:
      'At about ten at night eight officers came in without a paper. They asked for the list of names and took two phones.\n\nSix people were held until the morning. A lawyer was let in at two. Two of the six signed a statement that nobody had read to them.',
  },
]

it('shows each screen of the main job', async () => {
  const app = await openApp(temporaryProfile())
  const { page } = app
  const person = new Person(page)
  await person.button('Start our organisation').waitFor()
  await shoot(page, 'welcome')
  await person.startOrganisation('Bar Hostess Group')
  await shoot(page, 'empty-log')
  for (const incident of INCIDENTS) await person.write(incident)
  await person.goTo('Log')
  await person.row('Raid on the drop-in centre, six people held').click()
  await person.button('Amend').waitFor()
  await shoot(page, 'log')
  await person.search('lawyer')
  await page.locator('mark').first().waitFor()
  await shoot(page, 'search')
  await person.search('')
  await person.goTo('Log')
  await person.button('Write an incident').first().click()
  await person.field('What happened, in one line').fill('Three arrested on Koinange Street')
  await shoot(page, 'write')
  await person.button('Throw away').click()
  await person.goTo('Coalitions')
  await shoot(page, 'coalitions')
  await person.found('Umoja Alliance')
  await shoot(page, 'coalition')
  await person.goTo('Settings')
  await shoot(page, 'settings')
  await person.lock()
  await shoot(page, 'locked')
  await app.close()
})
