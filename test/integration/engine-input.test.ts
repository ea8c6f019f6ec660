import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EntryId, RecordId, SpaceId } from '../../core/engine/contract/index.ts'
import {
  type EngineChild,
  everyTitle,
  houseOf,
  incident,
  makePlace,
  makeVault,
  PASSPHRASE,
  type Place,
  problemOf,
} from '../support/engine.ts'

let place: Place
let engine: EngineChild
let house: SpaceId

beforeAll(async () => {
  place = await makePlace()
  await makeVault(place.profile)
  engine = await place.unlocked()
  house = await houseOf(engine.client)
})
afterAll(() => place.clear())

const create = (fields: ReturnType<typeof incident>) => engine.client.records.create({ audience: house, fields })

describe('what a window may send', () => {
  it.each([
    ['an empty title', incident(''), { code: 'BAD_INPUT', data: { field: 'title' } }],
    ['a title of spaces', incident(' \t\n '), { code: 'BAD_INPUT', data: { field: 'title' } }],
    ['a title of control characters', incident('\u0000\u0007'), { code: 'BAD_INPUT', data: { field: 'title' } }],
    ['a long title', incident('x'.repeat(501)), { code: 'TEXT_TOO_LONG', data: { field: 'title', limit: 500 } }],
    ['a long place', incident('x', { area: 'y'.repeat(301) }), { code: 'TEXT_TOO_LONG', data: { field: 'area', limit: 300 } }],
    [
      '1 MB of text',
      incident('x', { narrative: 'z'.repeat(1_000_000) }),
      { code: 'TEXT_TOO_LONG', data: { field: 'narrative', limit: 60_000 } },
    ],
    ['year 1', incident('x', { start: { date: '0001-01-01', about: false } }), { code: 'BAD_DATE', data: { field: 'start' } }],
    ['year 9999', incident('x', { start: { date: '9999-12-31', about: false } }), { code: 'BAD_DATE', data: { field: 'start' } }],
    ['30 February', incident('x', { start: { date: '2026-02-30', about: false } }), { code: 'BAD_DATE', data: { field: 'start' } }],
    ['no date at all', incident('x', { start: { date: 'soon', about: false } }), { code: 'BAD_DATE', data: { field: 'start' } }],
    [
      'an hour without a day',
      incident('x', { start: { date: '2026-02', time: '10:00', about: false } }),
      { code: 'BAD_DATE', data: { field: 'start' } },
    ],
    [
      'hour 25',
      incident('x', { start: { date: '2026-02-01', time: '25:00', about: false } }),
      { code: 'BAD_DATE', data: { field: 'start' } },
    ],
  ])('refuses %s and says which field', async (_what, fields, problem) => {
    expect(await problemOf(create(fields))).toEqual(problem)
    expect((await engine.client.records.count({})).all).toBe(0)
  })

  it('keeps the draft of a text that was refused', async () => {
    const { client } = engine
    const narrative = 'z'.repeat(1_000_000)
    const fields = { title: 'long', types: [], date: '', time: '', about: false, area: '', narrative }
    const { draftId } = await client.drafts.save({ draftId: null, recordId: null, heads: [], audience: house, fields })
    const save = client.records.create({ audience: house, fields: incident('long', { narrative }), draftId })
    expect(await problemOf(save)).toEqual({ code: 'TEXT_TOO_LONG', data: { field: 'narrative', limit: 60_000 } })
    const [draft] = await client.drafts.list()
    expect(draft?.fields.narrative).toBe(narrative)
    await client.drafts.discard({ draftId })
  })

  it('refuses a draft that is over its room, as a text', async () => {
    const fields = { title: '', types: [], date: '', time: '', about: false, area: '', narrative: 'é'.repeat(3_000_000) }
    const save = engine.client.drafts.save({ draftId: null, recordId: null, heads: [], audience: house, fields })
    expect(await problemOf(save)).toMatchObject({ code: 'TEXT_TOO_LONG' })
  })

  it('takes records and entries only by ids that are there', async () => {
    const { client } = engine
    const nowhere = 'ab'.repeat(32) as RecordId
    const foreign = `${'cd'.repeat(32)}:7` as EntryId
    expect(await problemOf(client.records.get({ recordId: nowhere }))).toEqual({ code: 'RECORD_NOT_FOUND' })
    expect(await problemOf(client.records.history({ recordId: nowhere }))).toEqual({ code: 'RECORD_NOT_FOUND' })
    expect(await problemOf(client.records.erase({ recordId: nowhere }))).toEqual({ code: 'RECORD_NOT_FOUND' })
    expect(await problemOf(client.records.get({ recordId: '../../etc' as RecordId }))).toEqual({
      code: 'BAD_INPUT',
      data: { field: 'recordId' },
    })
    const space = 'ef'.repeat(32) as SpaceId
    expect(await problemOf(client.records.create({ audience: space, fields: incident('x') }))).toEqual({ code: 'SPACE_NOT_FOUND' })
    const one = await create(incident('one'))
    const two = await create(incident('two'))
    const amend = (heads: EntryId[]) => problemOf(client.records.amend({ recordId: one.recordId, heads, changes: { title: 'changed' } }))
    expect(await amend([foreign])).toEqual({ code: 'RECORD_CHANGED' })
    expect(await amend([two.entryId])).toEqual({ code: 'RECORD_CHANGED' })
    expect(await amend([one.entryId, two.entryId])).toEqual({ code: 'RECORD_CHANGED' })
    expect(await amend([])).toMatchObject({ code: 'BAD_INPUT' })
    expect((await client.records.get(one)).fields.title).toBe('one')
    for (const { recordId } of [one, two]) await client.records.erase({ recordId })
    expect(await problemOf(client.records.get(one))).toEqual({ code: 'RECORD_NOT_FOUND' })
    expect(await problemOf(client.records.erase({ recordId: one.recordId }))).toEqual({ code: 'RECORD_NOT_FOUND' })
  })

  it.each([
    ['right to left', 'مداهمة في السوق \u202eabc\u202c'],
    ['emoji', 'raid 🚨👩🏾‍🦽‍➡️ 🏳️‍🌈'],
    ['markup', '<script>alert(1)</script> & "quotes" \'; DROP TABLE item; -- {{x}} %s \\u0000'],
    ['astral letters', '𝔭𝔬𝔩𝔦𝔠𝔢 𐤀𐤁'],
    ['a formula', '=HYPERLINK("http://example.org")'],
  ])('keeps %s as it was written', async (_what, text) => {
    const { client } = engine
    const saved = await create(incident(text, { area: text, narrative: `${text}\n\n\t${text}`, types: ['raid-home'] }))
    const { fields } = await client.records.get(saved)
    expect(fields).toMatchObject({ title: text, area: text, narrative: `${text}\n\n\t${text}` })
    await client.records.erase({ recordId: saved.recordId })
  })

  it('takes control characters, and lone halves of pairs, out of a text and nothing else', async () => {
    const saved = await create(incident('be\u0000ll\u0007', { narrative: 'one\r\ntwo\u001b[31m\ud800 three' }))
    const { fields } = await engine.client.records.get(saved)
    expect(fields).toMatchObject({ title: 'bell', narrative: 'one\ntwo[31m\ufffd three' })
    await engine.client.records.erase({ recordId: saved.recordId })
  })

  it.each(['"', '*', 'AND', 'NEAR(', '^', '-', 'title:x', "';--", '\u0000', '🚨', '('])('searches for %j without a fault', async (text) => {
    expect(await everyTitle(engine.client, text)).toEqual([])
    expect((await engine.client.records.count({ text })).matching).toBe(0)
  })

  it('refuses a page it did not hand out', async () => {
    const cursor = '1; DROP TABLE item'
    expect(await problemOf(engine.client.records.list({ cursor }))).toEqual({ code: 'BAD_INPUT', data: { field: 'cursor' } })
  })
})

