import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import createTestnet from 'hyperdht/testnet.js'
import type { Locator, Page } from 'playwright-core'
import { it } from 'vitest'
import { prepare } from '../../bin/demo/prepare.ts'
import { ALERT, COALITION } from '../../bin/demo/stories.ts'
import { bundledEngine } from '../../bin/start/built.ts'
import { SCREENS } from '../e2e/every-screen.ts'
import { openApp, temporaryProfile } from '../e2e/harness.ts'
import { eachState } from '../e2e/look.ts'
import { Person } from '../e2e/person.ts'
import { Walk } from '../e2e/walk.ts'
import { profileWithConflicts } from '../support/conflicts.ts'
import { PASSPHRASE } from '../support/engine.ts'
import { fullProfile } from '../support/full-profile.ts'

const FOLDER = join(import.meta.dirname, '../../docs/screenshots')
/** Of these there is a picture in a small window and in the dark too; `every.shots.ts` has the others. */
const SMALL: ReadonlySet<string> = new Set(['log', 'alert-comes'])

interface Looks {
  width: number
  colorScheme: 'light' | 'dark'
}

const looksOf = (name: string): Looks[] => [
  { width: 1280, colorScheme: 'light' },
  ...(SMALL.has(name) ? [{ width: 800, colorScheme: 'dark' } as const] : []),
]

/**
 * One picture, `name-1280-light.png`, and of some another.
 * @param content what the picture is of: it is waited for, at each width again.
 * @param top what the picture begins with; without it, the screen as it opens.
 */
async function shoot(page: Page, name: string, content: Locator, top?: Locator): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  // What was just done is said for some seconds; the pictures are of the screens.
  await page.locator('.notice').waitFor({ state: 'hidden' })
  // Nothing lies under the pointer, which would be lit up.
  await page.mouse.move(0, 0)
  for (const { width, colorScheme } of looksOf(name)) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    await content.first().waitFor()
    await page.locator('.skeleton').waitFor({ state: 'detached' })
    await top?.evaluate((element) => element.scrollIntoView({ block: 'start' }))
    await page.screenshot({ path: join(FOLDER, `${name}-${width}-${colorScheme}.png`), animations: 'disabled' })
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
  await shoot(page, 'welcome', person.button('Start our organisation'))
  await person.startOrganisation('Bar Hostess Group')
  await shoot(page, 'empty-log', person.button('Write an incident'))
  for (const incident of INCIDENTS) await person.write(incident)
  await person.goTo('Log')
  await person.row('Raid on the drop-in centre, six people held').click()
  await person.button('Amend').waitFor()
  await shoot(page, 'log', page.getByRole('heading', { name: INCIDENTS[3]?.title ?? '' }))
  await person.search('lawyer')
  await page.locator('mark').first().waitFor()
  await shoot(page, 'search', page.getByText(/lawyer/).filter({ visible: true }))
  await person.search('')
  await person.goTo('Log')
  await person.button('Write an incident').first().click()
  await person.field('What happened, in one line').fill('Three arrested on Koinange Street')
  await shoot(page, 'write', person.field('What happened, in full'))
  await person.button('Throw away').click()
  await person.goTo('Coalitions')
  await shoot(page, 'coalitions', person.button('Found a coalition'))
  await person.goTo('Settings')
  await shoot(page, 'network', page.getByText('Reach partners nearby'), page.getByRole('heading', { name: 'Nearby', exact: true }))
  await person.lock()
  await shoot(page, 'locked', person.button('Unlock'))
  await app.close()
})

