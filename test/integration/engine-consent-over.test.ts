import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CardFields, IncidentFields, NewCard, RecordId, SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, houseOf, incident, makePlace, makeVault, type Place, problemOf } from '../support/engine.ts'

let place: Place
let client: Client
let house: SpaceId
let umoja: SpaceId
let neema: RecordId

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
  client = (await place.unlocked()).client
  house = await houseOf(client)
  umoja = (await client.coalitions.found({ name: 'Umoja' })).spaceId
  neema = await person('Neema')
})
afterEach(() => place.clear())

const day = { date: new Date().toLocaleDateString('en-CA'), about: false }
const codeOf = async (call: Promise<unknown>) => (await problemOf(call)).code
const write = async (audience: SpaceId, card: NewCard) => (await client.cards.create({ audience, card })).recordId
const person = (pseudonym: string) => write(house, { kind: 'person', fields: { pseudonym } })
const say = (fields: CardFields<'consent'>) => write(house, { kind: 'consent', fields })
const agree = (of = neema) => say({ person: of, level: 3, recipient: umoja })
const raid = async (more: Partial<IncidentFields>) =>
  (await client.records.create({ audience: house, fields: incident('Raid', more) })).recordId
const harmed = (person = neema) => raid({ 'harmed:0000000a': { person } })
const typed = (name: string) => raid({ 'harmed:0000000a': { name } })
async function share(recordId: RecordId): Promise<RecordId> {
  const { heads } = await client.records.shareable({ recordId })
  return (await client.records.share({ recordId, heads, audience: umoja, source: false })).recordId
}
async function amend(recordId: RecordId, changes: CardFields<'consent'>): Promise<void> {
  const { heads } = await client.cards.get({ recordId })
  await client.cards.amend({ recordId, heads, change: { kind: 'consent', changes } })
}
const withdraw = (recordId: RecordId) => amend(recordId, { withdrawn: day })
async function isThere(recordId: RecordId): Promise<boolean> {
  try {
    await client.records.get({ recordId })
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'RECORD_NOT_FOUND' })
    return false
  }
}

it('says before which open complaint without a name stands on what ends, and on nothing else they said', async () => {
  const consent = await say({ person: neema, level: 4, recipient: 'IPOA' })
  const [incidentId, item] = [await raid({ 'harmed:0000000b': { name: 'two visitors' } }), '0000000b']
  const theirs = await say({ incident: incidentId, item, level: 4, recipient: 'IPOA' })
  const incidents = [await harmed(), incidentId]
  const fields: CardFields<'complaint'> = { title: 'Beaten at the gate', incidents, body: 'IPOA', confidentiality: 'intermediary' }
  const complaint = await write(house, { kind: 'complaint', fields: { ...fields, state: 'filed' } })
  const stands = async (recordId: RecordId) => (await client.cards.ending({ recordId })).handedIn.map((one) => one.recordId)
  expect([await stands(consent), await stands(theirs)]).toEqual([[complaint], [complaint]])
  await say({ person: neema, level: 6 })
  expect([await stands(consent), await stands(theirs)]).toEqual([[], [complaint]])
  const { heads } = await client.cards.get({ recordId: complaint })
  await client.cards.amend({ recordId: complaint, heads, change: { kind: 'complaint', changes: { state: 'closed' } } })
  expect(await stands(theirs)).toEqual([])
})

