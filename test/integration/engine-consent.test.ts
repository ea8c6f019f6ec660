import fc from 'fast-check'
import createTestnet from 'hyperdht/testnet.js'
import { afterEach, beforeEach, describe, expect, it, onTestFailed } from 'vitest'
import type { Consent } from '../../core/engine/contract/consent.ts'
import type { CardFields, Harmed, IncidentChanges, RecordId, SpaceId } from '../../core/engine/contract/index.ts'
import { allows } from '../../core/records/consent.ts'
import { type Client, houseOf, incident, makePlace, makeVault, type Place, problemOf } from '../support/engine.ts'
import { pair } from '../support/pair.ts'

let place: Place
let client: Client
let house: SpaceId
let umoja: SpaceId
let sauti: SpaceId
let neema: RecordId

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
  client = (await place.unlocked()).client
  house = await houseOf(client)
  umoja = (await client.coalitions.found({ name: 'Umoja' })).spaceId
  sauti = (await client.coalitions.found({ name: 'Sauti' })).spaceId
  neema = await person('Neema')
})
afterEach(() => place.clear())

const today = (): string => new Date().toLocaleDateString('en-CA')
const codeOf = async (call: Promise<unknown>) => (await problemOf(call)).code
const person = async (pseudonym: string) =>
  (await client.cards.create({ audience: house, card: { kind: 'person', fields: { pseudonym } } })).recordId
const agree = async (fields: CardFields<'consent'>, of = neema) =>
  (await client.cards.create({ audience: house, card: { kind: 'consent', fields: { person: of, ...fields } } })).recordId
const raid = async (...people: RecordId[]): Promise<RecordId> => {
  const harmed: { [field: `harmed:${string}`]: Harmed } = {}
  people.forEach((one, i) => {
    harmed[`harmed:0000000${i}`] = { person: one, injuries: 'light' }
  })
  return (await client.records.create({ audience: house, fields: incident('Raid', harmed) })).recordId
}
async function share(recordId: RecordId, audience: SpaceId): Promise<RecordId> {
  const { heads } = await client.records.shareable({ recordId })
  return (await client.records.share({ recordId, heads, audience, source: false })).recordId
}
const withdraw = async (recordId: RecordId) => {
  const { heads } = await client.cards.get({ recordId })
  await client.cards.amend({ recordId, heads, change: { kind: 'consent', changes: { withdrawn: { date: today(), about: false } } } })
}
const copiesOf = async (recordId: RecordId) => (await client.records.get({ recordId })).sharedAs
const harmedIn = async (recordId: RecordId) =>
  Object.entries((await client.records.get({ recordId })).fields).flatMap(([field, value]) => (field.startsWith('harmed:') ? [value] : []))

