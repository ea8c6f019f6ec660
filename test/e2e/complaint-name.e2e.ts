import { expect, it } from 'vitest'
import type { CardFields } from '../../core/engine/contract/index.ts'
import { incident } from '../support/engine.ts'
import { lookerAt } from './looker.ts'
import { openMade } from './organisation.ts'

const TITLE = 'Robbed by officers at the market'

it('leads to a complaint under a name that is agreed to no more, and to the day that nobody has set', async () => {
  const { app, person: asha } = await openMade('Kisima Sisters', async (client, audience) => {
    const { recordId: person } = await client.cards.create({ audience, card: { kind: 'person', fields: { pseudonym: 'Neema' } } })
    const consent: CardFields<'consent'> = { person, level: 5, recipient: 'Police oversight' }
    await client.cards.create({ audience, card: { kind: 'consent', fields: consent } })
    const { recordId } = await client.records.create({ audience, fields: incident(TITLE, { 'harmed:0000000a': { person } }) })
    const fields: CardFields<'complaint'> = { title: TITLE, incidents: [recordId], body: 'Police oversight' }
    const handedIn = { state: 'filed', confidentiality: 'named' }
    await client.cards.create({ audience, card: { kind: 'complaint', fields: { ...fields, ...handedIn } } })
  })
  const { page } = app
  const lines: string[] = []
  const look = lookerAt(page, lines, process.env['COMPLAINT_NAME_SHOTS'])
  const open = async (): Promise<void> => {
    await asha.goTo('To follow')
    await asha.button('Complaints').click()
    await page.getByRole('button', { name: new RegExp(TITLE) }).click()
    await page.getByText('No day is set by which they should answer.').waitFor()
  }
  // The second time it is known who has agreed.
  for (let times = 0; times < 2; times += 1) await open()
  await page.getByRole('heading', { name: TITLE }).waitFor()
  const warning = page.getByText('they do not agree to that now')
  expect(await warning.count()).toBe(0)
  await asha.goTo('People and units')
  await page.getByRole('button', { name: /Neema/ }).click()
  // An answer that goes less far ends what they agreed to, and says so before it is saved.
  await asha.button('Ask again').click()
  const ended = page.getByRole('status').filter({ hasText: 'This ends what they agreed to before:' })
  await page.getByText('A coalition may read what happened, under another name.').click()
  expect(await ended.count()).toBe(0)
  await page.getByText('Warn partners, without saying who it was.').click()
  await ended.getByText('Police oversight').waitFor()
  await look('an answer that ends another')
  await asha.button('Save what they agree to').click()
  const sure = page.getByRole('alertdialog')
  await sure.getByText('1 open complaint was handed in under their name.').waitFor()
  await sure.getByRole('button', { name: TITLE }).waitFor()
  await look('an answer that ends another, before it is saved')
  await sure.getByRole('button', { name: 'Back to the answer' }).click()
  await asha.button('Not now').click()
  await page.getByRole('list', { name: 'What they agree to' }).getByRole('button').click()
  await asha.button('They take it back…').click()
  const question = page.getByRole('alertdialog')
  await question.getByText('1 open complaint was handed in under their name.').waitFor()
  await question.getByRole('button', { name: TITLE }).waitFor()
  await look('they take back a name that is known')
  await asha.saved(() => asha.button('Yes, they take it back').click())
  const out = page.getByRole('status').filter({ hasText: '1 open complaint bears their name' })
  await out.getByRole('button', { name: TITLE }).waitFor()
  await look('an agreement that has ended')
  await asha.button('Back').click()
  await out.getByRole('button', { name: TITLE }).waitFor()
  await look('a person whose name is known')
  await out.getByRole('button', { name: TITLE }).click()
  await page.getByRole('heading', { name: TITLE }).waitFor()
  await asha.goTo('To follow')
  const names = page.getByRole('list', { name: 'Names they no longer agree to' }).getByRole('button')
  await names.waitFor()
  await look('what waits, a name first')
  await names.click()
  await warning.waitFor()
  await look('a complaint under a name that may not stand')
  // Nobody has set a day: both ways lead to the one field for it.
  const day = page.locator('input[type="date"]:focus')
  await asha.button('Set a day').click()
  await day.waitFor()
  await asha.button('Back, and keep the draft').click()
  await page.getByRole('heading', { name: TITLE }).waitFor()
  await asha.goTo('To follow')
  await page
    .getByRole('list', { name: 'On no set day' })
    .getByRole('button', { name: `Set a day for “${TITLE}”` })
    .click()
  await day.waitFor()
  await look('a complaint, a day to be set')
  await asha.button('In a month').click()
  await asha.saved(() => asha.button('Save the changes').click())
  await page.getByText(/They should answer by \S/).waitFor()
  await page.getByRole('status').filter({ has: warning }).getByRole('button', { name: 'Neema' }).click()
  await page.getByRole('heading', { name: 'Neema', exact: true }).waitFor()
  expect(lines).toEqual([])
  expect(app.complaints).toEqual([])
})