describe('frames that are none', () => {
  it('hurt neither the engine nor the other windows', async () => {
    const bad = engine.open()
    const frames: (string | Uint8Array)[] = [
      '',
      'garbage',
      '{',
      'null',
      '[]',
      '{"i":1}',
      '{"i":"1","t":1,"p":{}}',
      '{"i":"2","t":1,"p":{"u":"orpc://localhost/constructor","b":{}}}',
      '{"i":"3","t":1,"p":{"u":"not a url"}}',
      '{"i":"4","t":99,"p":null}',
      '{"__proto__":{"polluted":true}}',
      new Uint8Array(0),
      Uint8Array.of(0xff, 0xfe, 0xfd),
      new Uint8Array(1024).fill(0x7b),
      'x'.repeat(40 * 1024 * 1024),
    ]
    for (const frame of frames) bad.send(frame)
    // Frames come in order: when this is answered, the others have been dealt with.
    expect((await bad.client.vault.status()).state).toBe('unlocked')
    expect((await engine.client.vault.status()).state).toBe('unlocked')
    bad.close()
    expect((await engine.client.vault.status()).state).toBe('unlocked')
  })

  it('an unknown procedure is answered, and nothing inherited can be called', async () => {
    const { client } = engine
    for (const path of [['nothing', 'here'], ['constructor'], ['vault', '__proto__'], ['records']]) {
      const call = path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], client) as () => Promise<unknown>
      expect(await problemOf(call()), path.join('.')).toMatchObject({ code: 'NOT_FOUND' })
    }
  })
})