describe('an incident in which somebody was harmed', () => {
  it('goes to no coalition that they have not named, and the screen is told who is missing', async () => {
    const recordId = await raid(neema)
    expect((await client.records.shareable({ recordId })).coalitions.map(({ missing }) => missing)).toEqual(
      Array(2).fill([{ recordId: neema, name: 'Neema' }]),
    )
    expect(await codeOf(share(recordId, umoja))).toBe('CONSENT_MISSING')
    await agree({ level: 2, recipient: umoja })
    await agree({ level: 3, recipient: sauti })
    expect(await codeOf(share(recordId, umoja))).toBe('CONSENT_MISSING')
    const copy = await share(recordId, sauti)
    const [shown] = await harmedIn(copy)
    expect(shown).toEqual({ name: expect.stringMatching(/^P-[A-Z2-9]{8}$/), injuries: 'light' })
    expect((await client.records.shareable({ recordId, audience: sauti })).fields).toEqual(
      (await client.records.get({ recordId: copy })).fields,
    )
  })

  it('calls them by other names in two coalitions', async () => {
    await agree({ level: 3, recipient: umoja })
    await agree({ level: 3, recipient: sauti })
    const recordId = await raid(neema)
    const [one] = await harmedIn(await share(recordId, umoja))
    const [two] = await harmedIn(await share(recordId, sauti))
    expect(one).not.toEqual(two)
    expect(JSON.stringify([one, two])).not.toContain('Neema')
  })

  it('is not shared either where somebody is only called as one of our people', async () => {
    const named = (name: string) => client.records.create({ audience: house, fields: incident('Raid', { 'harmed:0000000a': { name } }) })
    expect(await codeOf(share((await named(' nééma')).recordId, umoja))).toBe('CONSENT_MISSING')
    await agree({ level: 3, recipient: umoja })
    const asLinked = await harmedIn(await share(await raid(neema), umoja))
    expect(await harmedIn(await share((await named('Neema')).recordId, umoja))).toEqual([{ name: (asLinked[0] as Harmed).name }])
  })

  it('nor where many others have that name on their pages, or where it is no word', async () => {
    const flower = await person('🌺')
    for (let i = 0; i < 51; i += 1)
      await client.cards.create({
        audience: house,
        card: { kind: 'person', fields: { pseudonym: `Friend ${i}`, about: 'came with Neema' } },
      })
    for (const one of [neema, flower]) await agree({ level: 1 }, one)
    for (const name of ['Neema', '🌺']) {
      const fields = incident('Raid', { 'harmed:0000000a': { name } })
      const { recordId } = await client.records.create({ audience: house, fields })
      const said = { incident: recordId, item: '0000000a', level: 3, recipient: umoja }
      await client.cards.create({ audience: house, card: { kind: 'consent', fields: said } })
      expect(await codeOf(share(recordId, umoja)), name).toBe('CONSENT_MISSING')
    }
  })

  it('nor where somebody has no page, until somebody has asked them and wrote that down; it ends as any word does', async () => {
    const fields = incident('Raid', { 'harmed:0000000a': { name: 'two visitors', people: 2 }, 'harmed:0000000b': { role: 'client' } })
    const { recordId } = await client.records.create({ audience: house, fields })
    const missing = async () => (await client.records.shareable({ recordId })).coalitions.find(({ spaceId }) => spaceId === umoja)?.missing
    expect(await missing()).toEqual([
      { recordId: null, item: '0000000a', name: 'two visitors' },
      { recordId: null, item: '0000000b', name: '' },
    ])
    expect(await codeOf(share(recordId, umoja))).toBe('CONSENT_MISSING')
    const asked = (item: string, more: CardFields<'consent'> = {}) =>
      client.cards.create({
        audience: house,
        card: { kind: 'consent', fields: { incident: recordId, item, level: 3, recipient: umoja, ...more } },
      })
    await asked('0000000a')
    await asked('0000000b', { recipient: sauti })
    expect(await missing()).toEqual([{ recordId: null, item: '0000000b', name: '' }])
    expect(await codeOf(share(recordId, umoja))).toBe('CONSENT_MISSING')
    const word = await asked('0000000b')
    const copy = await share(recordId, umoja)
    expect(await harmedIn(copy)).toEqual([
      { name: expect.stringMatching(/^P-[A-Z2-9]{8}$/), people: 2 },
      { name: expect.stringMatching(/^P-[A-Z2-9]{8}$/), role: 'client' },
    ])
    expect(JSON.stringify(await harmedIn(copy))).not.toContain('visitors')
    await withdraw(word.recordId)
    expect(await copiesOf(recordId)).toEqual([])
    expect(await codeOf(share(recordId, umoja))).toBe('CONSENT_MISSING')
  })

  it('is taken back where somebody agreed before they had a page, and says otherwise on it', async () => {
    const fields = incident('Raid', { 'harmed:0000000a': { name: 'Zuri' } })
    const { recordId } = await client.records.create({ audience: house, fields })
    const consent = { incident: recordId, item: '0000000a', level: 3, recipient: umoja }
    await client.cards.create({ audience: house, card: { kind: 'consent', fields: consent } })
    await share(recordId, umoja)
    const zuri = await person('Zuri')
    const { heads } = await client.records.get({ recordId })
    await client.records.amend({ recordId, heads, changes: { 'harmed:0000000a': { person: zuri } } })
    expect(await copiesOf(recordId)).toHaveLength(1)
    await agree({ level: 1 }, zuri)
    expect(await copiesOf(recordId)).toEqual([])
  })

  it('gives nobody’s name out as that of an officer or of a kind', async () => {
    const types = [`own:${neema.slice(0, 32)}`]
    const fields = incident('Raid', { types, 'perpetrator:0000000a': { perpetrator: neema } })
    const { recordId } = await client.records.create({ audience: house, fields })
    const copy = await client.records.get({ recordId: await share(recordId, umoja) })
    expect([copy.fields.types, Object.entries(copy.fields).find(([field]) => field.startsWith('perpetrator:'))?.[1]]).toEqual([
      [],
      { name: '' },
    ])
  })

  it('needs the word of everybody in it, also of who is added later', async () => {
    await agree({ level: 3, recipient: umoja })
    const zuri = await person('Zuri')
    expect(await codeOf(share(await raid(neema, zuri), umoja))).toBe('CONSENT_MISSING')
    const recordId = await raid(neema)
    const copy = await share(recordId, umoja)
    const { heads } = await client.records.get({ recordId })
    const changes = { 'harmed:0000000f': { person: zuri } }
    expect(await codeOf(client.records.amend({ recordId, heads, changes, alsoFor: [umoja] }))).toBe('CONSENT_MISSING')
    expect((await client.records.get({ recordId: copy })).versions).toBe(1)
    await client.records.amend({ recordId, heads, changes })
    expect(await harmedIn(copy)).toHaveLength(1)
  })

  it('is told no more of in a coalition, either, once somebody is added who has not agreed', async () => {
    await agree({ level: 3, recipient: umoja })
    const recordId = await raid(neema)
    const incident = await share(recordId, umoja)
    const tell = (title: string) => client.cards.create({ audience: umoja, card: { kind: 'testimony', fields: { title, incident } } })
    const told = await tell('At the gate')
    const { heads } = await client.records.get({ recordId })
    await client.records.amend({ recordId, heads, changes: { 'harmed:0000000f': { person: await person('Zuri') } } })
    expect(await codeOf(tell('In the yard'))).toBe('CONSENT_MISSING')
    const more = (changes: Partial<CardFields<'testimony'>>) =>
      client.cards.amend({ recordId: told.recordId, heads: [told.entryId], change: { kind: 'testimony', changes } })
    expect(await codeOf(more({ narrative: 'Then in the yard.' }))).toBe('CONSENT_MISSING')
    expect(await codeOf(more({ narrative: 'Then in the yard.', incident: null }))).toBe('CONSENT_MISSING')
  })

  it('cannot say so much else that they are not seen in it any more, and nobody asks them', async () => {
    const recordId = await raid(neema)
    const amend = async (from: number, count: number) => {
      const { heads } = await client.records.get({ recordId })
      const changes: IncidentChanges = {}
      for (let at = from; at < from + count; at += 1) changes[`evidence:${(0x10000000 + at).toString(16)}`] = { takenBy: 'Zuri' }
      return client.records.amend({ recordId, heads, changes })
    }
    await amend(0, 250)
    expect(await problemOf(amend(250, 10))).toEqual({ code: 'BAD_INPUT', data: { field: 'fields', limit: 256 } })
    await amend(250, 5)
    expect(await harmedIn(recordId)).toHaveLength(1)
    expect(await codeOf(share(recordId, umoja))).toBe('CONSENT_MISSING')
  })
})

