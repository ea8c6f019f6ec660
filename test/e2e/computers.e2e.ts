import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import createTestnet from 'hyperdht/testnet.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openApp, temporaryProfile } from './harness.ts'
import { Person } from './person.ts'

let testnet: Awaited<ReturnType<typeof createTestnet>>
let meetingPoint: string

beforeAll(async () => {
  testnet = await createTestnet(3, { host: '127.0.0.1' })
  const [first] = testnet.bootstrap
  if (!first) throw new Error('a testnet has a first node')
  meetingPoint = `${first.host}:${first.port}`
})
afterAll(() => testnet.destroy())

/** Two computers may miss each other at first, and then ask again: as long as a person would wait. */
const MEET_MS = 90_000

it('adds a computer by an invite file and the same words, reads at each what the other wrote, renames it and removes it', async () => {
  const [a, b] = await Promise.all([openApp(temporaryProfile()), openApp(temporaryProfile())])
  const [keyholder, desk] = [new Person(a.page), new Person(b.page)]
  await Promise.all([keyholder.startOrganisation('Asha Collective'), desk.beginComputer('Front desk')])
  await keyholder.setMeetingPoint(meetingPoint)
  await desk.setMeetingPointHere(meetingPoint)
  await keyholder.write({ title: 'Eviction on Tom Mboya Street', narrative: 'Written before the second computer.' })

  await desk.field('Invite').fill('parasol1 this is not one')
  await desk.button('Find the other computer').click()
  await b.page.getByText('This is not a whole invite.').waitFor()

  await keyholder.openComputers()
  await keyholder.button('Make an invite').click()
  const [download] = await Promise.all([a.page.waitForEvent('download'), keyholder.button('Save it as a file').click()])
  expect(download.suggestedFilename()).toBe('invite.txt')
  const path = join(a.profileDir, '..', 'invite.txt')
  await download.saveAs(path)
  expect((await readFile(path, 'utf8')).trim()).toBe(await keyholder.field('Invite to hand over').inputValue())
  await b.page.getByLabel('File with the invite').setInputFiles(path)
  await desk.button('Find the other computer').click()
  const [here, there] = await Promise.all([keyholder.phraseHere(), desk.phraseHere()])
  expect(here).toHaveLength(8)
  expect(there).toEqual(here)
  // Whoever goes elsewhere meanwhile is led back to the words, and is not kept from anything.
  await keyholder.goTo('Settings')
  await keyholder.button('Change the passphrase').waitFor()
  await keyholder.button('Compare the words').click()
  expect(await keyholder.phraseHere()).toEqual(here)
  await keyholder.button('Back to the settings').click()
  await keyholder.openComputers()
  await desk.button('They are the same').click()
  await keyholder.button('They are the same').click()

  await desk.row('Eviction on Tom Mboya Street').waitFor({ timeout: MEET_MS })
  await desk.write({ title: 'Raid near Gikomba market' })
  await keyholder.goTo('Log')
  await keyholder.row('Raid near Gikomba market').waitFor({ timeout: MEET_MS })
  await keyholder.write({ title: 'Extortion in Kayole' })
  await desk.row('Extortion in Kayole').waitFor()

  // What only the keyholder's computer can do is said, and not offered.
  await desk.openComputers()
  await b.page.getByText('Only your keyholder’s computer can add and remove computers').waitFor()
  expect(await desk.button('Make an invite').count()).toBe(0)
  await desk.goTo('Coalitions')
  await b.page.getByText('Coalitions are founded, joined and left on your keyholder’s computer.').waitFor()
  expect(await desk.button('Found a coalition').count()).toBe(0)

  // Who sits at the other computer hears of our own alert, once, and has nothing to answer.
  await keyholder.found('Lakeside Alliance')
  await keyholder.raise({ what: 'Police at the drop-in centre' })
  await b.page.getByText('Alert that we raised on another computer').waitFor({ timeout: MEET_MS })
  expect(await desk.button('We are responding').count()).toBe(0)
  await desk.button('Open the alert').click()
  await b.page.getByText('Alert that we raised on another computer').waitFor({ state: 'detached' })
  await desk.goTo('Log')
  await desk.row('Extortion in Kayole').waitFor()
  expect(await b.page.getByText('Alert that we raised on another computer').count()).toBe(0)

  await keyholder.openComputers()
  await keyholder.button('Rename Front desk').click()
  await keyholder.field('New name for Front desk').fill('Reading room')
  await keyholder.button('Save the name').click()
  await desk.openComputers()
  await b.page.getByRole('list', { name: 'Our computers' }).getByText('Reading room').waitFor()

  await keyholder.button('Remove Reading room').click()
  await a.page.getByText('What it holds already stays on it').waitFor()
  await keyholder.button('Remove this computer').click()
  await a.page.getByRole('list', { name: 'Removed computers' }).getByText('Reading room').waitFor()
  await b.page.getByText('Not connected. Everything is kept here.').waitFor()
  await keyholder.write({ title: 'Police at the drop-in' })
  await desk.write({ title: 'Written on the removed computer' })
  await keyholder.write({ title: 'One more of ours' })
  await keyholder.row('One more of ours').waitFor()
  expect(await keyholder.row('Written on the removed computer').count()).toBe(0)
  expect(await desk.row('Police at the drop-in').count()).toBe(0)
  expect(await desk.row('Eviction on Tom Mboya Street').count()).toBe(1)

  // It hears of it when the two meet anew, and says so above everything.
  for (const person of [desk, keyholder]) {
    await person.goTo('Settings')
    for (const checked of [false, true]) {
      await person.page.getByText('Reach partners over the internet').click()
      await person.page.getByRole('switch', { name: /Reach partners over the internet/, checked, disabled: false }).waitFor()
    }
  }
  const removed = b.page.getByText('This computer was removed from your organisation.')
  await removed.waitFor({ timeout: MEET_MS })
  await desk.goTo('Log')
  await desk.row('Eviction on Tom Mboya Street').click()
  await b.page.getByRole('heading', { name: 'Eviction on Tom Mboya Street' }).waitFor()
  expect(await removed.evaluate((note) => note.getBoundingClientRect().top)).toBeGreaterThan(0)
  await desk.openCoalition('Lakeside Alliance')
  await b.page.getByRole('list', { name: 'Members' }).waitFor()
  expect(await b.page.getByText('no longer in').count()).toBe(0)
  expect([...a.complaints, ...b.complaints]).toEqual([])
  await Promise.all([a.close(), b.close()])
})
