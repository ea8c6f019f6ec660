import { describe, expect, it } from 'vitest'
import { incident } from '../support/engine.ts'
import { axeOn } from './axe.ts'
import { openMade, openOrganisation } from './organisation.ts'
import type { Person } from './person.ts'

const SHOTS = process.env['SHARE_SHOTS']
const COALITION = 'Lakeside Alliance'
const LINE = 'What happened, in one line'

/** Writes down what happened to somebody of ours. */
async function begin(person: Person, title: string, name: string): Promise<void> {
  const { page } = person
  await person.goTo('Log')
  await person.button('Write an incident').first().click()
  await person.field(LINE).fill(title)
  await page.getByRole('combobox', { name: 'Name or what to call them' }).pressSequentially(name)
  await page.getByRole('option', { name, exact: true }).click()
}

describe('sharing an incident', () => {
  it('shows where it names somebody who was harmed, and waits until a person says that it may', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    const { page } = app
    await asha.found(COALITION)
    await asha.goTo('People and units')
    await asha.button('Add a person').click()
    await asha.field('What we call them').fill('Néema W')
    await asha.saved(() => asha.button('Save this person for us only').click())
    await asha.button('Ask what they agree to').click()
    await page.getByText('A coalition may read what happened, under another name.').click()
    await page.getByRole('radio', { name: COALITION }).check({ force: true })
    await asha.field('Who asked them').fill('JN')
    await asha.button('For a year').click()
    await asha.saved(() => asha.button('Save what they agree to').click())

    // Written for partners right away, it stays here until it was looked at.
    await begin(asha, 'NEEMA beaten', 'Néema W')
    await page.getByRole('radio', { name: COALITION }).check({ force: true })
    await asha.field('What happened, in full').fill('Two men held neema’s arms.')
    await asha.saved(() => asha.button(`Save and share with ${COALITION}`).click())
    await asha.button('Show what leaves').click()
    const leaves = page.getByRole('region', { name: 'What leaves' })
    await leaves.waitFor()
    expect(await leaves.locator('mark').allTextContents()).toEqual(['NEEMA', 'neema'])
    const note = page.getByRole('status').filter({ hasText: 'It may name somebody who was harmed.' })
    await note.getByText(`“NEEMA” stands in “${LINE}”.`).waitFor()
    await note.getByText('“neema” stands in “What happened, in full”.').waitFor()
    const share = asha.button(`Share with ${COALITION}`)
    expect(await share.isDisabled()).toBe(true)
    expect(await axeOn(page, 'share, a name in what leaves')).toEqual([])

    // One place is mended; what is left may stand there.
    await asha.button('Amend the incident').click()
    await asha.field(LINE).fill('One of us beaten')
    await asha.saved(() => asha.button('Save the changes for us only').click())
    await asha.button('Share with a coalition…').click()
    await asha.button('Show what leaves').click()
    await note.waitFor()
    expect(await leaves.locator('mark').allTextContents()).toEqual(['neema'])
    expect(await share.isDisabled()).toBe(true)
    const tick = page.getByRole('checkbox', { name: 'It may stand there' })
    await tick.focus()
    await page.keyboard.press('Space')
    await expect.poll(() => share.isEnabled()).toBe(true)
    await share.click()
    await page.getByRole('status').getByText(`Shared with ${COALITION}.`).first().waitFor()

    // Nor does a change take a name along unseen.
    await asha.button('Amend').click()
    await asha.field(LINE).fill('Neema beaten')
    expect(await note.count()).toBe(0)
    await page.getByRole('checkbox', { name: COALITION }).check({ force: true })
    await note.getByText(`“Neema” stands in “${LINE}”.`).waitFor()
    const save = asha.button(`Save the changes and share with ${COALITION}`)
    await save.click()
    await note.getByText(`${COALITION} would read it, and it is not saved yet.`).waitFor()
    await expect.poll(() => note.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(await save.isDisabled()).toBe(true)
    expect(await axeOn(page, 'amend, a name in what leaves')).toEqual([])
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/amend-named.png` })
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => asha.field(LINE).evaluate((element) => element === document.activeElement)).toBe(true)
    await asha.field(LINE).fill('One of us beaten by two men')
    await note.waitFor({ state: 'detached' })
    await asha.saved(() => save.click())
    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('stops at a real name, and at what another of our people is called, before words go straight to a coalition', async () => {
    const { app, person: asha } = await openMade('Kisima Sisters', async (client, audience) => {
      const identity = { name: 'Grace Akinyi', contact: '', notes: '' }
      await client.cards.create({ audience, card: { kind: 'person', fields: { pseudonym: 'Neema' } }, identity })
      await client.coalitions.found({ name: COALITION })
    })
    const { page } = app
    const note = page.getByRole('status').filter({ hasText: 'It may name somebody who is not to be named.' })
    const save = asha.button(`Save and share with ${COALITION}`)
    await asha.button('Write an incident').first().click()
    await page.getByRole('radio', { name: COALITION }).check({ force: true })
    await asha.field(LINE).fill('Akinyi was taken')
    expect(await note.count()).toBe(0)
    await save.click()
    await note.getByText('Parasol does not show which: read it word by word.').waitFor()
    expect(await note.textContent()).not.toContain('Akinyi')
    expect(await axeOn(page, 'write, a hidden name')).toEqual([])
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/write-named.png` })
    // What is changed is looked at anew.
    await asha.field(LINE).fill('Neema was taken')
    await note.waitFor({ state: 'detached' })
    await save.click()
    await note.waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await asha.saved(() => page.keyboard.press('Enter'))
    await page.getByRole('heading', { name: 'Neema was taken' }).waitFor()

    await asha.button('Amend').click()
    await asha.field('What happened, in full').fill('With Grace.')
    await asha.button(`Save the changes and share with ${COALITION}`).click()
    await note.waitFor()
    await asha.saved(() => asha.button('It may go as it is').click())
    await page.getByText('With Grace.').first().waitFor()
    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('says that somebody has to be taken out whose page was erased', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    const { page } = app
    await asha.found(COALITION)
    await asha.goTo('People and units')
    await asha.button('Add a person').click()
    await asha.field('What we call them').fill('Zawadi')
    await asha.saved(() => asha.button('Save this person for us only').click())
    await begin(asha, 'Robbed at the market', 'Zawadi')
    await asha.saved(() => asha.button('Save for us only').click())
    await asha.goTo('People and units')
    await page
      .getByRole('list', { name: 'People' })
      .getByRole('button', { name: /Zawadi/ })
      .click()
    await asha.button('Erase').click()
    await asha.button('Erase it for good').click()
    await page.getByText('Nobody has a page yet').waitFor()

    await asha.goTo('Log')
    await asha.row('Robbed at the market').click()
    await asha.button('Share with a coalition…').click()
    await page.getByText('Somebody whose page was erased is still in it.').waitFor()
    expect(await page.getByText('People in it have not agreed yet').count()).toBe(0)
    await asha.button('Show what leaves').click()
    expect(await page.getByText('Sharing cannot be taken back.').count()).toBe(0)
    await asha.button('Amend the incident').click()
    await asha.button('Take out: Person 1').click()
    await asha.saved(() => asha.button('Save the changes for us only').click())
    expect(await asha.share('Robbed at the market', COALITION)).not.toContain('Zawadi')
    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('for everybody, in a file, says how many name nobody who was harmed, and leaves them out by a tick', async () => {
    const { app, person: asha } = await openOrganisation('Kisima Sisters')
    const { page } = app
    await asha.write({ title: 'Raid on the drop-in centre' })
    await asha.goTo('Log')
    await asha.button('Save as a spreadsheet').click()
    await asha.button('Save the file').waitFor()
    const said = page.getByText('1 incident names nobody who was harmed: nobody was asked.')
    expect(await said.count()).toBe(0)
    await page.getByRole('radio', { name: 'For everybody' }).check({ force: true })
    await said.waitFor()
    expect(await axeOn(page, 'export, nobody was asked')).toEqual([])
    const leaveOut = page.getByRole('checkbox', { name: 'Leave it out' })
    await leaveOut.focus()
    await page.keyboard.press('Space')
    await asha.button('Save the file').waitFor({ state: 'detached' })
    await page.keyboard.press('Space')
    await asha.button('Save the file').waitFor()
    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('for everybody, in a file, lists what it leaves out, each a way to its page, up to a number', async () => {
    const { app, person: asha } = await openMade('Kisima Sisters', async (client, audience) => {
      const { recordId: person } = await client.cards.create({ audience, card: { kind: 'person', fields: { pseudonym: 'Neema' } } })
      const harmed = { 'harmed:0000000a': { person } }
      for (let n = 1; n <= 22; n += 1) {
        const start = { date: `2026-03-${String(n).padStart(2, '0')}`, about: false }
        await client.records.create({ audience, fields: incident(`Beaten at gate ${n}`, { ...harmed, start }) })
      }
      await client.records.create({ audience, fields: incident('Raid on the drop-in centre') })
    })
    const { page } = app
    await asha.button('Save as a spreadsheet').click()
    await page.getByRole('radio', { name: 'For everybody' }).check({ force: true })
    await page.getByText('22 incidents stay here:').waitFor()
    await asha.button('Which ones stay here').click()
    const left = page.getByRole('list', { name: 'Which ones stay here' })
    await left.getByText('and 2 more').waitFor()
    expect(await left.getByRole('listitem').count()).toBe(21)
    expect(await left.getByRole('listitem').first().textContent()).toBe('Beaten at gate 22 March 22, 2026')
    await asha.button('Which ones name nobody').click()
    await page.getByRole('list', { name: 'Which ones name nobody' }).getByRole('button', { name: 'Raid on the drop-in centre' }).waitFor()
    expect(await axeOn(page, 'export, what is left out')).toEqual([])
    if (SHOTS)
      for (const width of [1280, 800])
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          await page.setViewportSize({ width, height: 1400 })
          await page.screenshot({ path: `${SHOTS}/export-left-${width}-${colorScheme}.png` })
        }
    await left.getByRole('button', { name: 'Beaten at gate 22' }).click()
    await page.getByRole('heading', { name: 'Beaten at gate 22' }).waitFor()
    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('for everybody, in a file, keeps an incident whose words say what somebody harmed is called until it was read', async () => {
    const { app, person: asha } = await openMade('Kisima Sisters', async (client, audience) => {
      const { recordId: person } = await client.cards.create({ audience, card: { kind: 'person', fields: { pseudonym: 'Neema' } } })
      await client.cards.create({ audience, card: { kind: 'consent', fields: { person, level: 6 } } })
      await client.records.create({ audience, fields: incident('Neema beaten at the gate', { 'harmed:0000000a': { person } }) })
    })
    const { page } = app
    await asha.button('Save as a spreadsheet').click()
    await page.getByRole('radio', { name: 'For everybody' }).check({ force: true })
    await page.getByText('In 1 incident the words say what somebody is called who is not to be named.').waitFor()
    await page.getByText('Each with:').waitFor({ state: 'detached' })
    expect(await asha.button('Save the file').count()).toBe(0)
    expect(await axeOn(page, 'export, words that name somebody')).toEqual([])
    if (SHOTS)
      for (const width of [1280, 800]) {
        await page.setViewportSize({ width, height: 860 })
        await page.screenshot({ path: `${SHOTS}/export-named-${width}.png` })
      }
    await page.getByRole('list', { name: 'Incidents to read first' }).getByRole('button', { name: 'Neema beaten at the gate' }).waitFor()
    const read = page.getByRole('checkbox', { name: 'I have read it, and it may go as it is' })
    await read.focus()
    await page.keyboard.press('Space')
    await asha.button('Save the file').waitFor()
    // Who has agreed to everything may be named to an authority, once it is said to which.
    await page.getByRole('radio', { name: 'For an authority' }).check({ force: true })
    await page.getByText('Write which authority the file is for.').waitFor()
    expect(await asha.button('Save the file').count()).toBe(0)
    await read.waitFor({ state: 'detached' })
    await page.getByRole('radio', { name: 'For everybody' }).check({ force: true })
    await read.waitFor()
    expect(await read.isChecked()).toBe(true)
    // What for it is stays while an incident is opened that is to be read; that it was read does not where it changes.
    await asha.button('Neema beaten at the gate').click()
    await asha.button('Amend').click()
    await asha.field(LINE).fill('Neema beaten twice')
    await asha.saved(() => asha.button('Save the changes for us only').click())
    await asha.goTo('Log')
    await asha.button('Save as a spreadsheet').click()
    expect(await page.getByRole('radio', { name: 'For everybody' }).isChecked()).toBe(true)
    await read.waitFor()
    expect(await read.isChecked()).toBe(false)
    expect(app.complaints).toEqual([])
    await app.close()
  })
})