describe('a consent that ends', () => {
  it('takes back what coalitions have, when it is withdrawn; the House keeps its record, and it can be agreed to again', async () => {
    const consent = await agree({ level: 3, recipient: umoja })
    await agree({ level: 3, recipient: sauti })
    const recordId = await raid(neema)
    const copy = await share(recordId, umoja)
    await share(recordId, sauti)
    await withdraw(consent)
    expect((await copiesOf(recordId)).map(({ spaceId }) => spaceId)).toEqual([sauti])
    const { takenBack } = await client.records.get({ recordId })
    expect(takenBack).toEqual([{ spaceId: umoja, until: expect.any(String) }])
    expect(await codeOf(client.records.get({ recordId: copy }))).toBe('RECORD_NOT_FOUND')
    expect(await harmedIn(recordId)).toHaveLength(1)
    expect(await codeOf(share(recordId, umoja))).toBe('CONSENT_MISSING')
    await agree({ level: 3, recipient: umoja })
    expect(await share(recordId, umoja)).not.toBe(copy)
  })

  it('takes back what stands in other coalitions though one of them cannot be written any more', async () => {
    const profile = `${place.root}/partner`
    await makeVault(profile)
    const partner = (await place.unlocked(profile)).client
    const testnet = await createTestnet(3, { host: '127.0.0.1' })
    try {
      const theirs = await pair(partner, client, testnet, 'Amani')
      const consents = await Promise.all([theirs, umoja, sauti].map((recipient) => agree({ level: 3, recipient })))
      const recordId = await raid(neema)
      for (const audience of [theirs, umoja, sauti]) await share(recordId, audience)
      await client.coalitions.leave({ spaceId: theirs, erase: false })
      for (const consent of consents) await withdraw(consent)
      expect((await copiesOf(recordId)).filter(({ spaceId }) => spaceId !== theirs)).toEqual([])
      await client.records.erase({ recordId: neema })
      expect(await codeOf(client.cards.get({ recordId: neema }))).toBe('RECORD_NOT_FOUND')
    } finally {
      await testnet.destroy()
    }
  })

  it('takes back a copy whose House record names nobody any more', async () => {
    const consent = await agree({ level: 3, recipient: umoja })
    const recordId = await raid(neema)
    await share(recordId, umoja)
    const { heads } = await client.records.get({ recordId })
    await client.records.amend({ recordId, heads, changes: { 'harmed:00000000': null } })
    expect(await copiesOf(recordId)).toHaveLength(1)
    await withdraw(consent)
    expect(await copiesOf(recordId)).toEqual([])
  })

  it('takes back what was told of it, also where that names it no more', async () => {
    const consent = await agree({ level: 3, recipient: umoja })
    const incident = await share(await raid(neema), umoja)
    const tell = (title: string) => client.cards.create({ audience: umoja, card: { kind: 'testimony', fields: { title, incident } } })
    const [unlinked, linked] = [await tell('At the gate'), await tell('In the yard')]
    const { recordId: other } = await client.cards.create({
      audience: umoja,
      card: { kind: 'testimony', fields: { title: 'Another day' } },
    })
    const change = { kind: 'testimony', changes: { incident: null } } as const
    await client.cards.amend({ recordId: unlinked.recordId, heads: [unlinked.entryId], change })
    const { heads } = await client.cards.get({ recordId: consent })
    const { taken } = await client.cards.ending({ recordId: consent })
    expect(new Set(taken.map(({ title }) => title))).toEqual(new Set(['At the gate', 'In the yard', 'Raid']))
    await client.cards.amend({
      recordId: consent,
      heads,
      change: { kind: 'consent', changes: { withdrawn: { date: today(), about: false } } },
    })
    for (const { recordId } of [unlinked, linked]) expect(await codeOf(client.cards.get({ recordId }))).toBe('RECORD_NOT_FOUND')
    expect(await client.cards.get({ recordId: other })).toMatchObject({ fields: { title: 'Another day' } })
  })

  it('takes back what a narrower word does not cover', async () => {
    const consent = await agree({ level: 3, recipient: umoja })
    const recordId = await raid(neema)
    await share(recordId, umoja)
    const { heads } = await client.cards.get({ recordId: consent })
    await client.cards.amend({ recordId: consent, heads, change: { kind: 'consent', changes: { recipient: sauti } } })
    expect(await copiesOf(recordId)).toEqual([])
    await share(recordId, sauti)
    await agree({ level: 1 })
    expect(await copiesOf(recordId)).toEqual([])
  })

  it('leaves nothing standing that they had said before for the same, when they were asked again and take that back', async () => {
    const asked = (date: string) => ({ asked: { date, about: false } })
    const before = await agree({ level: 3, recipient: umoja, ...asked('2026-01-10') })
    await agree({ level: 3, recipient: sauti, ...asked('2026-01-10') })
    const again = await agree({ level: 3, recipient: umoja, ...asked('2026-06-01') })
    const recordId = await raid(neema)
    for (const audience of [umoja, sauti]) await share(recordId, audience)
    expect(new Set((await client.cards.ending({ recordId: again })).ends)).toEqual(new Set([before, again]))
    await withdraw(again)
    expect((await copiesOf(recordId)).map(({ spaceId }) => spaceId)).toEqual([sauti])
    expect(await codeOf(share(recordId, umoja))).toBe('CONSENT_MISSING')
    expect(await codeOf(client.records.erase({ recordId: again }))).toBe('CONSENT_EARLIER')
    await agree({ level: 3, recipient: umoja })
    await share(recordId, umoja)
  })

  it('says before a new one is written what it would end, and ends that and no more', async () => {
    const shared = await agree({ level: 3, recipient: umoja })
    const named = await agree({ level: 5, recipient: 'IPOA' })
    const recordId = await raid(neema)
    await share(recordId, umoja)
    const complaint = { title: 'To IPOA', incidents: [recordId], body: 'IPOA', state: 'filed', confidentiality: 'named' }
    const filed = await client.cards.create({ audience: house, card: { kind: 'complaint', fields: complaint } })
    const ending = (fields: { level: number; recipient?: string }) => client.cards.ending({ fields: { person: neema, ...fields } })
    const nothing = { ends: [], taken: [], names: [], handedIn: [] }
    expect(await ending({ level: 3, recipient: sauti })).toEqual(nothing)
    expect(await ending({ level: 4, recipient: 'The Ombudsman' })).toEqual(nothing)
    const taken = [{ recordId, spaceId: umoja, kind: 'incident', title: 'Raid' }]
    const names = [{ recordId: filed.recordId, label: 'To IPOA', status: 'filed' }]
    expect(await ending({ level: 4, recipient: 'ipoa' })).toEqual({ ends: [named], taken: [], names, handedIn: [] })
    const all = await ending({ level: 2 })
    expect([all.ends.sort(), all.taken, all.names]).toEqual([[shared, named].sort(), taken, names])
    expect(await client.cards.ending({ recordId: shared })).toEqual({ ends: [shared], taken, names: [], handedIn: [] })
    expect(await codeOf(client.cards.ending({ recordId: neema }))).toBe('RECORD_NOT_FOUND')
    // For another coalition it goes on as it was; a warning without a name ends both.
    await agree({ level: 3, recipient: sauti })
    expect([await copiesOf(recordId), (await client.cards.unnamable({ recordId: filed.recordId })).people]).toMatchObject([
      [{ spaceId: umoja }],
      [],
    ])
    await agree({ level: 2 })
    expect([await copiesOf(recordId), (await client.cards.unnamable({ recordId: filed.recordId })).people.length]).toEqual([[], 1])
  })

  it('wins over a share that is under way', async () => {
    for (let i = 0; i < 5; i += 1) {
      const consent = await agree({ level: 3, recipient: umoja })
      const recordId = await raid(neema)
      await Promise.allSettled([share(recordId, umoja), withdraw(consent)])
      expect(await copiesOf(recordId)).toEqual([])
    }
  })

  it('wins over an amendment of what a coalition has that is under way', async () => {
    for (let i = 0; i < 5; i += 1) {
      const consent = await agree({ level: 3, recipient: umoja })
      const recordId = await raid(neema)
      await share(recordId, umoja)
      const { heads } = await client.records.get({ recordId })
      const amend = client.records.amend({ recordId, heads, changes: { narrative: 'And then.' }, alsoFor: [umoja] })
      await Promise.allSettled([amend, withdraw(consent)])
      expect(await copiesOf(recordId)).toEqual([])
    }
  })

  it('takes it back too when its last day is over', async () => {
    const recordId = await raid(neema)
    const consent = await agree({ level: 3, recipient: umoja, expires: { date: today(), about: false } })
    await share(recordId, umoja)
    const { heads } = await client.cards.get({ recordId: consent })
    await client.cards.amend({
      recordId: consent,
      heads,
      change: { kind: 'consent', changes: { expires: { date: '2026-01-31', about: false } } },
    })
    expect(await copiesOf(recordId)).toEqual([])
  })

  it('is told by what we call the person where its end is due, never by the real name, and by nobody once she is erased', async () => {
    const nasra = (
      await client.cards.create({
        audience: house,
        card: { kind: 'person', fields: { pseudonym: 'Nasra' } },
        identity: { name: 'Wilhelmina Quandt', contact: '', notes: '' },
      })
    ).recordId
    const consent = await agree({ level: 3, recipient: umoja, expires: { date: today(), about: false } }, nasra)
    const due = await client.cards.due({})
    expect(due.rows).toMatchObject([{ recordId: consent, why: 'consent', label: 'Nasra' }])
    expect(JSON.stringify(due)).not.toContain('Quandt')
    await client.records.erase({ recordId: nasra })
    expect((await client.cards.due({})).rows).toMatchObject([{ recordId: consent, why: 'consent', label: '' }])
  })

  it('waits for nobody any more once the same person was asked again for the same, or has said something that ends it', async () => {
    const until = (date: string) => ({ expires: { date, about: false }, asked: { date: '2026-01-01', about: false } })
    const first = await agree({ level: 3, recipient: umoja, ...until('2026-01-31') })
    const other = await agree({ level: 3, recipient: sauti, ...until('2026-02-28') })
    const waits = async () => (await client.cards.due({ limit: 1 })).rows.map(({ recordId }) => recordId)
    expect(await waits()).toEqual([first])
    const again = await agree({ level: 3, recipient: umoja })
    expect(await waits()).toEqual([other])
    await withdraw(again)
    expect(await waits()).toEqual([other])
    await agree({ level: 1 })
    expect(await waits()).toEqual([])
  })

  it('waits for nobody once it is over and closed, until that is undone; and one that is closed holds no more', async () => {
    const change = async (recordId: RecordId, changes: Partial<CardFields<'consent'>>) => {
      const { heads } = await client.cards.get({ recordId })
      await client.cards.amend({ recordId, heads, change: { kind: 'consent', changes } })
    }
    const waits = async () => (await client.cards.due({})).rows.map(({ recordId }) => recordId)
    const past = await agree({ level: 3, recipient: umoja, expires: { date: '2026-01-31', about: false } })
    expect(await waits()).toEqual([past])
    await change(past, { closed: { date: today(), about: false } })
    expect(await waits()).toEqual([])
    expect(await codeOf(share(await raid(neema), umoja))).toBe('CONSENT_MISSING')
    await change(past, { closed: null })
    expect(await waits()).toEqual([past])
    const holds = await agree({ level: 3, recipient: sauti })
    const recordId = await raid(neema)
    await share(recordId, sauti)
    await change(holds, { closed: { date: today(), about: false } })
    expect(await copiesOf(recordId)).toEqual([])
    expect(await codeOf(share(recordId, sauti))).toBe('CONSENT_MISSING')
  })

  it('is not erased while it holds, and who is erased is taken back everywhere first', async () => {
    const consent = await agree({ level: 3, recipient: umoja })
    const recordId = await raid(neema)
    await share(recordId, umoja)
    expect(await codeOf(client.records.erase({ recordId: consent }))).toBe('CONSENT_HOLDS')
    await client.records.erase({ recordId: neema })
    expect(await copiesOf(recordId)).toEqual([])
    expect(await codeOf(share(recordId, umoja))).toBe('CONSENT_MISSING')
    await withdraw(consent)
    await client.records.erase({ recordId: consent })
  })

  it('is not erased while an earlier one that it ended would hold again', async () => {
    const further = await agree({ level: 5, recipient: 'IPOA', asked: { date: '2026-01-10', about: false } })
    const least = await agree({ level: 1, asked: { date: '2026-02-10', about: false } })
    await withdraw(least)
    expect(await codeOf(client.records.erase({ recordId: least }))).toBe('CONSENT_EARLIER')
    await withdraw(further)
    for (const recordId of [least, further]) await client.records.erase({ recordId })
  })
})

