import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { picture } from '../support/picture.ts'
import { temporaryProfile } from './harness.ts'
import { Keyboard } from './keyboard.ts'
import { NIGHT } from './story.ts'
import { meetingPoints, twoOrganisations } from './two-organisations.ts'

const ARRIVE_MS = 60_000
/** The parts of Parasol by the numbers of their keys. */
const [LOG, , FOLLOW, PEOPLE] = [1, 2, 3, 4]
const SAVE = 'ControlOrMeta+Enter'
let points: Awaited<ReturnType<typeof meetingPoints>>

beforeAll(async () => {
  points = await meetingPoints()
})
afterAll(() => points.destroy())

/** Opens a part by its key; its title has the focus then. */
async function open(keys: Keyboard, part: number | undefined, title: string): Promise<void> {
  await keys.key(`Control+Shift+Digit${part}`)
  await atTitle(keys.page, title)
}

const atTitle = (page: Page, title: string) =>
  expect
    .poll(() => page.evaluate(() => (document.activeElement?.matches('h1, h3') ? document.activeElement.textContent : null)))
    .toBe(title)

/** What another program had copied: a picture. */
const copied = (page: Page, bytes: Buffer): Promise<void> =>
  page.evaluate(async (base64) => {
    const picture = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: 'image/png' })
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })])
  }, bytes.toString('base64'))

