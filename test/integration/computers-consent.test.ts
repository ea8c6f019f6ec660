import { expect, it } from 'vitest'
import type { RecordId } from '../../core/engine/contract/index.ts'
import { type EngineChild, houseOf, incident, problemOf } from '../support/engine.ts'
import { eventually } from '../support/eventually.ts'
import { Organisations, writable } from '../support/organisations.ts'

const world = Organisations.forThisFile()
const withdrawn = { date: new Date().toLocaleDateString('en-CA'), about: false }

/** Two computers of ours in a coalition, a person who has agreed to it, and an incident in which she was harmed; both know all of it. */
async function setUp() {
  const [first, partner] = [await world.organisation('Alma'), await world.organisation('Bosko')]
  const umoja = await world.coalitionOf(first, partner)
  const house = await houseOf(first.client)
  const second = await world.addComputer(first, 'Second')
  await writable(second, umoja)
  const { cards, records } = first.client
  const { recordId: neema } = await cards.create({ audience: house, card: { kind: 'person', fields: { pseudonym: 'Neema' } } })
  const said = { person: neema, level: 3, recipient: umoja }
  const { recordId: consent } = await cards.create({ audience: house, card: { kind: 'consent', fields: said } })
  const harmed = { 'harmed:0000000a': { person: neema } }
  const { recordId } = await records.create({ audience: house, fields: incident('Raid', harmed) })
  await eventually(async () => {
    await second.client.records.get({ recordId })
    for (const one of [neema, consent]) await second.client.cards.get({ recordId: one })
  })
  return { first, second, partner, umoja, neema, consent, recordId }
}

const gone = (engine: EngineChild, recordId: RecordId): Promise<void> =>
  eventually(async () => expect((await problemOf(engine.client.cards.get({ recordId }))).code).toBe('RECORD_NOT_FOUND'))

it.each(['consent', 'page'] as const)(
  'takes back what one computer of ours shared while another, out of reach, erased the %s',
  async (what) => {
    const { first, second, partner, umoja, neema, consent, recordId } = await setUp()
    await first.client.network.set({ internet: false })
    const { heads } = await second.client.records.shareable({ recordId })
    const { recordId: copy } = await second.client.records.share({ recordId, heads, audience: umoja, source: false })
    await second.client.cards.create({ audience: umoja, card: { kind: 'testimony', fields: { title: 'Her words', incident: copy } } })
    await eventually(async () => expect((await partner.client.records.list({})).rows).toHaveLength(1))
    if (what === 'consent') {
      const { heads: stands } = await first.client.cards.get({ recordId: consent })
      await first.client.cards.amend({ recordId: consent, heads: stands, change: { kind: 'consent', changes: { withdrawn } } })
    }
    await first.client.records.erase({ recordId: what === 'consent' ? consent : neema })
    await first.client.network.set({ internet: true })
    await gone(second, what === 'consent' ? consent : neema)
    await eventually(async () => expect((await first.client.records.get({ recordId })).sharedAs).toHaveLength(1))
    // What people agreed to is looked at with each start.
    await first.kill()
    const again = await world.place.unlocked(world.dirOf('Alma'))
    await eventually(async () => {
      expect((await again.client.records.get({ recordId })).sharedAs).toEqual([])
      expect((await partner.client.records.list({})).rows).toEqual([])
      expect((await partner.client.cards.list({ kind: 'testimony' })).rows).toEqual([])
    })
  },
)
