import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NewCard, RecordId, SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, houseOf, incident, makePlace, makeVault, type Place, problemOf } from '../support/engine.ts'

let place: Place
let client: Client
let house: SpaceId

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
  client = (await place.unlocked()).client
  house = await houseOf(client)
})
afterEach(() => place.clear())

const person: NewCard = { kind: 'person', fields: { pseudonym: 'Neema', role: 'sex-worker' } }
const identity = { name: 'Wilhelmina Quandt-Österreich', contact: '0712 555 019 283', notes: 'Only by message.' }
const codeOf = async (call: Promise<unknown>) => (await problemOf(call)).code
const create = async (card: NewCard, audience = house) => (await client.cards.create({ audience, card })).recordId

describe('records beside incidents', () => {
  it('are written, listed, found, amended, looked back on and erased', async () => {
    const { recordId, entryId } = await client.cards.create({
      audience: house,
      card: { kind: 'perpetrator', fields: { label: 'Tall one', badge: '4417' } },
    })
    await client.cards.amend({ recordId, heads: [entryId], change: { kind: 'perpetrator', changes: { rank: 'corporal' } } })
    expect(await client.cards.get({ recordId })).toMatchObject({
      kind: 'perpetrator',
      fields: { label: 'Tall one', badge: '4417', rank: 'corporal' },
      versions: 2,
      conflicts: [],
      author: { own: true },
    })
    expect((await client.cards.list({ kind: 'perpetrator', text: '4417' })).rows.map(({ label }) => label)).toEqual(['Tall one'])
    expect((await client.records.history({ recordId })).map(({ changes }) => changes.map(({ field }) => field))).toEqual([
      ['label', 'badge'],
      ['rank'],
    ])
    await client.records.erase({ recordId })
    expect((await client.cards.list({ kind: 'perpetrator' })).rows).toEqual([])
    expect(await codeOf(client.cards.get({ recordId }))).toBe('RECORD_NOT_FOUND')
  })

  it('are named by incidents, which say what they are called and are told by them', async () => {
    const officer = await create({ kind: 'perpetrator', fields: { label: 'Tall one' } })
    const neema = await create(person)
    const fields = incident('Raid', {
      'perpetrator:0000000a': { perpetrator: officer, degree: 'ordered' },
      'harmed:0000000b': { person: neema, injuries: 'light' },
    })
    const { recordId } = await client.records.create({ audience: house, fields })
    await create({ kind: 'request', fields: { title: 'A lawyer', incident: recordId } })
    const read = await client.records.get({ recordId })
    expect(read.fields).toMatchObject(fields)
    expect(read.names).toEqual({ [officer]: 'Tall one', [neema]: 'Neema' })
    expect(read.mentions).toMatchObject([{ kind: 'request', field: 'incident', label: 'A lawyer' }])
    expect((await client.cards.get({ recordId: officer })).mentions).toMatchObject([{ recordId, kind: 'incident', label: 'Raid' }])
    expect((await client.cards.due({})).rows).toMatchObject([{ why: 'request', day: null, label: 'A lawyer' }])
  })

  it('are written once under a name that who asks has chosen, however often, and anew where that one is erased', async () => {
    const name = '0123456789abcdef'.repeat(2)
    const ask = () => client.cards.create({ audience: house, card: person, name })
    const first = await ask()
    expect(await ask()).toEqual(first)
    expect(first.recordId.startsWith(name)).toBe(true)
    expect((await client.cards.list({ kind: 'person' })).rows).toHaveLength(1)
    await client.records.erase({ recordId: first.recordId })
    const { recordId } = await ask()
    expect(recordId.startsWith(name)).toBe(false)
    expect((await client.cards.list({ kind: 'person' })).rows.map((row) => row.recordId)).toEqual([recordId])
    expect(await codeOf(client.cards.create({ audience: house, card: person, name: 'Neema' }))).toBe('BAD_INPUT')
  })

  it('are refused where the window sends what is none', async () => {
    const bad = (card: unknown) => codeOf(client.cards.create({ audience: house, card: card as NewCard }))
    expect(await bad({ kind: 'person', fields: {} })).toBe('BAD_INPUT')
    expect(await bad({ kind: 'person', fields: { pseudonym: 'x', shoe: 1 } })).toBe('BAD_INPUT')
    expect(await bad({ kind: 'spy', fields: { title: 'x' } })).toBe('BAD_INPUT')
    expect(await bad({ kind: 'complaint', fields: { title: 'x', 'step:zz': {} } })).toBe('BAD_INPUT')
    const recordId = await create(person)
    const heads = (await client.cards.get({ recordId })).heads
    const change = { kind: 'request' as const, changes: { title: 'x' } }
    expect(await codeOf(client.cards.amend({ recordId, heads, change }))).toBe('BAD_INPUT')
  })
})

