import { expect, it } from 'vitest'
import type { CardFields } from '../../core/engine/contract/index.ts'
import { incident } from '../support/engine.ts'
import { lookerAt } from './looker.ts'
import { openMade } from './organisation.ts'

const RAID = 'Raid on the drop-in centre'
const STORY = 'What she told that night'

it('asks no more where somebody says so, and lists what is here of who wants nothing kept until it is gone', async () => {
  const { app, person: asha } = await openMade('Kisima Sisters', async (client, audience) => {
    const { recordId: person } = await client.cards.create({ audience, card: { kind: 'person', fields: { pseudonym: 'Neema' } } })
    const agree = (fields: CardFields<'consent'>) =>
      client.cards.create({ audience, card: { kind: 'consent', fields: { person, ...fields } } })
    await agree({ level: 1 })
    await agree({ level: 4, recipient: 'Human rights commission' })
    await agree({ level: 5, recipient: 'Police oversight', expires: { date: '2026-01-31', about: false } })
    const { recordId } = await client.records.create({ audience, fields: incident(RAID, { 'harmed:0000000a': { person } }) })
    const testimony: CardFields<'testimony'> = { title: STORY, person, incident: recordId, narrative: 'I was asleep.' }
    await client.cards.create({ audience, card: { kind: 'testimony', fields: testimony } })
  })
  const { page } = app
  const lines: string[] = []
  const look = lookerAt(page, lines, process.env['CONSENT_END_SHOTS'])
  const standing = page.locator('.standing')
  const follow = async (list: string): Promise<void> => {
    await asha.goTo('To follow')
    await page
      .getByRole('list', { name: list })
      .getByRole('button', { name: /What (Neema|somebody) agrees to/ })
      .click()
    await standing.waitFor()
  }
  const hasFocus = () => standing.evaluate((element) => element === document.activeElement)
  const nothingWaits = page.getByRole('heading', { name: 'Nothing waits for you' })

  await asha.goTo('To follow')
  await page.getByText('It held until then').waitFor()
  await look('what waits, an answer that is over')
  await follow('Late')
  await look('an answer that is over')
  await asha.button('Do not ask again').focus()
  await asha.saved(() => page.keyboard.press('Enter'))
  await page.getByText('Nothing more to do since').waitFor()
  expect([await hasFocus(), await asha.button('Do not ask again').count()]).toEqual([true, 0])
  await look('an answer that nobody asks about again')
  await asha.button('Undo').click()
  await page.getByText('Undone. It says what it said before.').waitFor()
  await asha.saved(() => asha.button('Do not ask again').click())
  await standing.getByText('Ended:').waitFor()
  await asha.goTo('To follow')
  await nothingWaits.waitFor()

  await asha.goTo('People and units')
  await page.getByRole('button', { name: /Neema/ }).click()
  await page
    .getByRole('list', { name: 'What they agree to' })
    .getByRole('button', { name: /^Only us/ })
    .click()
  await asha.button('They take it back…').click()
  const question = page.getByRole('alertdialog')
  await question.getByText('An authority may have it, without the name. Human rights commission').waitFor()
  await look('they take back even that it is kept')
  await asha.saved(() => asha.button('Yes, they take it back').click())
  const rows = page.getByRole('list', { name: 'What is still here of them' }).getByRole('button')
  await expect.poll(() => rows.allTextContents()).toEqual([`${STORY}Testimony`, `${RAID}Incident`, 'NeemaPerson'])
  await expect.poll(hasFocus).toBe(true)
  await look('what is still here of who wants nothing kept')
  await asha.saved(() => asha.button('We have looked at all of it').click())
  await page.getByText('Nothing more to do since').waitFor()
  await look('what is still here, looked at')
  await asha.button('Undo').click()
  await asha.button('We have looked at all of it').waitFor()

  await asha.goTo('To follow')
  await page.getByText('They want us to keep nothing of them').waitFor()
  await look('what waits, somebody who wants nothing kept')
  await follow('Today')
  const erase = async (): Promise<void> => {
    await asha.button('Erase').click()
    await asha.button('Erase it for good').click()
    await page.getByRole('status').getByText('Erased. No screen shows it any more.').first().waitFor()
  }
  await rows.first().click()
  await page.getByRole('heading', { name: STORY }).waitFor()
  await erase()
  // Whoever begins with the page is led on all the same.
  await follow('Today')
  await rows.last().click()
  await page.getByRole('heading', { name: 'Neema', exact: true }).waitFor()
  await asha.button('Erase').click()
  await page.getByRole('alertdialog').getByText('stays in “To follow”').waitFor()
  await look('erase a person who wants nothing kept')
  await asha.button('Erase it for good').click()
  await page.getByText('Nobody has a page yet').waitFor()
  await follow('Today')
  await expect.poll(() => rows.allTextContents()).toEqual([`${RAID}Incident`])
  await rows.click()
  await page.getByRole('heading', { name: RAID }).waitFor()
  await erase()
  // The answer itself is the last of it.
  await follow('Today')
  await page.getByText('Parasol finds nothing more that names them.').waitFor()
  await look('nothing more is here of who wants nothing kept')
  await erase()
  await asha.goTo('To follow')
  await nothingWaits.waitFor()
  expect(lines).toEqual([])
  expect(app.complaints).toEqual([])
})
