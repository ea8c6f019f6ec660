import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type {
  CardChanges,
  CardFields,
  FileReference,
  IncidentChanges,
  NewCard,
  RecordId,
  SpaceId,
} from '../../core/engine/contract/index.ts'
import { type Client, houseOf, incident, makePlace, makeVault, type Place, problemOf } from '../support/engine.ts'
import { addFile } from '../support/files.ts'

let place: Place
let client: Client
let house: SpaceId
let umoja: SpaceId
/** Has agreed that Umoja gets what happened to her. */
let neema: RecordId
/** Nobody has asked her. */
let zuri: RecordId

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
  client = (await place.unlocked()).client
  house = await houseOf(client)
  umoja = (await client.coalitions.found({ name: 'Umoja' })).spaceId
  neema = await write({ kind: 'person', fields: { pseudonym: 'Neema' } })
  zuri = await write({ kind: 'person', fields: { pseudonym: 'Zuri' } })
  await agree({ person: neema, level: 3, recipient: umoja })
})
afterEach(() => place.clear())

const write = async (card: NewCard, audience = house): Promise<RecordId> => (await client.cards.create({ audience, card })).recordId
const agree = (fields: CardFields<'consent'>) => write({ kind: 'consent', fields })
const raid = async (more: IncidentChanges = {}): Promise<RecordId> =>
  (await client.records.create({ audience: house, fields: incident('Raid', more) })).recordId
const headsOf = async (recordId: RecordId) => (await client.records.get({ recordId })).heads
const amend = async (recordId: RecordId, changes: IncidentChanges, heads?: Awaited<ReturnType<typeof headsOf>>) =>
  client.records.amend({ recordId, heads: heads ?? (await headsOf(recordId)), changes })
const amendCard = async (recordId: RecordId, change: CardChanges) =>
  client.cards.amend({ recordId, heads: (await client.cards.get({ recordId })).heads, change })
async function share(recordId: RecordId): Promise<RecordId> {
  return (await client.records.share({ recordId, heads: await headsOf(recordId), audience: umoja, source: false })).recordId
}
const missing = async (recordId: RecordId) => (await client.records.shareable({ recordId })).coalitions[0]?.missing
/** What a call is refused with; null where it is done. */
const refusal = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => null,
    (error: { code?: unknown }) => error.code,
  )

describe('an incident that two computers have written differently', () => {
  /** Writes two changes, neither of which has seen the other. */
  async function both(recordId: RecordId, one: IncidentChanges, other: IncidentChanges): Promise<void> {
    const heads = await headsOf(recordId)
    for (const changes of [one, other]) await amend(recordId, changes, heads)
  }

  it('leaves only with the word of everybody in either', async () => {
    for (const other of [{ person: neema }, null]) {
      const recordId = await raid({ 'harmed:0000000a': { person: zuri } })
      await both(recordId, { 'harmed:0000000a': { person: zuri, injuries: 'light' } }, { 'harmed:0000000a': other })
      expect([await missing(recordId), await refusal(share(recordId))]).toEqual([[{ recordId: zuri, name: 'Zuri' }], 'CONSENT_MISSING'])
      await amend(recordId, { 'harmed:0000000a': other })
      expect(await refusal(share(recordId))).toBe(null)
    }
  })

  it('does not leave in a file for everybody either, until somebody has said which is right', async () => {
    await agree({ person: neema, level: 6 })
    const recordId = await raid()
    await both(
      recordId,
      { 'harmed:0000000a': { person: zuri }, narrative: 'What was done to her' },
      { 'harmed:0000000a': { person: neema } },
    )
    const preview = () => client.exports.preview({ purpose: 'public', authority: '' })
    expect(await preview()).toMatchObject({ records: 0, withheld: 1 })
    await amend(recordId, { 'harmed:0000000a': { person: neema } })
    expect(await preview()).toMatchObject({ records: 1, withheld: 0 })
  })

  it('and that is settled for a coalition in one step', async () => {
    const recordId = await raid({ 'harmed:0000000a': { person: neema } })
    await share(recordId)
    await both(recordId, { 'harmed:0000000a': { person: zuri } }, { 'harmed:0000000a': { person: neema, injuries: 'light' } })
    const settle = async (more: IncidentChanges) =>
      client.records.amend({ recordId, heads: await headsOf(recordId), changes: { narrative: 'She was hit', ...more }, alsoFor: [umoja] })
    expect(await refusal(settle({}))).toBe('CONSENT_MISSING')
    expect(await refusal(settle({ 'harmed:0000000a': { person: neema } }))).toBe(null)
  })
})