describe('what was half written', () => {
  it('is kept, offered again after a lock, and thrown away; it is no draft of an incident', async () => {
    const form = { texts: { title: 'What Neema tells', narrative: 'At ten at night' }, lists: {}, dates: { date: '2026' }, flags: {} }
    const begun = { kind: 'testimony' as const, recordId: null, heads: [], name: 'a'.repeat(32), form, names: {} }
    const { draftId } = await client.cards.saveDraft({ ...begun, draftId: null })
    const more = { ...form, texts: { ...form.texts, narrative: 'At ten at night they came' } }
    expect(await client.cards.saveDraft({ ...begun, form: more, draftId })).toEqual({ draftId })
    await place.kill()
    client = (await place.unlocked()).client
    expect(await client.cards.drafts()).toMatchObject([{ ...begun, form: more, draftId }])
    expect(await client.drafts.list()).toEqual([])
    const huge = { ...form, texts: { narrative: 'x'.repeat(1_000_001) } }
    expect(await codeOf(client.cards.saveDraft({ ...begun, form: huge, draftId }))).toBe('TEXT_TOO_LONG')
    await client.cards.discardDraft({ draftId })
    expect(await client.cards.drafts()).toEqual([])
  })
})

describe('real names and exact places', () => {
  it('are shown on purpose only: they stand in no list, no search, no record and no history', async () => {
    const { recordId, entryId } = await client.cards.create({ audience: house, card: person, identity })
    const read = await client.cards.get({ recordId })
    expect(read.fields.identity).toMatch(/^[0-9a-f]{8}$/)
    await client.cards.amend({ recordId, heads: [entryId], change: { kind: 'person', changes: { pseudonym: 'Zuri' } } })
    const raid = incident('Raid')
    const where = '14 Umbrella Lane, third door'
    const { recordId: incidentId, entryId: first } = await client.records.create({ audience: house, fields: raid, place: where })
    await client.records.amend({ recordId: incidentId, heads: [first], changes: { area: 'Kibera' } })
    const shown = JSON.stringify([
      await client.cards.list({ kind: 'person' }),
      await client.cards.get({ recordId }),
      await client.records.history({ recordId }),
      await client.records.get({ recordId: incidentId }),
      await client.records.list({ text: 'umbrella' }),
      await client.cards.list({ kind: 'person', text: 'Wilhelmina' }),
    ])
    for (const word of ['Wilhelmina', '0712 555', 'Umbrella Lane']) expect(shown).not.toContain(word)
    expect(await client.cards.reveal({ recordId })).toEqual(identity)
    expect(await client.records.place({ recordId: incidentId })).toEqual({ place: where })
    // Each time: who looks soon after another may be somebody else.
    await client.records.place({ recordId: incidentId })
    const look = { act: 'viewed', recordId: incidentId, here: true }
    expect(await client.records.shown({ recordId: incidentId, field: 'place' })).toMatchObject([look, look])
    expect(await client.records.shown({ recordId, field: 'identity' })).toMatchObject([{ act: 'viewed', recordId, here: true }])
    const { heads } = await client.cards.get({ recordId })
    const other = { ...identity, contact: 'by her sister' }
    await client.cards.amend({ recordId, heads, change: { kind: 'person', changes: {} }, identity: other })
    expect(await client.cards.reveal({ recordId })).toEqual(other)
  })

  it('are not where there are none', async () => {
    const recordId = await create(person)
    expect(await codeOf(client.cards.reveal({ recordId }))).toBe('RECORD_NOT_FOUND')
    const { recordId: incidentId } = await client.records.create({ audience: house, fields: incident('Raid') })
    expect(await codeOf(client.records.place({ recordId: incidentId }))).toBe('RECORD_NOT_FOUND')
  })
})