describe('once somebody has taken their word back', () => {
  it('a coalition has no copy either whose House record is erased, and the screen says so before', async () => {
    const consent = await agree()
    const recordId = await harmed()
    const copy = await share(recordId)
    await client.records.erase({ recordId })
    const taken = [{ recordId: copy, spaceId: umoja, kind: 'incident', title: 'Raid' }]
    expect((await client.cards.ending({ recordId: consent })).taken).toEqual(taken)
    await withdraw(consent)
    expect(await isThere(copy)).toBe(false)
  })

  it('nor one that they were taken out of, as its history has them still', async () => {
    const consent = await agree()
    const recordId = await harmed()
    const copy = await share(recordId)
    const { heads } = await client.records.get({ recordId })
    await client.records.amend({ recordId, heads, changes: { 'harmed:0000000a': null }, alsoFor: [umoja] })
    await withdraw(consent)
    expect(await isThere(copy)).toBe(false)
  })

  it('nor one of an incident that says only since it was shared that they were harmed', async () => {
    const consent = await agree()
    const recordId = await raid({})
    const copy = await share(recordId)
    const { heads } = await client.records.get({ recordId })
    await client.records.amend({ recordId, heads, changes: { 'harmed:0000000a': { person: neema } } })
    await withdraw(consent)
    expect(await isThere(copy)).toBe(false)
  })

  it('nor what names a copy: it is listed before, and goes with it', async () => {
    const consent = await agree()
    const recordId = await harmed()
    const copy = await share(recordId)
    const testimony = await write(umoja, { kind: 'testimony', fields: { title: 'Her words', incident: copy } })
    const cards = [
      testimony,
      await write(umoja, { kind: 'request', fields: { title: 'A safe house', incident: copy } }),
      await write(umoja, { kind: 'note', fields: { title: 'A pattern', incidents: [copy] } }),
      await write(umoja, { kind: 'link', fields: { link: 'follows', from: testimony, to: copy } }),
    ]
    const other = await write(umoja, { kind: 'request', fields: { title: 'A lawyer' } })
    const { taken } = await client.cards.ending({ recordId: consent })
    expect(taken.map(({ kind, recordId: id }) => [kind, id]).sort()).toEqual(
      [
        ['incident', recordId],
        ['testimony', cards[0]],
        ['request', cards[1]],
        ['note', cards[2]],
        ['link', cards[3]],
      ].sort(),
    )
    await withdraw(consent)
    expect(await isThere(copy)).toBe(false)
    for (const recordId of cards) expect(await codeOf(client.cards.get({ recordId }))).toBe('RECORD_NOT_FOUND')
    expect((await client.cards.get({ recordId: other })).fields).toMatchObject({ title: 'A lawyer' })
  })

  it('nothing new names a copy there while somebody harmed in it has not agreed', async () => {
    await agree()
    const recordId = await harmed()
    const copy = await share(recordId)
    const { heads } = await client.records.get({ recordId })
    const zuri = await person('Zuri')
    await client.records.amend({ recordId, heads, changes: { 'harmed:0000000b': { person: zuri } } })
    const about = write(umoja, { kind: 'request', fields: { title: 'A safe house for both', incident: copy } })
    expect(await codeOf(about)).toBe('CONSENT_MISSING')
    await agree(zuri)
    await write(umoja, { kind: 'request', fields: { title: 'A safe house for both', incident: copy } })
  })

  it('that wins over what is written about a copy at the same moment', async () => {
    for (let i = 0; i < 5; i += 1) {
      const consent = await agree()
      const copy = await share(await harmed())
      const about = write(umoja, { kind: 'testimony', fields: { title: 'Her words', incident: copy } })
      await Promise.allSettled([about, withdraw(consent)])
      expect((await client.cards.list({ kind: 'testimony' })).rows).toEqual([])
    }
  })

  it('their word stays taken back, and whose it is stays said', async () => {
    const consent = await agree()
    const zuri = await person('Zuri')
    const recordId = await harmed()
    for (const changes of [{ person: zuri }, { person: null }, { incident: recordId, item: '0000000a' }])
      expect(await codeOf(amend(consent, changes))).toBe('BAD_INPUT')
    await amend(consent, { person: neema, askedBy: 'Wanjiru' })
    await withdraw(consent)
    expect(await codeOf(amend(consent, { withdrawn: null }))).toBe('BAD_INPUT')
    await amend(consent, { withdrawn: { date: '2026-03-01', about: false } })
    expect(await codeOf(share(recordId))).toBe('CONSENT_MISSING')
  })
})

describe('somebody who is only called as one of our people', () => {
  it('bears that one’s name in a coalition, and it ends with that one’s word, or page', async () => {
    const consent = await agree()
    const [called, linked] = [await share(await typed('Neema')), await share(await harmed())]
    const names = async (recordId: RecordId) => (await client.records.get({ recordId })).fields
    const nameIn = (fields: Record<string, unknown>) => Object.entries(fields).find(([field]) => field.startsWith('harmed:'))?.[1]
    expect(nameIn(await names(called))).toEqual(nameIn(await names(linked)))
    expect((await client.cards.ending({ recordId: consent })).taken).toHaveLength(2)
    await withdraw(consent)
    expect([await isThere(called), await isThere(linked)]).toEqual([false, false])
    await agree()
    const again = await share(await typed('Neema'))
    await client.records.erase({ recordId: neema })
    expect(await isThere(again)).toBe(false)
  })

  it('is either of two who are called so', async () => {
    const other = await person('Neema')
    const both = [await agree(), await agree(other)]
    for (const consent of both) {
      const copy = await share(await typed('Neema'))
      await withdraw(consent)
      expect(await isThere(copy)).toBe(false)
      await agree(consent === both[0] ? neema : other)
    }
  })

  it('ends their word from before they had a page', async () => {
    const recordId = await typed('Zuri')
    await say({ incident: recordId, item: '0000000a', level: 3, recipient: umoja })
    const copy = await share(recordId)
    const zuri = await person('Zuri')
    expect(await isThere(copy)).toBe(true)
    await say({ person: zuri, level: 1 })
    expect(await isThere(copy)).toBe(false)
  })
})
