import { describe, expect, it } from 'vitest'
import { type Alert, LIMITS, type RecordId, type SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, type EngineChild, houseOf, incident, problemOf } from '../support/engine.ts'
import { eventually } from '../support/eventually.ts'
import { Organisations } from '../support/organisations.ts'
import { meets } from '../support/pair.ts'

const world = Organisations.forThisFile()

const RAID = { what: 'Police at the drop-in centre', area: 'Kibera', needs: ['lawyer', 'media'] }
async function twoComputers(): Promise<{ engines: [EngineChild, EngineChild]; clients: [Client, Client]; spaceId: SpaceId }> {
  const [a, b] = [await world.organisation('a'), await world.organisation('b')]
  const spaceId = await world.coalitionOf(a, b)
  for (const { client } of [a, b]) await meets(client)
  return { engines: [a, b], clients: [a.client, b.client], spaceId }
}

const raise = async (client: Client, spaceId: SpaceId): Promise<RecordId> =>
  (await client.alerts.raise({ audiences: [spaceId], fields: RAID })).raised[0]?.recordId ?? ('' as RecordId)
const open = async (client: Client): Promise<Alert[]> => (await client.alerts.list({})).alerts
const arrives = (client: Client) =>
  eventually(async () => {
    const alerts = await open(client)
    expect(alerts).toHaveLength(1)
    return alerts[0] as Alert
  })
const answers = async (client: Client, recordId: RecordId) => (await client.alerts.get({ recordId })).answers.map(({ answer }) => answer)

/** Resolves when the engine says that alerts changed. */
async function told(client: Client): Promise<() => Promise<void>> {
  const stop = new AbortController()
  const changes = await client.changes.subscribe(undefined, { signal: stop.signal })
  return async () => {
    for await (const { topic } of changes) if (topic === 'alerts') break
    stop.abort()
  }
}

describe('an alert', () => {
  it('arrives at a partner while both are connected, and the answers come back, each told at once', async () => {
    const {
      clients: [a, b],
      spaceId,
    } = await twoComputers()
    const atB = await told(b)
    const recordId = await raise(a, spaceId)
    await atB()
    const [alert] = await open(b)
    expect(alert).toMatchObject({ recordId, spaceId, fields: RAID, stoodDownAt: null, answers: [], mine: null })
    expect(alert?.author.own).toBe(false)
    expect(alert).not.toHaveProperty('reach')
    expect((await open(a))[0]?.author.own).toBe(true)
    await eventually(async () => expect((await a.alerts.get({ recordId })).reach).toMatchObject({ partners: 1, of: 1 }))

    for (const answer of ['seen', 'responding'] as const) {
      const atA = await told(a)
      await b.alerts.answer({ recordId, answer })
      await atA()
      expect(await answers(a, recordId)).toEqual([answer])
      expect((await b.alerts.get({ recordId })).mine).toBe(answer)
    }
    expect(await problemOf(a.alerts.answer({ recordId, answer: 'seen' }))).toEqual({ code: 'NOT_ALLOWED' })
    expect(await problemOf(b.alerts.standDown({ recordId }))).toEqual({ code: 'NOT_ALLOWED' })

    const over = await told(b)
    await a.alerts.standDown({ recordId })
    await over()
    expect(await open(b)).toEqual([])
    expect((await b.alerts.list({ open: false })).alerts[0]).toMatchObject({ recordId, mine: 'responding' })
    expect(await problemOf(b.alerts.answer({ recordId, answer: 'cannot' }))).toEqual({ code: 'ALERT_OVER' })
  })

  it('waits for nobody: raised while the partner is away it is there when she is back, and so is an answer', async () => {
    const {
      engines: [, away],
      clients: [a],
      spaceId,
    } = await twoComputers()
    await away.kill()
    await eventually(async () =>
      expect((await a.coalitions.list())[0]?.members.some(({ own, connected }) => !own && connected)).toBe(false),
    )
    const recordId = await raise(a, spaceId)
    expect((await a.alerts.get({ recordId })).reach).toEqual({ computers: 0, partners: 0, of: 1, latest: 0, connected: 0 })

    const back = await world.place.unlocked(world.dirOf('b'))
    await meets(back.client)
    expect(await arrives(back.client)).toMatchObject({ recordId, fields: RAID })

    await a.network.set({ internet: false })
    await eventually(async () =>
      expect((await back.client.coalitions.list())[0]?.members.some(({ own, connected }) => !own && connected)).toBe(false),
    )
    await back.client.alerts.answer({ recordId, answer: 'responding' })
    expect(await answers(a, recordId)).toEqual([])
    expect(await back.client.alerts.get({ recordId })).toMatchObject({ mine: 'responding', answerArrived: false })
    await a.network.set({ internet: true })
    await eventually(async () => expect(await answers(a, recordId)).toEqual(['responding']))
    await eventually(async () => expect((await back.client.alerts.get({ recordId })).answerArrived).toBe(true))
  })

  it('is still there after a kill and a new index, and goes with the rest when a member leaves and erases', async () => {
    const {
      engines: [, engine],
      clients: [a, b],
      spaceId,
    } = await twoComputers()
    await eventually(async () => expect((await b.coalitions.list())[0]?.writable).toBe(true))
    const recordId = await raise(b, spaceId)
    await arrives(a)
    await engine.kill()
    const again = (await world.place.unlocked(world.dirOf('b'))).client
    expect(await open(again)).toMatchObject([{ recordId, fields: RAID }])
    await meets(again)
    await again.coalitions.leave({ spaceId, erase: true })
    await eventually(async () => expect(await open(a)).toEqual([]))
    expect(await problemOf(a.alerts.get({ recordId }))).toEqual({ code: 'RECORD_NOT_FOUND' })
  })
})