describe('whoever wants us to keep nothing of them', () => {
  const waiting = async () =>
    (await client.cards.due({})).rows.flatMap(({ why, label, recordId }) => (why === 'kept' ? [[recordId, label]] : []))
  const kept = async (recordId: RecordId) => {
    const { counts, records } = await client.cards.kept({ recordId })
    return counts ? records.map((one) => one.recordId) : null
  }
  const write = async (card: Parameters<typeof client.cards.create>[0]['card']) =>
    (await client.cards.create({ audience: house, card })).recordId

  it('is to be followed until nothing of them is here, and all of it is listed, the page last', async () => {
    const incidentId = await raid(neema)
    const complaint = await write({ kind: 'complaint', fields: { title: 'To IPOA', incidents: [incidentId] } })
    const testimony = await write({ kind: 'testimony', fields: { title: 'What she told', person: neema, incident: incidentId } })
    await write({ kind: 'testimony', fields: { title: 'Of somebody else', person: await person('Zuri') } })
    const asked = await agree({ level: 1 })
    expect([await kept(asked), await waiting()]).toEqual([null, []])
    await withdraw(asked)
    const all = (await kept(asked)) ?? []
    expect([new Set(all.slice(0, 2)), all.slice(2)]).toEqual([new Set([complaint, testimony]), [incidentId, neema]])
    expect(await waiting()).toEqual([[asked, 'Neema']])
    for (const recordId of [complaint, testimony]) await client.records.erase({ recordId })
    expect(await kept(asked)).toEqual([incidentId, neema])
    // Who begins with the page is led on all the same.
    await client.records.erase({ recordId: neema })
    expect([await kept(asked), await waiting()]).toEqual([[incidentId], [[asked, '']]])
    await client.records.erase({ recordId: incidentId })
    // The answer itself is the last of it.
    expect([await kept(asked), await waiting()]).toEqual([[], [[asked, '']]])
    await client.records.erase({ recordId: asked })
    expect(await waiting()).toEqual([])
  })

  it('is not followed once somebody has looked at all of it, nor once they have agreed to something anew', async () => {
    const asked = await agree({ level: 1 })
    await withdraw(asked)
    const { heads } = await client.cards.get({ recordId: asked })
    const closed = { date: today(), about: false }
    const { entryId } = await client.cards.amend({ recordId: asked, heads, change: { kind: 'consent', changes: { closed } } })
    expect(await waiting()).toEqual([])
    await client.cards.amend({ recordId: asked, heads: [entryId], change: { kind: 'consent', changes: { closed: null } } })
    expect(await waiting()).toEqual([[asked, 'Neema']])
    const anew = await agree({ level: 2, asked: { date: today(), about: false } })
    expect([await kept(asked), await waiting()]).toEqual([null, []])
    // What was asked before that, and is only written down now, says nothing of it.
    await withdraw(anew)
    await agree({ level: 2, asked: { date: '2026-01-01', about: false } })
    expect(await waiting()).toEqual([[asked, 'Neema']])
    const again = await agree({ level: 1, asked: { date: today(), about: false } })
    await withdraw(again)
    expect(await waiting()).toEqual([[again, 'Neema']])
  })

  it('is followed too though another answer stood when it was said, of which nobody has said anything', async () => {
    const asked = await agree({ level: 1 })
    await agree({ level: 4, asked: { date: today(), about: false } })
    await withdraw(asked)
    expect(await waiting()).toEqual([[asked, 'Neema']])
  })

  it('may have no page: then it is the incident, what is about it, and what else they answered', async () => {
    const { recordId: where } = await client.records.create({
      audience: house,
      fields: incident('Raid', { 'harmed:0000000a': { name: 'two visitors' }, 'harmed:0000000b': { name: 'a guard' } }),
    })
    const answer = (item: string, level: number) => write({ kind: 'consent', fields: { incident: where, item, level } })
    const [asked, other] = [await answer('0000000a', 1), await answer('0000000a', 4)]
    await answer('0000000b', 1)
    const request = await write({ kind: 'request', fields: { title: 'A lawyer', incident: where } })
    for (const recordId of [other, asked]) await withdraw(recordId)
    expect(await kept(asked)).toEqual([request, other, where])
    expect(await waiting()).toEqual([[asked, '']])
    // Of whom a page was written since, that is here too.
    const { heads } = await client.records.get({ recordId: where })
    await client.records.amend({ recordId: where, heads, changes: { 'harmed:0000000a': { person: neema } } })
    expect(await kept(asked)).toEqual([request, other, where, neema])
    await agree({ level: 1 })
    expect(await kept(asked)).toEqual([request, other, where])
    for (const recordId of [where, request, other]) await client.records.erase({ recordId })
    expect([await kept(asked), await waiting()]).toEqual([[], [[asked, '']]])
    expect(await codeOf(client.cards.kept({ recordId: neema }))).toBe('RECORD_NOT_FOUND')
  })
})