describe('opening', () => {
  let other: Place

  beforeEach(async () => {
    other = await makePlace()
  })
  afterEach(() => other.clear())

  it('is done by one of several tries at once, and a wrong passphrase opens nothing', async () => {
    await makeVault(other.profile)
    const { client } = await other.start()
    expect(await problemOf(client.records.count({}))).toEqual({ code: 'VAULT_LOCKED' })
    expect(await problemOf(client.settings.set({ theme: 'dark' }))).toEqual({ code: 'VAULT_LOCKED' })
    const wrong = 'not the passphrase at all'
    expect(await problemOf(client.vault.unlock({ passphrase: wrong }))).toEqual({ code: 'WRONG_PASSPHRASE' })
    expect(await problemOf(client.vault.unlock({ passphrase: '' }))).toEqual({ code: 'WRONG_PASSPHRASE' })
    expect(await problemOf(client.vault.recover({ words: 'zebra zebra', passphrase: PASSPHRASE }))).toMatchObject({
      code: 'WORDS_MISTYPED',
    })
    expect(await problemOf(client.vault.create({ organisationName: 'x', passphrase: PASSPHRASE }))).toEqual({ code: 'VAULT_EXISTS' })
    expect((await client.vault.status()).state).toBe('locked')
    const tries = await Promise.allSettled([1, 2, 3].map(() => client.vault.unlock({ passphrase: PASSPHRASE })))
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
    for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'PROFILE_BUSY' })
    expect((await client.vault.status()).state).toBe('unlocked')
    expect((await client.records.count({})).all).toBe(0)
  })

  it('makes a vault that is strong enough, once, and shows its words until three are typed', async () => {
    const { client } = await other.start()
    expect(await problemOf(client.vault.unlock({ passphrase: PASSPHRASE }))).toEqual({ code: 'VAULT_MISSING' })
    expect(await problemOf(client.vault.create({ organisationName: 'Umbrella', passphrase: 'password1234' }))).toMatchObject({
      code: 'PASSPHRASE_TOO_WEAK',
    })
    expect(await problemOf(client.vault.create({ organisationName: '  ', passphrase: PASSPHRASE }))).toEqual({
      code: 'BAD_INPUT',
      data: { field: 'organisationName' },
    })
    expect((await client.vault.status()).state).toBe('none')
    await client.vault.create({ organisationName: 'Umbrella', passphrase: PASSPHRASE })
    expect(await client.vault.status()).toMatchObject({ state: 'unlocked', wordsToConfirm: true })
    const { words } = await client.vault.words()
    const answers = [2, 11, 23].map((index) => ({ index, word: words[index] ?? '' }))
    const swapped = answers.map(({ index }, i) => ({ index, word: answers[(i + 1) % 3]?.word ?? '' }))
    expect(await problemOf(client.vault.confirmWords({ answers: swapped }))).toEqual({ code: 'WORDS_NOT_CONFIRMED' })
    await client.vault.confirmWords({ answers })
    expect(await problemOf(client.vault.words())).toEqual({ code: 'NOT_ALLOWED' })
    expect(await client.vault.status()).toMatchObject({ state: 'unlocked', wordsToConfirm: false })
    expect((await client.organisation.get()).name).toBe('Umbrella')
  })
})
