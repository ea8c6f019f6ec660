import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { formsOfText, scanFolder } from '../support/scan.ts'
import { lookerAt } from './looker.ts'
import { type Desk, openOrganisation } from './organisation.ts'
import { byDrive, foundCoalition, STORY_WORDS, story } from './story.ts'

const PHOTO = join(import.meta.dirname, '..', '..', 'docs', 'screenshots', 'log-1280-light.png')

let drive: string
const desks: Desk[] = []

beforeEach(() => {
  drive = mkdtempSync(join(tmpdir(), 'parasol-drive-'))
})
afterEach(async () => {
  await Promise.all(desks.splice(0).map(({ app }) => app.kill()))
  rmSync(drive, { recursive: true, force: true })
})

async function start(name: string): Promise<Desk> {
  const desk = await openOrganisation(name)
  desks.push(desk)
  return desk
}

it('is a coalition of two by a drive alone, with every network off: joined, shared, alerted, and one is removed', async () => {
  const [a, b] = await Promise.all([start('Asha Collective'), start('Bella Network')])
  await foundCoalition(a)
  await story(a, b, byDrive(drive))
  for (const { app, person } of [a, b]) {
    await person.goTo('Settings')
    for (const way of ['Reach partners over the internet', 'Reach partners nearby'])
      await app.page.getByRole('switch', { name: new RegExp(way), checked: false }).waitFor()
  }
  const { hits, files } = await scanFolder(drive, new Map(STORY_WORDS.map((word) => [word, formsOfText(word)])))
  expect(hits).toEqual([])
  expect(files).toBeGreaterThanOrEqual(4)
})

it('says beside the words whether the drive has the answer, carries a picture, and no longer says "you are in" to who is out', async () => {
  const [a, b] = await Promise.all([start('Asha Collective'), start('Bella Network')])
  const objections: string[] = []
  await foundCoalition(a)
  await a.person.write({ title: 'Eviction on Tom Mboya Street', audience: 'Umoja Alliance' })
  await a.person.openCoalition('Umoja Alliance')
  await a.app.page.getByText('Then a courier drive goes back and forth between you').waitFor()
  await a.app.page.getByText('They may also read what was written here before they joined').click()
  await a.person.button('Make an invite').click()
  await a.app.page.getByText('for one organisation, from its first day on').waitFor()
  const invite = await a.person.field('Invite to hand over').inputValue()
  await b.person.join(invite)
  // Days of carrying may hang on it: it is asked. Who gives up before anybody was reached can begin anew.
  for (const answer of ['Go on with it', 'Give it up']) {
    await b.person.button('Give up').click()
    await b.person.button(answer).click()
    await b.app.page.getByRole('alertdialog').waitFor({ state: 'detached' })
  }
  await b.app.page.getByText('Not reached yet').waitFor({ state: 'detached' })
  await b.person.join(invite)
  expect(await b.person.exchange(drive)).toContain('Our message is on the drive now.')
  expect(await a.person.exchange(drive)).toContain('Their message came with the drive, and ours is on it now.')
  await a.app.page.getByText('Call the partner you made the invite for').waitFor()
  await a.app.page.getByText('from then on, and nothing earlier').waitFor()
  await b.person.exchange(drive)
  await b.app.page.getByText('Call the partner who gave you the invite').waitFor()
  const isNotThere = b.app.page.getByText('Leave the drive in: your answer is not on it yet.')
  expect(await isNotThere.count()).toBe(0)
  await b.person.phraseHere()
  await b.person.button('They are the same').click()
  await isNotThere.waitFor()
  await b.person.button('Exchange again').click()
  await b.app.page.getByText('and hand it to them. When it comes back, exchange again.').waitFor()
  expect(await isNotThere.count()).toBe(0)
  await a.person.phraseHere()
  await a.person.button('They are the same').click()
  for (const { person } of [a, b, a, b]) await person.exchange(drive)
  const isIn = b.app.page.getByText('You are in Umoja Alliance')
  await isIn.waitFor()
  await b.person.goTo('Log')
  await b.app.page.getByText('Nothing is written down yet').waitFor()

  // With a partner who is met by the drive alone, the question about networks is one line that opens.
  await b.person.openCoalition('Umoja Alliance')
  expect(await b.app.page.getByText('Reach partners nearby').isVisible()).toBe(false)
  await b.person.button(/^Every network is off/).click()
  await b.app.page.getByText('Reach partners nearby').waitFor()

  // A picture of an incident goes the same way.
  await a.person.write({ title: 'Van without plates' })
  await a.app.page.getByLabel('Files to add').setInputFiles([PHOTO])
  await a.app.page.getByRole('list', { name: 'Files' }).getByText('log-1280-light.png').waitFor()
  await a.person.button('Share with a coalition…').click()
  await a.person.button('Show what leaves').click()
  await a.app.page.getByRole('checkbox', { name: /log-1280-light\.png/ }).check({ force: true })
  await a.person.button('Share with Umoja Alliance').click()
  await a.app.page.getByRole('status').getByText('Shared with Umoja Alliance.').first().waitFor()
  expect(await a.person.exchange(drive)).toContain('1 picture or other file put on the drive')
  await lookerAt(a.app.page, objections, process.env['COURIER_SHOTS'])('report')
  expect(await b.person.exchange(drive)).toContain('1 picture or other file taken from it')
  await b.person.goTo('Log')
  await b.person.row('Van without plates').click()
  await b.person.button(/^Look at /).click()
  const picture = b.app.page.getByRole('img', { name: 'picture.png' })
  await picture.waitFor()
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(700)
  await b.app.page.keyboard.press('Escape')
  await b.person.goTo('Coalitions')
  await b.person.button('Courier drive').click()
  await b.app.page.getByRole('checkbox', { name: 'Long files too, of more than 34 MB each, such as films' }).waitFor()
  await lookerAt(b.app.page, objections, process.env['COURIER_SHOTS'])('choose')
  expect(objections).toEqual([])

  await a.person.raise({ what: 'Police at the drop-in centre' })
  await byDrive(drive).carry(a, b)
  await b.person.respond()
  await byDrive(drive).carry(b, a)
  await a.person.goTo('Alerts')
  await a.app.page.getByRole('list', { name: 'Open alerts' }).getByRole('button', { name: 'Police at the drop-in centre' }).click()
  await a.app.page.getByText('With 1 of 1 organisation.').waitFor()

  await a.person.remove('Umoja Alliance', 'Bella Network')
  await byDrive(drive).removed(a, b)
  await b.person.goTo('Coalitions')
  await b.app.page.getByText('You are no longer in it').waitFor()
  expect(await isIn.count()).toBe(0)
})
