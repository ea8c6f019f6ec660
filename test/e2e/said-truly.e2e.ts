import { expect, it } from 'vitest'
import type { CardFields } from '../../core/engine/contract/index.ts'
import { incident } from '../support/engine.ts'
import { addFile } from '../support/files.ts'
import { openMade } from './organisation.ts'

const NIGHT = 'Arrested at the bridge'
const RAID = 'Raid on the drop-in centre'

it('says what an answer lets happen, what erasing does not, and that a page is gone before it is saved', async () => {
  const { app, person: asha } = await openMade('Kisima Sisters', async (client, audience) => {
    const { recordId: person } = await client.cards.create({ audience, card: { kind: 'person', fields: { pseudonym: 'Neema' } } })
    await client.cards.create({ audience, card: { kind: 'person', fields: { pseudonym: 'Pili' } } })
    const agree = (fields: CardFields<'consent'>) =>
      client.cards.create({ audience, card: { kind: 'consent', fields: { person, ...fields } } })
    await agree({ level: 4, recipient: 'Night Shift', asked: { date: '2026-01-03', about: false } })
    await agree({ level: 1, asked: { date: '2025-12-01', about: false } })
    const { recordId: type } = await client.cards.create({
      audience,
      card: { kind: 'type', fields: { label: 'Bar sweep', group: 'premises' } },
    })
    const paper = await addFile(client, audience, Buffer.from('What she told us'), 'told.txt')
    await client.records.create({ audience, fields: incident(NIGHT, { 'harmed:0000000a': { person }, 'file:0000000b': paper }) })
    await client.records.create({ audience, fields: incident(RAID, { types: [`own:${type.slice(0, 32)}`] }) })
  })
  const { page } = app
  const open = async (name: string): Promise<void> => {
    await asha.goTo('People and units')
    await page.getByRole('list', { name: 'People' }).getByRole('button', { name }).click()
  }

  await asha.goTo('Log')
  await page.getByRole('button', { name: NIGHT }).click()
  await asha.button('Save told.txt on this computer').click()
  await page.getByRole('radio', { name: 'For an authority' }).check({ force: true })
  await asha.field('Which authority').fill('The shift of the night')
  await asha.field('Folder to save it in').fill('/tmp')
  await asha.button('Save the file').click()
  await page.getByRole('dialog').getByText('They agreed for Night Shift. If that is the same, write it the same way.').waitFor()
  await page.keyboard.press('Escape')

  await open('Neema')
  const answers = page.getByRole('list', { name: 'What they agree to' }).getByRole('button')
  await expect.poll(() => answers.count()).toBe(2)
  expect(await answers.allTextContents()).toEqual([
    expect.stringMatching(/Night Shift.*Asked: .*2026/),
    expect.stringMatching(/^Only us.*Asked: .*2025/),
  ])
  await asha.button('Ask again').click()
  await page.getByText('Only listen. Nothing is written down.').click()
  await page.getByText('So what they agreed to before still holds:').waitFor()
  await page.getByRole('radio', { name: 'An authority may have it, without the name.' }).check({ force: true })
  await asha.button('Save what they agree to').click()
  await page.getByText('Write which authority, or choose “Any authority”.').waitFor()
  await page.getByText('Any authority', { exact: true }).click()
  await page.getByText('Then every authority may have it').waitFor()
  await asha.saved(() => asha.button('Save what they agree to').click())
  await page.getByRole('list', { name: 'What they agree to' }).getByText('Any authority').click()
  await page.locator('.standing').waitFor()
  await page.getByText('Any authority').first().waitFor()

  await asha.goTo('Log')
  await asha.button('Write an incident').first().click()
  await asha.field('What happened, in one line').fill('Beaten at the bus park')
  const who = page.getByRole('combobox', { name: 'Name or what to call them' })
  await who.pressSequentially('Pil')
  await page.getByRole('option', { name: 'Pili', exact: true }).click()
  await page.getByText('Has a page of their own.').waitFor()
  await asha.button('Back, and keep the draft').click()
  await open('Pili')
  await asha.button('Erase').click()
  await page.getByText('Its locked form stays on the disk').waitFor()
  await asha.button('Erase it for good').click()
  await page.getByRole('status').getByText('Erased. No screen shows it any more.').first().waitFor()
  await asha.goTo('Log')
  await asha.button('Go on').click()
  await page.getByText('Their page is not here any more: it was erased. When you save').waitFor()
  await asha.saved(() => asha.button('Save for us only').click())
  await page.getByRole('heading', { name: 'Who was harmed' }).waitFor()
  expect([await page.getByText('Pili').count(), await page.getByText('This is not here any more.').count()]).toEqual([1, 0])

  await asha.goTo('Settings')
  await asha.button('Bar sweep').click()
  await asha.button('Erase').click()
  await page.getByText('say “A kind that is not here” in its place').waitFor()
  await asha.button('Erase it for good').click()
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
  await asha.goTo('Log')
  await page.getByRole('button', { name: RAID }).click()
  await asha.button('Amend').click()
  await page.getByRole('button', { name: /^Kinds/ }).click()
  await page.locator('label').getByText('A kind that is not here').click()
  await asha.saved(() => asha.button('Save the changes for us only').click())
  await page.getByRole('heading', { name: RAID, exact: true }).waitFor()
  await expect.poll(() => page.getByText('A kind that is not here').count()).toBe(0)

  await asha.goTo('Log')
  await page.getByRole('button', { name: NIGHT }).click()
  await asha.button('Save told.txt on this computer').click()
  await page.getByRole('radio', { name: 'For everybody' }).check({ force: true })
  await asha.field('Folder to save it in').fill('/tmp')
  await asha.button('Save the file').click()
  await page.getByText('These people have not agreed that everybody may have this.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Neema' }).click()
  await page.getByRole('heading', { name: 'Neema', exact: true }).waitFor()

  await app.close()
  expect(app.complaints).toEqual([])
})