describe('a file', () => {
  it('holds for an authority and for everybody only what people have agreed to', async () => {
    const rows = async (purpose: 'own' | 'authority' | 'public', authority = '', unnamed = true) => {
      let text = ''
      const totals = new Set<number>()
      for await (const piece of await client.exports.csv({ purpose, authority, unnamed })) {
        text += piece.text
        totals.add(piece.total)
      }
      const lines = text.trim().split('\r\n').length - 1
      const { records, withheld, unnamed: nobodyAsked } = await client.exports.preview({ purpose, authority })
      const stay = unnamed ? 0 : nobodyAsked
      expect([records - stay, withheld + stay]).toEqual([lines, 2 - lines])
      expect([...totals]).toEqual([lines])
      return lines
    }
    const held = await raid(neema)
    const { recordId: nobody } = await client.records.create({ audience: house, fields: incident('Nobody was harmed') })
    const { withheldFirst, unnamedFirst } = await client.exports.preview({ purpose: 'public' })
    const { start } = incident('')
    expect([withheldFirst, unnamedFirst]).toEqual([
      [{ recordId: held, title: 'Raid', start }],
      [{ recordId: nobody, title: 'Nobody was harmed', start }],
    ])
    expect([await rows('own'), await rows('authority'), await rows('public')]).toEqual([2, 1, 1])
    // Where it names nobody, nobody was asked: that is said, and it can stay here.
    const nobodyAsked = async (purpose: 'own' | 'public') => (await client.exports.preview({ purpose })).unnamed
    expect([await nobodyAsked('own'), await nobodyAsked('public')]).toEqual([0, 1])
    expect([await rows('own', '', false), await rows('public', '', false)]).toEqual([2, 0])
    // Nor which coalitions there are, ids of ours, or what a spreadsheet held besides.
    for (const purpose of ['authority', 'public'] as const) {
      const { columns } = await client.exports.preview({ purpose })
      expect(columns).not.toEqual(expect.arrayContaining(['record id']))
      for (const column of ['audience', 'other cells']) expect(columns).not.toContain(column)
      let text = ''
      for await (const piece of await client.exports.csv({ purpose })) text += piece.text
      expect(text.split('\r\n')[0]?.split(',')).toHaveLength(columns.length)
      expect(text).not.toMatch(/[0-9a-f]{64}/)
    }
    await agree({ level: 4, recipient: 'The Ombudsman' })
    expect([await rows('authority'), await rows('authority', 'IPOA'), await rows('authority', ' the ombudsman')]).toEqual([1, 1, 2])
    await agree({ level: 4 })
    expect([await rows('own'), await rows('authority'), await rows('public')]).toEqual([2, 2, 1])
    await agree({ level: 6 })
    expect(await rows('public')).toBe(2)
  })

  const written = async (input: Parameters<typeof client.exports.csv>[0], among: readonly string[]) => {
    let text = ''
    for await (const piece of await client.exports.csv(input)) text += piece.text
    return among.filter((title) => text.includes(title))
  }
  const preview = (purpose: 'own' | 'authority' | 'public', authority = '') => client.exports.preview({ purpose, authority })
  const at = (title: string, more: object = {}) => incident(title, { 'harmed:0000000a': { person: neema }, ...more })

  it('holds for others no incident whose words say what somebody harmed is called, unless a person has read it', async () => {
    const [named, silent] = ['Neema was beaten at the gate', 'She was beaten at the gate']
    const both = [named, silent]
    const { recordId } = await client.records.create({ audience: house, fields: at(named) })
    await client.records.create({ audience: house, fields: at(silent) })
    const oversight = { purpose: 'authority', authority: 'Police oversight' } as const
    // Who agreed that an authority has it without the name is not named to it; who agreed to that too may be.
    await agree({ level: 4 })
    expect(await written(oversight, both)).toEqual([silent])
    await agree({ level: 5, recipient: 'Police oversight' })
    expect(await written(oversight, both)).toEqual(both)
    expect(await written({ ...oversight, authority: 'The station' }, both)).toEqual([silent])
    await agree({ level: 6 })
    const { records, unnamed, named: count, namedFirst, namedMark } = await preview('public')
    expect([records, unnamed, count, namedFirst]).toEqual([2, 0, 1, [{ recordId, title: named }]])
    expect(await preview('own')).toMatchObject({ records: 2, named: 0, namedFirst: [] })
    expect(await written({ purpose: 'public' }, both)).toEqual([silent])
    expect(await written({ purpose: 'public', named: namedMark }, both)).toEqual(both)
    expect(await written({ purpose: 'own' }, both)).toEqual(both)
    // It was read as it stood, and with none beside it.
    const { heads } = await client.records.get({ recordId })
    await client.records.amend({ recordId, heads, changes: { narrative: 'With her sister.' } })
    expect(await codeOf(written({ purpose: 'public', named: namedMark }, both))).toBe('RECORD_CHANGED')
    const next = (await preview('public')).namedMark
    await client.records.create({ audience: house, fields: at('Neema again') })
    expect(await codeOf(written({ purpose: 'public', named: next }, both))).toBe('RECORD_CHANGED')
  })

  it('takes for a name what somebody was called before, her real name, and what others of ours are called', async () => {
    await agree({ level: 6 })
    const heads = async (recordId: RecordId) => (await client.cards.get({ recordId })).heads
    const identity = { name: 'Grace Akinyi', contact: '', notes: '' }
    await client.cards.amend({
      recordId: neema,
      heads: await heads(neema),
      change: { kind: 'person', changes: { pseudonym: 'N-77' } },
      identity,
    })
    await client.cards.create({ audience: house, card: { kind: 'person', fields: { pseudonym: 'Zuri' } } })
    const titles = [
      'Neema was hit',
      'Akinyi was hit',
      'Zuri saw it',
      'N-77 was hit',
      'Typed Chausiku',
      'grace akinyi was hit',
      'By grace she was not hit',
    ]
    const named: boolean[] = []
    for (const title of titles) {
      const { recordId, entryId } = await client.records.create({
        audience: house,
        fields: incident(title, { 'harmed:0000000a': { name: 'Chausiku' } }),
      })
      await client.records.amend({ recordId, heads: [entryId], changes: { 'harmed:0000000a': { person: neema } } })
      named.push((await client.records.shareable({ recordId, audience: umoja })).named !== null)
    }
    // Nor does it go to a coalition before a person has looked.
    expect(named).toEqual(titles.map((title) => title !== 'By grace she was not hit'))
    await client.records.create({ audience: house, fields: incident('Zuri alone') })
    expect(await preview('public')).toMatchObject({ records: 8, named: 7, unnamed: 0 })
    expect(await written({ purpose: 'public' }, [...titles, 'Zuri alone'])).toEqual(['By grace she was not hit'])
  })
})