describe('what stands in a coalition', () => {
  it('is not amended there past who was added to our own record since', async () => {
    const recordId = await raid({ 'harmed:0000000a': { person: neema } })
    const copy = await share(recordId)
    await amend(recordId, { 'harmed:0000000b': { person: zuri } })
    const say = () => amend(copy, { narrative: 'Another woman was hit too' })
    expect(await refusal(say())).toBe('CONSENT_MISSING')
    await agree({ person: zuri, level: 3, recipient: umoja })
    expect(await refusal(say())).toBe(null)
  })

  it('gets no name that only its incident says by way of another record', async () => {
    const recordId = await raid({ 'harmed:0000000a': { name: 'Njeri' } })
    await agree({ incident: recordId, item: '0000000a', level: 3, recipient: umoja })
    const copy = await share(recordId)
    const request = { kind: 'request', fields: { title: 'njeri needs a safe house', incident: copy } } as const
    expect(await refusal(write(request, umoja))).toBe('NAME_IN_WORDS')
    expect(await refusal(write({ kind: 'note', fields: { title: 'For Njeri', incidents: [copy] } }, umoja))).toBe('NAME_IN_WORDS')
    const asked = await write({ kind: 'request', fields: { title: 'A safe house', incident: copy } }, umoja)
    const says = () => amendCard(asked, { kind: 'request', changes: { details: 'For Njeri' } })
    const problem = await problemOf(says())
    expect(problem).toMatchObject({ code: 'NAME_IN_WORDS' })
    const { mark } = problem.data as { mark: string }
    await client.cards.amend({
      recordId: asked,
      heads: (await client.cards.get({ recordId: asked })).heads,
      change: { kind: 'request', changes: { details: 'For Njeri' } },
      named: mark,
    })
  })

  it('has the words looked at again that somebody has read, where somebody else was harmed since', async () => {
    const recordId = await raid({ 'harmed:0000000a': { name: 'Njeri' } })
    await agree({ incident: recordId, item: '0000000a', level: 3, recipient: umoja })
    const copy = await share(recordId)
    const say = async (named: string | null) =>
      client.records.amend({ recordId: copy, heads: await headsOf(copy), changes: { narrative: 'njeri and wairimu were hit' }, named })
    const markOf = async (named: string | null) => ((await problemOf(say(named))).data as { mark: string }).mark
    const mark = await markOf(null)
    await amend(recordId, { 'harmed:0000000b': { name: 'Wairimu' } })
    await agree({ incident: recordId, item: '0000000b', level: 3, recipient: umoja })
    const again = await markOf(mark)
    expect(again).not.toBe(mark)
    await say(again)
  })

  it('is told of a file what it is, and not what anybody calls it', async () => {
    const original = await addFile(client, house, Buffer.from('abc'))
    const more = await addFile(client, house, Buffer.from('abcd'))
    const recordId = await raid({ 'file:00000001': original, 'file:00000002': more })
    const called = async (bytes: string, type: string): Promise<FileReference> => ({
      ...(await addFile(client, umoja, Buffer.from(bytes), 'Grace Akinyi passport.pdf')),
      type,
    })
    const files = [{ field: 'file:00000001', copy: await called('%PDF-1', 'application/pdf') }]
    const heads = await headsOf(recordId)
    const copy = (await client.records.share({ recordId, heads, audience: umoja, source: false, files })).recordId
    const add = [{ field: 'file:00000002', copy: await called('abcd', 'grace/akinyi') }]
    await client.records.shareFiles({ recordId, heads: await headsOf(recordId), audience: umoja, add })
    const there = Object.entries((await client.records.get({ recordId: copy })).fields).filter(([field]) => field.startsWith('file:'))
    expect(there.map(([, file]) => [(file as FileReference).name, (file as FileReference).type]).sort()).toEqual([
      ['file.bin', 'application/octet-stream'],
      ['paper.pdf', 'application/pdf'],
    ])
  })
})

describe('the word of somebody without a page', () => {
  it('is not the word of who was put in that place of the list since', async () => {
    const recordId = await raid({ 'harmed:0000000a': { name: 'the woman in red' }, 'harmed:0000000b': { role: 'client' } })
    for (const item of ['0000000a', '0000000b']) await agree({ incident: recordId, item, level: 3, recipient: umoja })
    await amend(recordId, { 'harmed:0000000a': { name: 'the woman in red', injuries: 'severe' } })
    expect(await missing(recordId)).toEqual([])
    await amend(recordId, { 'harmed:0000000a': { name: 'Wairimu of the bar' } })
    expect([await missing(recordId), await refusal(share(recordId))]).toEqual([
      [{ recordId: null, item: '0000000a', name: 'Wairimu of the bar', anew: true }],
      'CONSENT_MISSING',
    ])
    await amend(recordId, { 'harmed:0000000a': { name: 'the woman in red' } })
    expect(await missing(recordId)).toEqual([])
    await amend(recordId, { 'harmed:0000000a': { name: 'Wairimu of the bar' } })
    await agree({ incident: recordId, item: '0000000a', level: 3, recipient: umoja })
    expect(await refusal(share(recordId))).toBe(null)
  })
})