describe('a coalition', () => {
  let audience: SpaceId
  beforeEach(async () => {
    audience = (await client.coalitions.found({ name: 'Umoja' })).spaceId
  })

  it('gets no consent, no real name and nothing that stays in the House, whatever the window asks', async () => {
    const consent: NewCard = { kind: 'consent', fields: { level: 3 } }
    expect(await codeOf(client.cards.create({ audience, card: consent }))).toBe('NOT_ALLOWED')
    expect(await codeOf(client.cards.create({ audience, card: person, identity }))).toBe('NOT_ALLOWED')
    expect(await codeOf(client.cards.create({ audience, card: person }))).toBe('NOT_ALLOWED')
    const neema: RecordId = await create(person)
    const ours = (await client.records.create({ audience: house, fields: incident('Raid') })).recordId
    const theirs = (await client.records.create({ audience, fields: incident('Raid of all') })).recordId
    const request = (fields: object): NewCard => ({ kind: 'request', fields: { title: 'A lawyer', ...fields } })
    for (const card of [
      request({ person: neema }),
      request({ incident: ours }),
      { kind: 'note' as const, fields: { title: 'x', incidents: [theirs, ours] } },
    ])
      expect(await codeOf(client.cards.create({ audience, card }))).toBe('NOT_ALLOWED')
    const { recordId: asked, entryId: at } = await client.cards.create({ audience, card: request({ incident: theirs }) })
    const change = { kind: 'request' as const, changes: { incident: ours } }
    expect(await codeOf(client.cards.amend({ recordId: asked, heads: [at], change }))).toBe('NOT_ALLOWED')
    for (const changes of [
      { recordedBy: 'JN' },
      { 'harmed:0000000b': { person: neema } },
      { feedbackDue: { date: '2026-05-01', about: false } },
    ])
      expect(await codeOf(client.records.create({ audience, fields: incident('Raid', changes) }))).toBe('NOT_ALLOWED')
    expect(await codeOf(client.records.create({ audience, fields: incident('Raid'), place: 'x' }))).toBe('NOT_ALLOWED')
    const { recordId, entryId } = await client.records.create({ audience, fields: incident('Raid') })
    for (const changes of [{ recordedBy: 'JN' }, { 'harmed:0000000b': { person: neema } }])
      expect(await codeOf(client.records.amend({ recordId, heads: [entryId], changes }))).toBe('NOT_ALLOWED')
    expect((await client.records.get({ recordId })).versions).toBe(1)
  })

  it('reads of a shared incident what leaves: who did it by name, and who was harmed by none of theirs', async () => {
    const officer = await create({ kind: 'perpetrator', fields: { label: 'Tall one' } })
    const fields = incident('Raid', {
      certainty: 'confirmed',
      recordedBy: 'JN',
      'perpetrator:0000000a': { perpetrator: officer, degree: 'ordered' },
      'harmed:0000000b': { name: 'Neema', people: 2 },
    })
    const { recordId } = await client.records.create({ audience: house, fields })
    await create({ kind: 'consent', fields: { incident: recordId, item: '0000000b', level: 3, recipient: audience } })
    const { heads, fields: preview } = await client.records.shareable({ recordId })
    const { recordId: copy } = await client.records.share({ recordId, heads, audience, source: false })
    const abroad = (await client.records.get({ recordId: copy })).fields
    expect(Object.entries(abroad).filter(([field]) => field.startsWith('perpetrator:'))).toEqual([
      [expect.not.stringContaining('0000000a'), { name: 'Tall one', degree: 'ordered' }],
    ])
    expect(abroad.certainty).toBe('confirmed')
    expect(Object.entries(abroad).filter(([field]) => field.startsWith('harmed:'))).toEqual([
      [expect.not.stringContaining('0000000b'), { name: expect.stringMatching(/^P-[A-Z2-9]{8}$/), people: 2 }],
    ])
    for (const shown of [abroad, preview]) expect(JSON.stringify(shown)).not.toMatch(/Neema|JN/)
    // An amendment goes the same way, and one of nothing that leaves writes nothing there.
    const first = (await client.records.get({ recordId })).heads
    await client.records.amend({ recordId, heads: first, changes: { recordedBy: 'AB' }, alsoFor: [audience] })
    expect((await client.records.get({ recordId: copy })).versions).toBe(1)
    const second = (await client.records.get({ recordId })).heads
    const changes = { 'perpetrator:0000000a': null, method: 'They broke the door.' }
    await client.records.amend({ recordId, heads: second, changes, alsoFor: [audience] })
    const after = (await client.records.get({ recordId: copy })).fields
    expect([after.method, Object.keys(after).some((field) => field.startsWith('perpetrator:'))]).toEqual(['They broke the door.', false])
  })
})