it('whatever is agreed, taken back, shared and amended, no coalition has what is not agreed to', async () => {
  const act = fc.record({
    what: fc.constantFrom('agree', 'agree', 'withdraw', 'share', 'share', 'share', 'amend', 'add'),
    who: fc.nat(1),
    where: fc.nat(1),
    which: fc.nat(2),
    level: fc.constantFrom(1, 2, 3, 3, 3, 6),
  })
  const seed = Math.trunc(Math.random() * 2 ** 31)
  const [acts] = fc.sample(fc.array(act, { minLength: 60, maxLength: 60 }), { seed, numRuns: 1 })
  onTestFailed(() => void process.stderr.write(`seed ${seed}\n`))
  const people = [neema, await person('Zuri')]
  const spaces = [umoja, sauti]
  const incidents = [await raid(neema), await raid(), await raid(neema, people[1] ?? neema)]
  const consents: { id: RecordId; of: RecordId; fields: Consent }[] = []
  const refused = new Set<string>()
  // What each is called in each coalition, as a first share with everybody's word tells.
  const pseudonyms = new Map<string, string>()
  for (const of of people) {
    for (const audience of spaces) {
      const first = await agree({ level: 3, recipient: audience }, of)
      const [shown] = await harmedIn(await share(await raid(of), audience))
      pseudonyms.set(audience + of, (shown as { name: string }).name)
      await withdraw(first)
    }
  }
  const attempt = async (call: Promise<unknown>) => {
    try {
      await call
    } catch (error) {
      refused.add((error as { code: string }).code)
    }
  }
  for (const { what, who, where, which, level } of acts ?? []) {
    const [of, audience, recordId] = [people[who] ?? neema, spaces[where] ?? umoja, incidents[which] ?? neema]
    if (what === 'agree')
      consents.push({
        id: await agree({ level, recipient: audience }, of),
        of,
        fields: { level, recipient: audience, savedAt: consents.length },
      })
    const held = consents.find((one) => one.fields.withdrawn === undefined && one.of === of)
    if (what === 'withdraw' && held) {
      await withdraw(held.id)
      held.fields.withdrawn = { date: today(), about: false }
    }
    if (what === 'share') await attempt(share(recordId, audience))
    const { heads, sharedAs } = await client.records.get({ recordId })
    const alsoFor = sharedAs.map(({ spaceId }) => spaceId)
    if (what === 'amend') await attempt(client.records.amend({ recordId, heads, changes: { method: `${level}` }, alsoFor }))
    const harmed = { 'harmed:0000000e': { person: of } }
    if (what === 'add') await attempt(client.records.amend({ recordId, heads, changes: harmed, alsoFor }))
    for (const one of incidents) {
      for (const { spaceId, recordId: copy } of (await client.records.get({ recordId: one })).sharedAs) {
        const called = (await harmedIn(copy)).map((one) => (one as { name: string }).name)
        for (const name of called) {
          const who = people.find((each) => pseudonyms.get(spaceId + each) === name)
          const agreed = consents.filter((consent) => consent.of === who).map(({ fields }) => fields)
          expect([who, who && allows(agreed, { coalition: spaceId }, today())]).toEqual([expect.anything(), true])
        }
      }
    }
  }
  for (const code of refused) expect(['CONSENT_MISSING', 'ALREADY_SHARED']).toContain(code)
})

