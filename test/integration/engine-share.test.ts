import createTestnet from 'hyperdht/testnet.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RecordId, SpaceId } from '../../core/engine/contract/index.ts'
import {
  type Client,
  type EngineChild,
  everyTitle,
  houseOf,
  incident,
  makePlace,
  makeVault,
  type Place,
  problemOf,
} from '../support/engine.ts'
import { eventually } from '../support/eventually.ts'
import { pair } from '../support/pair.ts'

let place: Place
let engine: EngineChild
let client: Client
let house: SpaceId

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
  engine = await place.unlocked()
  client = engine.client
  house = await houseOf(client)
})
afterEach(() => place.clear())

const source = { fileName: 'names of clients.csv', row: 7, cells: [{ name: 'Phone', value: '0712 000 000' }] }
const save = async (title: string, at = client): Promise<RecordId> => {
  const fields = incident(title, { area: 'Kisumu', narrative: 'As it was first told.', source })
  return (await at.records.create({ audience: house, fields })).recordId
}
const rowsOf = async (at: Client, audience: SpaceId | 'all' | 'house') => (await at.records.list({ audience })).rows

async function share(at: Client, recordId: RecordId, audience: SpaceId, withSource = false) {
  const { heads, namedWithSource } = await at.records.shareable({ recordId, audience })
  return at.records.share({ recordId, heads, audience, source: withSource, named: withSource ? namedWithSource : null })
}

