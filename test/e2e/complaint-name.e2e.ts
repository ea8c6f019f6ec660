import { expect, it } from 'vitest'
import type { CardFields, RecordId } from '../../core/engine/contract/index.ts'
import { houseOf, incident, makePlace, makeVault, ORGANISATION, PASSPHRASE } from '../support/engine.ts'
import { axeOn } from './axe.ts'
import { openApp, temporaryProfile } from './harness.ts'
import { Person } from './person.ts'

const TITLE = 'Robbed by officers at the market'
const day = (date: string) => ({ date, about: false })

/** A profile with a complaint that was handed in under a name, as Neema had agreed to. */
async function complaintUnderName(profileDir: string): Promise<void> {
  await makeVault(profileDir, { organisationName: ORGANISATION }, { wordsConfirmed: true })
  const place = await makePlace()
  try {
    const { client } = await place.unlocked(profileDir)
    const audience = await houseOf(client)
    const { recordId: person } = await client.cards.create({ audience, card: { kind: 'person', fields: { pseudonym: 'Neema' } } })
    const consent: CardFields<'consent'> = { person, level: 5, recipient: 'Police oversight', asked: day('2026-03-06') }
    await client.cards.create({ audience, card: { kind: 'consent', fields: consent } })
    const fields = incident(TITLE, { 'harmed:0000000a': { person } })
    const { recordId } = await client.records.create({ audience, fields })
    const complaint = { title: TITLE, incidents: [recordId] as RecordId[], body: 'Police oversight', state: 'filed', confidentiality: 'named' }
    await client.cards.create({ audience, card: { kind: 'complaint', fields: complaint } })
  } finally {
    await place.clear()
  }
}

it('says on a complaint that bears a name when whose it is agrees to that no more', async () => {
  const profileDir = temporaryProfile()
  await complaintUnderName(profileDir)
  const app = await openApp(profileDir)
  const { page } = app
  const asha = new Person(page)
  await asha.unlock(PASSPHRASE)
  await asha.goTo('To follow')
  await asha.button('Complaints').click()
  await page.getByRole('button', { name: new RegExp(TITLE) }).click()
  await page.getByRole('heading', { name: TITLE }).waitFor()
  await page.getByText('No day is set by which they should answer.').waitFor()
  const warning = page.getByText('they do not agree to that now')
  expect(await warning.count()).toBe(0)
  await asha.goTo('People and units')
  await page.getByRole('button', { name: /Neema/ }).click()
  await page.getByRole('list', { name: 'What they agree to' }).getByRole('button').click()
  await asha.button('They take it back…').click()
  await asha.saved(() => asha.button('Yes, they take it back').click())
  await asha.goTo('To follow')
  await asha.button('Complaints').click()
  await page.getByRole('button', { name: new RegExp(TITLE) }).click()
  await warning.waitFor()
  expect(await axeOn(page, 'a complaint under a name that may not stand')).toEqual([])
  await page.getByRole('status').filter({ has: warning }).getByRole('button', { name: 'Neema' }).click()
  await page.getByRole('heading', { name: 'Neema', exact: true }).waitFor()
  expect(app.complaints).toEqual([])
})