describe('a complaint', () => {
  const filed = { state: 'filed', 'step:0000000a': { state: 'filed' } } as const
  const begun = async (fields: Partial<CardFields<'complaint'>>) =>
    (await client.cards.create({ audience: house, card: { kind: 'complaint', fields: { title: 'Held', state: 'consent', ...fields } } }))
      .recordId
  const handIn = async (recordId: RecordId, confidentiality: 'named' | 'withheld' | 'intermediary') => {
    const { heads } = await client.cards.get({ recordId })
    return client.cards.amend({ recordId, heads, change: { kind: 'complaint', changes: { ...filed, confidentiality } } })
  }

  it('is handed in under nobody’s name who has not agreed that this authority learns it, and the screen is told who that is', async () => {
    const zuri = await person('Zuri')
    const incidents = [await raid(neema), await raid(neema, zuri)]
    const recordId = await begun({ incidents, body: 'IPOA' })
    const missing = async () => (await client.cards.unnamable({ recordId })).people
    expect(await client.cards.unnamable({ recordId })).toEqual({
      harmed: 3,
      people: [
        { recordId: neema, name: 'Neema', incident: incidents[0] },
        { recordId: zuri, name: 'Zuri', incident: incidents[1] },
      ],
      gone: 0,
    })
    expect(await codeOf(handIn(recordId, 'named'))).toBe('CONSENT_MISSING')
    await agree({ level: 5, recipient: 'ipoa' })
    await agree({ level: 4 }, zuri)
    expect((await missing()).map(({ name }) => name)).toEqual(['Zuri'])
    expect(await codeOf(handIn(recordId, 'named'))).toBe('CONSENT_MISSING')
    await agree({ level: 5 }, zuri)
    expect(await missing()).toEqual([])
    await handIn(recordId, 'named')
    expect((await client.cards.get({ recordId })).fields).toMatchObject({ state: 'filed', confidentiality: 'named' })
  })

  it('waits for us once a name that it bears is agreed to no more, and whoever takes that back is told before', async () => {
    const zuri = await person('Zuri')
    const incidents = [await raid(neema, zuri)]
    // What is for a coalition, also said later, ends nothing that is for an authority.
    const consents = [
      await agree({ level: 5, recipient: 'IPOA' }),
      await agree({ level: 5 }, zuri),
      await agree({ level: 3, recipient: umoja }),
    ]
    const recordId = await begun({ title: 'To IPOA', incidents, body: 'IPOA' })
    await handIn(recordId, 'named')
    const own = await begun({ title: 'In our name', incidents, body: 'IPOA' })
    await handIn(own, 'intermediary')
    const named = [{ recordId, label: 'To IPOA', status: 'filed' }]
    const waits = async () => (await client.cards.due({})).rows.filter(({ why }) => why === 'name')
    const under = (of: RecordId) => client.cards.underName({ recordId: of })
    expect([await waits(), await under(neema), await under(zuri)]).toEqual([[], [], []])
    expect(await Promise.all(consents.map(under))).toEqual([named, named, []])
    // What they agreed to twice holds as long as one of the two does.
    const [first = recordId] = consents
    const again = await agree({ level: 6 })
    expect(await under(first)).toEqual([])
    await withdraw(again)
    await withdraw(first)
    expect([await waits(), await under(neema), await under(zuri)]).toEqual([[{ ...named[0], why: 'name', day: null }], named, []])
    expect((await client.cards.due({ cursor: `~:${'f'.repeat(64)}` })).rows).toEqual([])
    const { heads } = await client.cards.get({ recordId })
    await client.cards.amend({ recordId, heads, change: { kind: 'complaint', changes: { state: 'closed' } } })
    expect([await waits(), await under(neema), await under(first)]).toEqual([[], [], []])
    expect(await codeOf(under(recordId))).toBe('RECORD_NOT_FOUND')
  })

  it('waits for us when the word of somebody without a page has ended by its last day', async () => {
    const fields = incident('Raid', { 'harmed:0000000a': { name: 'two visitors' } })
    const unnamed = (await client.records.create({ audience: house, fields })).recordId
    const said: CardFields<'consent'> = { incident: unnamed, item: '0000000a', level: 5 }
    const { recordId: consent } = await client.cards.create({ audience: house, card: { kind: 'consent', fields: said } })
    const recordId = await begun({ incidents: [unnamed] })
    await handIn(recordId, 'named')
    const rows = async () => (await client.cards.due({})).rows.filter(({ why }) => why !== 'answer')
    expect([(await client.cards.underName({ recordId: consent })).length, await rows()]).toEqual([1, []])
    const { heads } = await client.cards.get({ recordId: consent })
    const changes = { expires: { date: '2026-01-31', about: false } }
    await client.cards.amend({ recordId: consent, heads, change: { kind: 'consent', changes } })
    expect((await rows()).map(({ recordId: of, why }) => [of, why])).toEqual([
      [recordId, 'name'],
      [consent, 'consent'],
    ])
  })

  it('goes without a name, too, only where everybody has agreed that this authority has it so', async () => {
    const zuri = await person('Zuri')
    const fields = incident('Raid', { 'harmed:0000000a': { name: 'two visitors' } })
    const unnamed = (await client.records.create({ audience: house, fields })).recordId
    const incidents = [await raid(neema, zuri), unnamed]
    const missing = async (recordId: RecordId) => (await client.cards.unnamable({ recordId, named: false })).people.map(({ name }) => name)
    for (const confidentiality of ['intermediary', 'withheld'] as const) {
      const body = `The ${confidentiality} desk`
      const recordId = await begun({ incidents, body })
      await agree({ level: 4, recipient: body })
      await agree({ level: 5, recipient: body }, zuri)
      expect([await missing(recordId), await codeOf(handIn(recordId, confidentiality))]).toEqual([['two visitors'], 'CONSENT_MISSING'])
      const said: CardFields<'consent'> = { incident: unnamed, item: '0000000a', level: 4, recipient: body }
      await client.cards.create({ audience: house, card: { kind: 'consent', fields: said } })
      await handIn(recordId, confidentiality)
    }
    // Where nobody was harmed, nobody has to be asked.
    await handIn(await begun({ incidents: [await raid()], body: 'IPOA' }), 'withheld')
  })

  it('that is handed in is about no further incident, and goes to no other authority, without their word', async () => {
    await agree({ level: 4, recipient: 'IPOA' })
    const zuri = await person('Zuri')
    const [first, more] = [await raid(neema), await raid(zuri)]
    const recordId = await begun({ incidents: [first], body: 'IPOA' })
    await handIn(recordId, 'intermediary')
    const amend = async (changes: Partial<CardFields<'complaint'>>) => {
      const { heads } = await client.cards.get({ recordId })
      return client.cards.amend({ recordId, heads, change: { kind: 'complaint', changes } })
    }
    const lacks = async (changes: Partial<CardFields<'complaint'>>) =>
      (await client.cards.unnamable({ recordId, changes })).people.map(({ name }) => name)
    const both = { incidents: [first, more] }
    expect([await codeOf(amend(both)), await lacks(both)]).toEqual(['CONSENT_MISSING', ['Zuri']])
    const other = { body: 'The Ombudsman' }
    expect([await codeOf(amend(other)), await lacks(other)]).toEqual(['CONSENT_MISSING', ['Neema']])
    // It was handed in with her word: that she takes it back keeps it from nothing but going further.
    await agree({ level: 1 })
    await amend({ title: 'Held, and hit', caseNumber: 'OB 1' })
    await agree({ level: 4, recipient: 'IPOA' }, zuri)
    await amend(both)
    expect((await client.cards.get({ recordId })).fields).toMatchObject(both)
  })

  it('bears no name where nobody is said to have been harmed, or whose page is gone, or who has none', async () => {
    const gone = await raid(neema)
    await agree({ level: 5 })
    const fields = incident('Raid', { 'harmed:0000000a': { name: 'two visitors' } })
    const unnamed = (await client.records.create({ audience: house, fields })).recordId
    const none = await begun({})
    expect([await client.cards.unnamable({ recordId: none }), await codeOf(handIn(none, 'named'))]).toEqual([
      { harmed: 0, people: [], gone: 0 },
      'CONSENT_MISSING',
    ])
    await client.records.erase({ recordId: neema })
    const recordId = await begun({ incidents: [gone, unnamed] })
    expect(await client.cards.unnamable({ recordId })).toEqual({
      harmed: 2,
      people: [
        { recordId: neema, name: '', incident: gone },
        { recordId: null, item: '0000000a', name: 'two visitors', incident: unnamed },
      ],
      gone: 0,
    })
    expect(await codeOf(handIn(recordId, 'named'))).toBe('CONSENT_MISSING')
    expect(await codeOf(client.cards.unnamable({ recordId: unnamed }))).toBe('RECORD_NOT_FOUND')
  })
})