it('is the same night without a pointer: every step by keys, the focus in sight and never lost', async () => {
  const [a, b] = await twoOrganisations([NIGHT.us, NIGHT.partner], NIGHT.coalition, points.address)
  const { page } = a.app
  const asha = new Keyboard(page)
  const bella = new Keyboard(b.app.page)
  const save = () => a.person.saved(() => asha.key(SAVE))

  // The keys can be read, and the focus is back where it was.
  await open(asha, LOG, 'Log')
  await asha.key('Control+Shift+?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  await asha.key('Escape')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' })
  await atTitle(page, 'Log')

  await open(asha, PEOPLE, 'People and units')
  await asha.press('Add a person')
  await asha.say('What we call them', NIGHT.person)
  await asha.say('Real name', NIGHT.realName)
  await save()
  await atTitle(page, NIGHT.person)

  // What happened, and who it happened to.
  await asha.key('Control+Shift+KeyE')
  await asha.say('What happened, in one line', NIGHT.title)
  await asha.press(/^Kinds/)
  await asha.tick('Arrest')
  await asha.key('Escape')
  await asha.to('combobox', 'Where')
  await asha.type(NIGHT.place)
  await asha.key('Escape')
  await asha.press('Today')
  await asha.to('combobox', 'Name or what to call them')
  await asha.type(NIGHT.person.slice(0, 4))
  await page.getByRole('option', { name: NIGHT.person, exact: true }).waitFor()
  await asha.key('ArrowDown')
  await asha.key('Enter')
  await page.getByRole('listbox').waitFor({ state: 'detached' })
  await asha.say('What happened, in full', NIGHT.narrative)
  await save()
  await atTitle(page, NIGHT.title)

  // Two photos: one chosen, one pasted.
  const photo = join(temporaryProfile(), '..', NIGHT.photo)
  writeFileSync(photo, picture())
  const files = page.getByRole('list', { name: 'Files' }).getByRole('listitem')
  const chooser = page.waitForEvent('filechooser')
  await asha.press('Add files')
  await (await chooser).setFiles(photo)
  await files.filter({ hasText: NIGHT.photo }).waitFor()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await copied(page, picture())
  await asha.key('ControlOrMeta+v')
  await expect.poll(() => files.count()).toBe(2)
  await asha.held()

  // It cannot go to partners before she has been asked.
  await asha.press('Share with a coalition…')
  await page.getByText('People in it have not agreed yet').waitFor()
  // Whoever presses on is led to whom she has to ask.
  await asha.press('Show what leaves')
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(NIGHT.person)
  await asha.key('Enter')
  await atTitle(page, NIGHT.person)
  await asha.press('Ask what they agree to')
  await asha.choose('A coalition may read what happened, under another name.')
  await asha.choose(NIGHT.coalition)
  await asha.say('Who asked them', NIGHT.askedBy)
  await asha.press('For a year')
  await save()
  await asha.press('Ask for help for them')
  await asha.say('What is needed, in one line', NIGHT.help)
  await asha.toggle(NIGHT.need)
  await save()
  await atTitle(page, NIGHT.help)

  // Found by its words, opened, and shared.
  await asha.key('ControlOrMeta+k')
  await asha.type('arrested')
  await asha.key('Enter')
  await asha.to('button', new RegExp(NIGHT.title), page.getByRole('list', { name: 'Incidents' }))
  await asha.key('Enter')
  await page.getByRole('heading', { name: NIGHT.title }).waitFor()
  await asha.key('F6')
  await atTitle(page, NIGHT.title)
  await asha.press('Share with a coalition…')
  await asha.choose(NIGHT.coalition)
  await asha.press('Show what leaves')
  await page.getByText('Sharing cannot be taken back.').waitFor()
  const leaves = (await page.getByRole('region', { name: 'What leaves' }).textContent()) ?? ''
  await asha.press(`Share with ${NIGHT.coalition}`)
  await page.getByRole('status').getByText(`Shared with ${NIGHT.coalition}.`).first().waitFor()
  expect(leaves).toMatch(/P-[A-Z2-9]{8}/)
  expect(leaves).not.toMatch(NIGHT.secret)

  // A partner reads it, under another name.
  await open(bella, LOG, 'Log')
  await b.person.row(NIGHT.title).waitFor({ timeout: ARRIVE_MS })
  await bella.to('button', new RegExp(NIGHT.title), bella.page.getByRole('list', { name: 'Incidents' }))
  await bella.key('Enter')
  await bella.page
    .getByText(/P-[A-Z2-9]{8}/)
    .first()
    .waitFor()
  expect(await bella.page.locator('body').textContent()).not.toMatch(NIGHT.secret)

  // Somebody has to go there.
  await asha.key('ControlOrMeta+Shift+a')
  await asha.say('What is happening', NIGHT.alert)
  await asha.to('combobox', 'Where')
  await asha.type(NIGHT.place)
  await asha.key('Escape')
  await asha.tick(NIGHT.need)
  await asha.press(/^Raise the alert in /)
  await atTitle(page, NIGHT.alert)
  await b.person.banner().waitFor({ timeout: ARRIVE_MS })
  // From where she reads, one part of the window back.
  await bella.key('Shift+F6')
  await bella.choose('We are responding')
  await b.person.banner().getByText('You said: We are responding').waitFor()
  await bella.press('Go on', b.person.banner())
  await b.person.banner().waitFor({ state: 'detached' })
  await bella.held()
  await page.getByRole('list', { name: 'Answers' }).getByText(NIGHT.partner).waitFor({ timeout: ARRIVE_MS })

  // The next morning: what was asked for, and a complaint with a day by which they should answer.
  await open(asha, FOLLOW, 'To follow')
  await asha.press(new RegExp(NIGHT.help))
  await atTitle(page, NIGHT.help)
  await asha.to('button', 'It is now: Accepted')
  await a.person.saved(() => asha.key('Enter'))
  await asha.held()
  await open(asha, FOLLOW, 'To follow')
  await asha.press('Complaints', page.getByRole('navigation', { name: 'What to follow' }))
  await asha.press('Begin a complaint')
  await asha.say('What it is about, in one line', NIGHT.complaint)
  await save()
  await asha.press('The person agrees')
  await save()
  await asha.press('Handed in')
  await page.getByText('Before you hand it in: whose name?').waitFor()
  await asha.say('Their number for it', NIGHT.number)
  await asha.press('In two weeks')
  await save()
  await asha.held()
  await open(asha, FOLLOW, 'To follow')
  await asha.to('button', new RegExp(NIGHT.complaint), page.getByRole('list', { name: 'Later' }))

  // She takes her word back: the partner has it no more, we keep what is ours.
  await open(asha, PEOPLE, 'People and units')
  await asha.press(new RegExp(`^${NIGHT.person}`))
  await atTitle(page, NIGHT.person)
  await asha.press(/./, page.getByRole('list', { name: 'What they agree to' }))
  await asha.press('They take it back…')
  await page.getByRole('alertdialog').waitFor()
  await asha.key('Escape')
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  await asha.press('They take it back…')
  await asha.to('button', 'Yes, they take it back')
  await a.person.saved(() => asha.key('Enter'))
  await asha.held()
  await open(bella, LOG, 'Log')
  await b.person.row(NIGHT.title).waitFor({ state: 'detached', timeout: ARRIVE_MS })
  await bella.held()
  await open(asha, LOG, 'Found')
  // Its key, pressed while it is open: the whole log.
  await open(asha, LOG, 'Log')
  await a.person.row(NIGHT.title).waitFor()
  expect([...a.app.complaints, ...b.app.complaints]).toEqual([])
})