describe('a file for others', () => {
  it('asks for the word of whoever its record names, also where they are not here any more', async () => {
    const dir = join(place.root, 'out')
    mkdirSync(dir)
    const file = async () => addFile(client, house, Buffer.from('What she told us'))
    const about = await raid({ 'harmed:0000000a': { person: neema } })
    const officer = await write({ kind: 'perpetrator', fields: { label: 'Tall sergeant' } })
    const [one, two, three, four] = [await file(), await file(), await file(), await file()]
    const held: [RecordId, FileReference][] = [
      [await write({ kind: 'testimony', fields: { title: 'Her words', person: neema, 'file:00000001': one } }), one],
      [await write({ kind: 'testimony', fields: { title: 'Her words', incident: about, 'file:00000001': two } }), two],
      [await write({ kind: 'note', fields: { title: 'What we see', incidents: [about], 'file:00000001': three } }), three],
    ]
    const ofOfficer = await raid({ 'perpetrator:0000000a': { perpetrator: officer }, 'file:00000001': four })
    const save = async (recordId: RecordId, of: FileReference) => {
      for await (const _ of await client.files.save({ recordId, file: of, dir, purpose: 'public', authority: '' })) void _
    }
    const codes = () => Promise.all(held.map(([recordId, of]) => refusal(save(recordId, of))))
    expect(await codes()).toEqual(Array(3).fill('CONSENT_MISSING'))
    const whose = () => Promise.all(held.map(([recordId]) => client.files.disagreed({ recordId, purpose: 'public' })))
    const herself = { recordId: neema, name: 'Neema' }
    expect(await whose()).toEqual([null, about, about].map((incident) => ({ people: [{ ...herself, incident }], gone: 0 })))
    for (const recordId of [about, neema, officer]) await client.records.erase({ recordId })
    expect(await whose()).toEqual(Array(3).fill({ people: [], gone: 1 }))
    expect([await codes(), readdirSync(dir)]).toEqual([Array(3).fill('CONSENT_MISSING'), []])
    expect(await refusal(save(ofOfficer, four))).toBe(null)
  })

  it('asks of a complaint about every incident that it ever was about, as handing it in does', async () => {
    const about = await raid({ 'harmed:0000000a': { person: neema } })
    const paper = await addFile(client, house, Buffer.from('What she told us'))
    const recordId = await write({ kind: 'complaint', fields: { title: 'To IPOA', incidents: [about], 'file:00000001': paper } })
    await amendCard(recordId, { kind: 'complaint', changes: { incidents: [] } })
    const whose = { people: [{ recordId: neema, name: 'Neema', incident: about }], gone: 0 }
    expect(await client.files.disagreed({ recordId, purpose: 'public' })).toEqual(whose)
  })
})

describe('a complaint', () => {
  const begun = (fields: Partial<CardFields<'complaint'>>) =>
    write({ kind: 'complaint', fields: { title: 'To IPOA', body: 'IPOA', state: 'draft', ...fields } })
  const handIn = (recordId: RecordId, changes: Partial<CardFields<'complaint'>> = {}) =>
    amendCard(recordId, { kind: 'complaint', changes: { state: 'filed', ...changes } })

  it('is not handed in where an incident is gone that its words may be about; one that is written anew is', async () => {
    const incidents = [await raid({ 'harmed:0000000a': { person: zuri } }), await raid()]
    const [erased, taken] = [await begun({ incidents }), await begun({ incidents })]
    expect(await refusal(handIn(taken, { incidents: [] }))).toBe('CONSENT_MISSING')
    await amendCard(taken, { kind: 'complaint', changes: { incidents: incidents.slice(1) } })
    expect([await refusal(handIn(taken)), (await client.cards.unnamable({ recordId: taken, named: false })).people.length]).toEqual([
      'CONSENT_MISSING',
      1,
    ])
    await client.records.erase({ recordId: incidents[0] as RecordId })
    for (const recordId of [erased, taken]) {
      expect(await refusal(handIn(recordId))).toBe('CONSENT_MISSING')
      expect(await client.cards.unnamable({ recordId, named: false })).toEqual({ harmed: 0, people: [], gone: 1 })
    }
    expect(await refusal(handIn(await begun({ incidents: incidents.slice(1) })))).toBe(null)
    expect(await refusal(begun({ incidents, state: 'filed' }))).toBe('CONSENT_MISSING')
  })

  it('goes on where its incident was erased after it was handed in', async () => {
    const about = await raid()
    const recordId = await begun({ incidents: [about] })
    await handIn(recordId)
    await client.records.erase({ recordId: about })
    expect(await refusal(amendCard(recordId, { kind: 'complaint', changes: { state: 'acknowledged' } }))).toBe(null)
    expect(await refusal(amendCard(recordId, { kind: 'complaint', changes: { body: 'The Ombudsman' } }))).toBe('CONSENT_MISSING')
  })
})