describe('sharing with a coalition of one', () => {
  let audience: SpaceId
  beforeEach(async () => {
    audience = (await client.coalitions.found({ name: 'Umoja' })).spaceId
  })

  it('says of an officer whom we know what the page says, but not which page that is', async () => {
    const known = { label: 'Tall sergeant', kind: 'police', unit: 'Central', rank: 'sergeant', badge: '4417', vehicle: 'KDA 123X' }
    const card = { kind: 'perpetrator', fields: { ...known, description: 'A scar.' } } as const
    const { recordId: officer } = await client.cards.create({ audience: house, card })
    const fields = incident('Raid', { 'perpetrator:0000000a': { perpetrator: officer, degree: 'ordered' } })
    const { recordId } = await client.records.create({ audience: house, fields })
    const { recordId: made } = await share(client, recordId, audience)
    const copy = await client.records.get({ recordId: made })
    const { label, ...besides } = known
    const doers = Object.entries(copy.fields).flatMap(([field, value]) => (field.startsWith('perpetrator:') ? [value] : []))
    expect(doers).toEqual([{ name: label, degree: 'ordered', ...besides }])
    expect((await client.records.list({ units: ['Central'] })).rows.map(({ title }) => title)).toEqual(['Raid'])
    const partner = { kind: 'link', fields: { link: 'same-event', from: made, to: made } } as const
    const { recordId: link } = await client.cards.create({ audience, card: partner })
    expect((await client.records.get({ recordId })).mentions.map((each) => each.recordId)).toContain(link)
  })

  it('shows first what leaves, then exactly that leaves; the spreadsheet row only where it was chosen', async () => {
    const recordId = await save('Raid')
    const before = await client.records.shareable({ recordId })
    expect(before).toMatchObject({ source, coalitions: [{ spaceId: audience, writable: true, shared: false, missing: [] }] })
    const { recordId: made } = await share(client, recordId, audience)
    const copy = await client.records.get({ recordId: made })
    expect(copy).toMatchObject({ spaceId: audience, fields: before.fields, madeFrom: recordId, versions: 1 })
    expect(copy.fields.source).toBeNull()
    expect(await client.records.get({ recordId })).toMatchObject({ fields: { source }, sharedAs: [{ spaceId: audience, recordId: made }] })
    expect((await client.records.shareable({ recordId })).coalitions).toEqual([
      { spaceId: audience, writable: true, shared: true, missing: [] },
    ])

    // The row says a telephone number: it goes once somebody has read it, and nothing is asked where it stays.
    const row = await save('Arrest')
    expect(await client.records.shareable({ recordId: row, audience })).toMatchObject({ named: null, namedWithSource: expect.any(String) })
    const { heads } = await client.records.shareable({ recordId: row })
    expect(await problemOf(client.records.share({ recordId: row, heads, audience, source: true }))).toMatchObject({ code: 'NAME_IN_WORDS' })
    const other = await share(client, row, audience, true)
    expect((await client.records.get({ recordId: other.recordId })).fields.source).toEqual(source)
  })

  it('is one row in the list, in every filter, in the count and in the spreadsheet', async () => {
    const recordId = await save('Raid')
    await save('Only ours')
    await share(client, recordId, audience)
    expect((await rowsOf(client, 'all')).map(({ title, alsoIn }) => ({ title, alsoIn }))).toEqual([
      { title: 'Only ours', alsoIn: [] },
      { title: 'Raid', alsoIn: [audience] },
    ])
    expect((await rowsOf(client, audience)).map((row) => row.recordId)).toEqual([recordId])
    expect((await rowsOf(client, 'house')).map(({ title }) => title)).toEqual(['Only ours'])
    expect(await client.records.count({ audience })).toEqual({ matching: 1, all: 2 })
    expect(await everyTitle(client, 'raid')).toEqual(['Raid'])
    expect(await client.exports.preview({ audience })).toMatchObject({ records: 1, partnerRecords: 0 })
    let text = ''
    for await (const piece of await client.exports.csv({})) text += piece.text
    expect(text.match(/Raid/g)).toHaveLength(1)
    expect(text).toMatch(/\|Umoja,/)
  })

  it('refuses what was changed since it was shown, what is there already, what is not of the House, and the House itself', async () => {
    const recordId = await save('Raid')
    const { heads } = await client.records.shareable({ recordId })
    await client.records.amend({ recordId, heads, changes: { area: 'Nakuru' } })
    expect(await problemOf(client.records.share({ recordId, heads, audience }))).toMatchObject({ code: 'RECORD_CHANGED' })
    expect(await problemOf(share(client, recordId, house))).toMatchObject({ code: 'BAD_INPUT' })
    const twice = await Promise.allSettled([share(client, recordId, audience), share(client, recordId, audience)])
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await problemOf(share(client, recordId, audience))).toMatchObject({ code: 'ALREADY_SHARED' })
    const [copy] = (await client.records.get({ recordId })).sharedAs
    expect(await problemOf(client.records.shareable({ recordId: copy?.recordId ?? recordId }))).toMatchObject({ code: 'NOT_ALLOWED' })
    expect((await client.records.count({})).all).toBe(1)
  })

  it('can be shared again after it was erased in the coalition', async () => {
    const recordId = await save('Raid')
    const first = await share(client, recordId, audience)
    await client.records.erase({ recordId: first.recordId })
    expect(await client.records.get({ recordId })).toMatchObject({ sharedAs: [], takenBack: [{ spaceId: audience }] })
    const second = await share(client, recordId, audience)
    expect(second.recordId).not.toBe(first.recordId)
    expect(await client.records.get({ recordId })).toMatchObject({
      sharedAs: [{ spaceId: audience, recordId: second.recordId }],
      takenBack: [],
    })
    expect((await client.records.count({})).all).toBe(1)
  })

  it('killed between the two entries, it counts as not shared, and shared again it stands there once', async () => {
    // The first entry of ours starts epochs too.
    await share(client, await save('First'), audience)
    const entries = async () => (await client.coalitions.list())[0]?.members[0]?.entries ?? 0
    const before = await entries()
    const ROUNDS = 6
    let cutOff = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      const recordId = await save(`Raid ${round}`)
      const { heads } = await client.records.shareable({ recordId })
      // The first change is told when the entry of the House is on the disk.
      const changes = await client.changes.subscribe()
      const sharing = Promise.allSettled([client.records.share({ recordId, heads, audience })])
      await changes.next()
      await engine.kill()
      await sharing
      engine = await place.unlocked()
      client = engine.client
      const [there] = (await client.records.shareable({ recordId })).coalitions
      const { sharedAs } = await client.records.get({ recordId })
      expect(there?.shared).toBe(sharedAs.length === 1)
      expect((await rowsOf(client, audience)).some((row) => row.recordId === recordId)).toBe(there?.shared)
      if (there?.shared) continue
      cutOff += 1
      await share(client, recordId, audience)
    }
    expect(cutOff, 'some were cut off between the two').toBeGreaterThan(0)
    expect(await client.records.count({ audience })).toEqual({ matching: ROUNDS + 1, all: ROUNDS + 1 })
    expect((await entries()) - before).toBe(ROUNDS)
  })
})