it('shows a coalition of three, as its founder and as a member see it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parasol-shots-'))
  const testnet = await createTestnet(3, { host: '127.0.0.1' })
  try {
    const meetingPoints = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`)
    const made = await prepare(folder, await bundledEngine(join(import.meta.dirname, '../..')), meetingPoints, new AbortController().signal)
    const open = await Promise.all(
      made.map(async ({ profileDir, passphrase }) => {
        const app = await openApp(profileDir)
        const person = new Person(app.page)
        await person.unlock(passphrase)
        await person.atLog()
        return { app, person }
      }),
    )
    const [founder, raiser, member] = open
    if (!founder || !raiser || !member) throw new Error('the demo has three organisations')
    await shoot(founder.app.page, 'alert-comes', founder.person.banner())
    await founder.person.respond()
    await founder.person.banner().waitFor({ state: 'detached' })
    await raiser.person.goTo('Alerts')
    await raiser.person.button(new RegExp(`^${ALERT.what}`)).click()
    await shoot(raiser.app.page, 'alert-answers', raiser.app.page.getByRole('list', { name: 'Answers' }).getByText('Lantern House'))
    await raiser.app.page.keyboard.press('ControlOrMeta+Shift+a')
    await shoot(raiser.app.page, 'raise', raiser.person.button(/^Raise the alert in /))
    await founder.person.write({
      title: 'Followed home from the outreach',
      area: 'Lantern Row',
      narrative: 'A grey car without plates kept behind the two of us from the ferry stop to the corner of the market.',
    })
    await founder.person.row('Followed home from the outreach').click()
    await founder.person.button('Share with a coalition…').click()
    await founder.person.button('Show what leaves').click()
    await shoot(founder.app.page, 'share', founder.person.button(`Share with ${COALITION}`))
    for (const { person, app } of [founder, member]) {
      await person.openCoalition(COALITION)
      await app.page.getByText('Connected now').nth(1).waitFor({ timeout: 90_000 })
      await app.page.getByText('Has everything that we wrote').nth(1).waitFor({ timeout: 90_000 })
    }
    await shoot(founder.app.page, 'coalition', founder.person.button('Make an invite'))
    await member.person.goTo('Log')
    await member.person.row('Turned away at the clinic').click()
    await shoot(member.app.page, 'shared', member.app.page.getByText('With 2 of 2 partners, on 2 computers'))
    await member.person.exchange(folder)
    await shoot(member.app.page, 'courier', member.app.page.getByRole('list', { name: 'What went each way' }))
    for (const { app } of open) await app.close()
  } finally {
    await testnet.destroy()
    rmSync(folder, { recursive: true, force: true })
  }
})

it('shows a second computer, at the eight words and then in the list', async () => {
  const testnet = await createTestnet(3, { host: '127.0.0.1' })
  try {
    const [point] = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`)
    if (point === undefined) throw new Error('a testnet has a first node')
    const [first, second] = await Promise.all([openApp(temporaryProfile()), openApp(temporaryProfile())])
    const [keyholder, desk] = [new Person(first.page), new Person(second.page)]
    await Promise.all([keyholder.startOrganisation('Bar Hostess Group'), desk.beginComputer('Front desk')])
    await Promise.all([keyholder.setMeetingPoint(point), desk.setMeetingPointHere(point)])
    await keyholder.openComputers()
    await keyholder.button('Make an invite').click()
    await desk.field('Invite').fill(await keyholder.field('Invite to hand over').inputValue())
    await desk.button('Find the other computer').click()
    await Promise.all([keyholder.phraseHere(), desk.phraseHere()])
    await desk.button(/^Meeting points/).click()
    await shoot(second.page, 'computer-words', second.page.getByRole('list', { name: 'Safety phrase' }))
    for (const person of [desk, keyholder]) await person.button('They are the same').click()
    await desk.atLog()
    await keyholder.button('I have read this').click()
    await first.page.getByText('Connected now').waitFor()
    await shoot(first.page, 'computers', keyholder.button('Make an invite'))
    await Promise.all([first.close(), second.close()])
  } finally {
    await testnet.destroy()
  }
})

it('shows two versions of an incident', async () => {
  const app = await openApp(await profileWithConflicts(temporaryProfile()))
  const person = new Person(app.page)
  await person.unlock(PASSPHRASE)
  await person.confirmWords()
  await person.row('Eviction by the river').click()
  await shoot(app.page, 'two-versions', person.button('Keep this one'))
  await app.close()
})

/** States of the table of all screens that the documents show, and what their pictures are called. */
const DOCUMENTED: Readonly<Record<string, string>> = {
  alerts: 'alerts',
  people: 'people',
  places: 'places',
  'a person': 'person',
  'a person, asked': 'consent',
  'somebody who did harm': 'who-did-it',
  'a request': 'request',
  'a complaint': 'complaint',
  'what waits': 'to-follow',
  'incident with a file': 'files',
  figures: 'figures',
  'import, its columns': 'import',
}

it('shows what is done after a night: people, what they agree to, requests, complaints, files, figures, import', async () => {
  const profile = temporaryProfile()
  await fullProfile(profile)
  const app = await openApp(profile)
  const { page } = app
  await new Person(page).unlock(PASSPHRASE)
  await page.locator('.row').first().waitFor()
  const states = Object.values(SCREENS)
    .flat()
    .filter(({ name }) => name in DOCUMENTED)
  if (states.length !== Object.keys(DOCUMENTED).length) throw new Error('a picture is of no screen')
  // The alert at the top has a picture of its own.
  await page.getByRole('region', { name: 'Alert' }).getByRole('radio', { name: 'Seen' }).click()
  await page.getByRole('region', { name: 'Alert' }).getByRole('button', { name: 'Go on' }).click()
  await eachState(new Walk(page), states, async ({ name }) => {
    await shoot(page, DOCUMENTED[name] ?? name, page.locator('main h1'))
  })
  await app.close()
})