describe('what follows on an alert', () => {
  it('is news with which the partner is called again, answers with what each brings and a question, and an end with a last word', async () => {
    const {
      clients: [a, b],
      spaceId,
    } = await twoComputers()
    const recordId = await raise(a, spaceId)
    await arrives(b)
    const at = (client: Client) => client.alerts.get({ recordId })
    const sees = (client: Client, what: object) => eventually(async () => expect(await at(client)).toMatchObject(what))

    await b.alerts.answer({ recordId, answer: 'question', question: 'Which police station?' })
    await sees(a, { answers: [{ answer: 'question', question: 'Which police station?', current: true }] })
    expect(await problemOf(b.alerts.answer({ recordId, answer: 'question' }))).toMatchObject({ code: 'BAD_INPUT' })

    await a.alerts.update({ recordId, news: 'Pangani station', changes: { needs: ['lawyer', 'bail'], place: 'Gate 4', lasts: 60 } })
    await sees(b, {
      fields: { ...RAID, needs: ['lawyer', 'bail'], place: 'Gate 4', lasts: 60 },
      updates: [{ news: 'Pangani station', changed: ['place', 'needs', 'lasts'] }],
      mine: 'question',
      news: true,
    })
    await sees(a, { answers: [{ current: false }] })
    expect(await problemOf(b.alerts.update({ recordId, news: 'no' }))).toEqual({ code: 'NOT_ALLOWED' })
    expect(await problemOf(a.alerts.update({ recordId }))).toMatchObject({ code: 'BAD_INPUT' })

    await b.alerts.answer({ recordId, answer: 'responding', brings: ['bail'], line: 'Two of us by six' })
    await sees(a, { answers: [{ answer: 'responding', brings: ['bail'], line: 'Two of us by six', question: '', current: true }] })
    await sees(b, { mine: 'responding', news: false })
    await a.alerts.update({ recordId, news: 'They are at the court' })
    await sees(b, { news: true, updateCount: 2 })
    expect((await open(b))[0]?.updates).toMatchObject([{ news: 'They are at the court' }])
    // The same once more says that the news has been read.
    await b.alerts.answer({ recordId, answer: 'responding', brings: ['bail'], line: 'Two of us by six' })
    await sees(a, { answers: [{ current: true }], reach: { partners: 1, latest: 1 } })

    await a.alerts.standDown({ recordId, words: 'All released' })
    await sees(b, { lastWords: 'All released', over: true })
    expect(await problemOf(a.alerts.update({ recordId, news: 'more' }))).toEqual({ code: 'ALERT_OVER' })
  })

  it('is bounded, and what does not count is not taken as if it did', async () => {
    const { client } = await world.organisation('a')
    const { spaceId } = await client.coalitions.found({ name: 'One' })
    const recordId = await raise(client, spaceId)
    for (let i = 0; i < LIMITS.alertUpdates; i += 1) await client.alerts.update({ recordId, news: `news ${i}` })
    expect(await problemOf(client.alerts.update({ recordId, news: 'one more' }))).toMatchObject({ code: 'BAD_INPUT' })
    await client.alerts.standDown({ recordId })
    expect(await open(client)).toEqual([])
  })
})

describe('what stands ready for the next alert', () => {
  it('is there after a kill: one that is half written, until it is raised, and our own kinds of alert', async () => {
    const engine = await world.organisation('a')
    const { client } = engine
    const { spaceId } = await client.coalitions.found({ name: 'One' })
    const draft = {
      ...{ what: 'Police at the', area: 'Kibera', place: 'Gate 4', exact: true, began: '23:1', needs: ['lawyer'] },
      ...{ contact: '', lasts: 360, left: [spaceId] },
    }
    expect(await client.alerts.draft()).toEqual({ draft: null })
    await client.alerts.keepDraft(draft)
    const kind = { what: 'Bar on Fifth is raided', area: 'Fifth', needs: ['lawyer'], contact: '0700', lasts: 60 }
    await client.alerts.keepTemplates([kind])
    await engine.kill()
    const again = (await world.place.unlocked(world.dirOf('a'))).client
    expect(await again.alerts.draft()).toEqual({ draft })
    expect(await again.alerts.templates()).toEqual([kind])
    expect(await again.drafts.list()).toEqual([])
    await raise(again, spaceId)
    expect(await again.alerts.draft()).toEqual({ draft: null })
    await again.alerts.keepDraft(draft)
    await again.alerts.dropDraft()
    expect(await again.alerts.draft()).toEqual({ draft: null })
  })
})

describe('raising', () => {
  it('goes to several coalitions at once, each alert under a name of its own, and never to the House', async () => {
    const { client } = await world.organisation('a')
    const spaces = [(await client.coalitions.found({ name: 'One' })).spaceId, (await client.coalitions.found({ name: 'Two' })).spaceId]
    const { raised, missed } = await client.alerts.raise({ audiences: [...spaces, ...spaces.slice(0, 1)], fields: RAID })
    expect(raised.map(({ spaceId }) => spaceId)).toEqual(spaces)
    expect(new Set(raised.map(({ recordId }) => recordId)).size).toBe(2)
    expect(missed).toEqual([])
    const house = await houseOf(client)
    expect(await problemOf(client.alerts.raise({ audiences: [...spaces, house], fields: RAID }))).toEqual({ code: 'NOT_ALLOWED' })
    expect(await open(client)).toHaveLength(2)
    await client.records.create({ audience: house, fields: incident('no alert') })
    expect((await client.records.list({})).rows.map(({ title }) => title)).toEqual(['no alert'])
  })
})