it('a partner gets the record and nothing else of the House; amendments, erasure and leaving reach it only as chosen', async () => {
  const profile = `${place.root}/partner`
  await makeVault(profile)
  const partner = (await place.unlocked(profile)).client
  const testnet = await createTestnet(3, { host: '127.0.0.1' })
  try {
    const audience = await pair(partner, client, testnet, 'Umoja')
    const recordId = await save('Raid')
    const { heads } = await client.records.get({ recordId })
    await client.records.amend({ recordId, heads, changes: { narrative: 'As it is told now.' } })
    await save('Never shared')
    const { recordId: made } = await share(client, recordId, audience)
    await eventually(async () => expect(await everyTitle(partner)).toEqual(['Raid']))
    const read = await partner.records.get({ recordId: made })
    expect(read).toMatchObject({ spaceId: audience, author: { own: false }, fields: { narrative: 'As it is told now.', source: null } })
    expect({ versions: read.versions, madeFrom: read.madeFrom, sharedAs: read.sharedAs }).toEqual({
      versions: 1,
      madeFrom: null,
      sharedAs: [],
    })

    const amend = async (title: string, alsoFor: SpaceId[]) =>
      client.records.amend({ recordId, heads: (await client.records.get({ recordId })).heads, changes: { title }, alsoFor })
    await amend('Raid, for us', [])
    await amend('Raid, for all', [audience])
    await eventually(async () => expect(await everyTitle(partner)).toEqual(['Raid, for all']))
    const steps = await partner.records.history({ recordId: made })
    expect(steps.flatMap(({ changes }) => changes.filter(({ field }) => field === 'title').map(({ after }) => after))).toEqual([
      'Raid',
      'Raid, for all',
    ])
    expect(await problemOf(client.records.amend({ recordId, heads, changes: { title: 'x' }, alsoFor: [house] }))).toMatchObject({
      code: 'RECORD_CHANGED',
    })

    const another = await save('Arrest')
    await share(client, another, audience)
    await eventually(async () => expect(await everyTitle(partner)).toContain('Arrest'))
    await client.records.erase({ recordId, alsoIn: [audience] })
    await eventually(async () => expect(await everyTitle(partner)).toEqual(['Arrest']))

    await client.coalitions.leave({ spaceId: audience, erase: true })
    await eventually(async () => expect(await everyTitle(partner)).toEqual([]))
    expect((await everyTitle(client)).sort()).toEqual(['Arrest', 'Never shared'])
    expect((await client.records.get({ recordId: another })).sharedAs).toEqual([])
  } finally {
    await testnet.destroy()
  }
})

it('a partner who writes kinds of incident without end takes none of ours off the form', async () => {
  const testnet = await createTestnet(3, { host: '127.0.0.1' })
  try {
    const profile = `${place.root}/partner`
    await makeVault(profile)
    const partner = (await place.unlocked(profile)).client
    const audience = await pair(client, partner, testnet, 'Amani')
    const write = (at: typeof client, space: SpaceId, label: string) =>
      at.cards.create({ audience: space, card: { kind: 'type', fields: { label, group: 'premises' } } })
    const { recordId } = await write(client, await houseOf(client), 'Bar sweep')
    for (let n = 0; n < 200; n += 1) await write(partner, audience, `Kind ${n}`)
    await eventually(async () => {
      const { rows } = await client.cards.list({ kind: 'type', limit: 200 })
      expect(rows.every(({ author }) => !author.own)).toBe(true)
    })
    expect(await client.cards.ownTypes()).toEqual([{ recordId, label: 'Bar sweep', group: 'premises' }])
  } finally {
    await testnet.destroy()
  }
})
