import { describe, expect, it } from 'vitest'
import type { Alert, RecordId } from '../../core/engine/contract/index.ts'
import { type EngineChild, everyTitle, incident, problemOf } from '../support/engine.ts'
import { eventually } from '../support/eventually.ts'
import { Organisations, writable } from '../support/organisations.ts'

const world = Organisations.forThisFile()

const RAID = { what: 'Police at the drop-in centre', area: 'Kibera', needs: ['lawyer'] }

const open = async ({ client }: EngineChild): Promise<Alert[]> => (await client.alerts.list({})).alerts
const get = ({ client }: EngineChild, recordId: RecordId): Promise<Alert> => client.alerts.get({ recordId })
const arrives = (engine: EngineChild, recordId: RecordId): Promise<void> =>
  eventually(async () => expect((await open(engine)).map((alert) => alert.recordId)).toEqual([recordId]))
const said = (engine: EngineChild, recordId: RecordId, answers: [string, string][]): Promise<void> =>
  eventually(async () => {
    const { answers: there } = await get(engine, recordId)
    expect(there.map(({ author, answer }) => [author.name, answer])).toEqual(answers)
  })

async function setUp() {
  const [first, partner] = [await world.organisation('Alma'), await world.organisation('Bosko')]
  const spaceId = await world.coalitionOf(first, partner)
  const second = await world.addComputer(first, 'Front desk')
  await writable(second, spaceId)
  const raise = async ({ client }: EngineChild): Promise<RecordId> => {
    const { raised } = await client.alerts.raise({ audiences: [spaceId], fields: RAID })
    return raised[0]?.recordId ?? ('' as RecordId)
  }
  return { first, second, partner, spaceId, raise }
}

describe('two computers of one organisation', () => {
  it('answer the alert of a partner as one, from whichever it comes', async () => {
    const { first, second, partner, raise } = await setUp()
    const recordId = await raise(partner)
    for (const engine of [first, second]) await arrives(engine, recordId)
    expect(await get(second, recordId)).toMatchObject({ mine: null, author: { name: 'Bosko', own: false } })
    // Two computers, and one organisation.
    await eventually(async () => expect((await get(partner, recordId)).reach).toMatchObject({ computers: 2, partners: 1, of: 1 }))

    await second.client.alerts.answer({ recordId, answer: 'responding' })
    for (const engine of [first, second, partner]) await said(engine, recordId, [['Alma', 'responding']])
    for (const engine of [first, second]) expect(await get(engine, recordId)).toMatchObject({ mine: 'responding' })
    await first.client.alerts.answer({ recordId, answer: 'cannot' })
    for (const engine of [first, second, partner]) await said(engine, recordId, [['Alma', 'cannot']])
    expect((await get(second, recordId)).mine).toBe('cannot')
  })

  it('raise an alert as one, and each can say that it is over', async () => {
    const { first, second, partner, raise } = await setUp()
    const recordId = await raise(second)
    for (const engine of [first, partner]) await arrives(engine, recordId)
    const here = (engine: EngineChild) => get(engine, recordId).then((alert) => [alert.author.name, alert.author.own, alert.here])
    expect(await Promise.all([second, first, partner].map(here))).toEqual([
      ['Alma', true, true],
      ['Alma', true, false],
      ['Alma', false, false],
    ])
    expect(await problemOf(first.client.alerts.answer({ recordId, answer: 'seen' }))).toEqual({ code: 'NOT_ALLOWED' })
    // Our own other computer is no partner.
    for (const engine of [first, second]) {
      await eventually(async () => expect((await get(engine, recordId)).reach).toMatchObject({ computers: 1, partners: 1, of: 1 }))
    }
    await partner.client.alerts.answer({ recordId, answer: 'seen' })
    for (const engine of [first, second]) await said(engine, recordId, [['Bosko', 'seen']])
    await first.client.alerts.standDown({ recordId })
    for (const engine of [first, second, partner]) await eventually(async () => expect(await open(engine)).toEqual([]))
  })

  it('count as one partner that has what was shared, and tell of one that has everything', async () => {
    const { first, second, partner, spaceId } = await setUp()
    const { recordId } = await partner.client.records.create({ audience: spaceId, fields: incident('by the partner') })
    // Met in the House and in the coalition, our other computer is one; so is the partner's.
    for (const { client } of [first, second]) await eventually(async () => expect((await client.network.status()).connections).toBe(2))
    for (const engine of [first, second]) await eventually(async () => expect(await everyTitle(engine.client)).toEqual(['by the partner']))
    const reach = async (engine: EngineChild, id: RecordId) => await engine.client.records.reach({ recordId: id })
    await eventually(async () => expect(await reach(partner, recordId)).toEqual({ computers: 2, partners: 1, of: 1 }))
    const ours = (await second.client.records.create({ audience: spaceId, fields: incident('by the second') })).recordId
    for (const engine of [first, second]) {
      await eventually(async () => expect(await reach(engine, ours)).toEqual({ computers: 1, partners: 1, of: 1 }))
      await eventually(async () => {
        const [coalition] = await engine.client.coalitions.list()
        expect(coalition?.members.find(({ own }) => !own)?.holds).toEqual({ missing: 0, upTo: null })
      })
    }
  })
})
