import createTestnet from 'hyperdht/testnet.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IncidentChanges, RecordId, SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, houseOf, incident, makePlace, makeVault, type Place, problemOf } from '../support/engine.ts'
import { pair, until } from '../support/pair.ts'

let place: Place
let client: Client
let house: SpaceId
let umoja: SpaceId
let sauti: SpaceId
/** Called N-77 here, Neema before; really Grace Akinyi, and written down as Grace Wairimu before. */
let neema: RecordId

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
  client = (await place.unlocked()).client
  house = await houseOf(client)
  umoja = (await client.coalitions.found({ name: 'Umoja' })).spaceId
  sauti = (await client.coalitions.found({ name: 'Sauti' })).spaceId
  neema = await person('Neema', 'Grace Wairimu')
  const { heads } = await client.cards.get({ recordId: neema })
  const identity = { name: 'Grace Akinyi', contact: 'Safaricom +254 712 345 678', notes: '' }
  await client.cards.amend({ recordId: neema, heads, change: { kind: 'person', changes: { pseudonym: 'N-77' } }, identity })
  await person('Zuri', 'Hope Wanjiku')
  await person('李明')
  await person('Рита')
})
afterEach(() => place.clear())

const person = async (pseudonym: string, real = '') =>
  (
    await client.cards.create({
      audience: house,
      card: { kind: 'person', fields: { pseudonym } },
      identity: real === '' ? null : { name: real, contact: '', notes: '' },
    })
  ).recordId
const agree = (of: RecordId, recipient: SpaceId) =>
  client.cards.create({ audience: house, card: { kind: 'consent', fields: { person: of, level: 3, recipient } } })

/** Of nobody in particular: a name of any of our people, as a name is written. */
const NAMED = [
  'N-77 was hit',
  'NEEMA was hit',
  'Akinyi was hit',
  'With Wairimu',
  'Zuri saw it',
  'WANJIKU saw it',
  'Reach them on 0712-345678',
  '警察打了李明。',
  'Риту били',
]
/** A telephone number of whomever is none of these to a hint of an alert, which says one on purpose. */
const UNKNOWN_NUMBER = 'A number that nobody knows: 0733 111 222'
const SILENT = ['She was hit', 'On 03.05.2026 10:30', 'OB 345/678 of 2026', 'By grace she was not hit', 'We hope so']

/** What the engine answers: the mark of words that it will not let go yet, the code of another error, or null where it did it. */
async function held(call: Promise<unknown>): Promise<string | null> {
  try {
    await call
    return null
  } catch (error) {
    const { code, data } = error as { code: string; data?: { mark?: string } }
    return code === 'NAME_IN_WORDS' ? (data?.mark ?? 'no mark') : code
  }
}
const MARK = expect.stringMatching(/^[0-9a-f]{64}$/)
const versionsOf = async (recordId: RecordId) => (await client.records.get({ recordId })).versions
const all = async () => (await client.records.count({})).all

describe('an incident that is written into a coalition', () => {
  const write = (title: string, named: string | null = null, audience = umoja) =>
    client.records.create({ audience, fields: incident(title), named })

  it('is held where it says what any of our people is or was called, or really is, and nothing of it is written', async () => {
    for (const title of [...NAMED, UNKNOWN_NUMBER]) expect([title, await held(write(title))]).toEqual([title, MARK])
    expect(await all()).toBe(0)
    for (const title of SILENT) expect(await held(write(title))).toBe(null)
    for (const title of NAMED) expect(await held(write(title, null, house))).toBe(null)
  })

  it('goes once somebody has read just these words for just this coalition', async () => {
    const mark = await held(write('Akinyi was hit'))
    const other = await held(write('Akinyi was hit twice'))
    const elsewhere = await held(write('Akinyi was hit', null, sauti))
    for (const wrong of [other, elsewhere, '0'.repeat(64)]) expect(await held(write('Akinyi was hit', wrong))).toBe(mark)
    expect(await all()).toBe(0)
    const { recordId } = await write('Akinyi was hit', mark)
    expect((await client.records.get({ recordId })).fields.title).toBe('Akinyi was hit')
  })

  it('is held again after a start: a mark lives no longer than the engine that gave it', async () => {
    const mark = await held(write('Akinyi was hit'))
    await place.kill()
    client = (await place.unlocked()).client
    const again = await held(write('Akinyi was hit', mark))
    expect(again).toEqual(MARK)
    expect(again).not.toBe(mark)
  })

  it('says nowhere which name it was', async () => {
    const problem = await problemOf(write('Akinyi was hit'))
    expect(problem).toMatchObject({ code: 'NAME_IN_WORDS' })
    expect(JSON.stringify(problem)).not.toMatch(/akinyi|grace|neema/i)
  })

  it('is looked at when it is amended, but not for what partners have read already', async () => {
    const { recordId, entryId } = await write('Raid')
    const amend = (changes: IncidentChanges, heads = [entryId], named: string | null = null) =>
      client.records.amend({ recordId, heads, changes, named })
    for (const narrative of NAMED) expect([narrative, await held(amend({ narrative }))]).toEqual([narrative, MARK])
    expect(await held(amend({ 'perpetrator:0000000a': { name: 'the one who hit Akinyi' } }))).toEqual(MARK)
    expect(await versionsOf(recordId)).toBe(1)
    const mark = await held(amend({ narrative: 'Akinyi was hit' }))
    expect(await held(amend({ narrative: 'Akinyi was hit', area: 'Kisumu, by Akinyi' }, [entryId], mark))).toEqual(MARK)
    const second = await amend({ narrative: 'Akinyi was hit' }, [entryId], mark)
    const third = await amend({ narrative: 'She was hit', area: 'Kisumu' }, [second.entryId])
    // An undo, or one of two versions that is kept, says nothing new.
    await amend({ narrative: 'Akinyi was hit' }, [third.entryId])
    expect(await versionsOf(recordId)).toBe(4)
  })
})

describe('an incident of the House', () => {
  const share = async (recordId: RecordId, named: string | null = null, audience = umoja) => {
    const { heads } = await client.records.shareable({ recordId })
    return client.records.share({ recordId, heads, audience, named })
  }
  const raid = async (title = 'Raid') =>
    (await client.records.create({ audience: house, fields: incident(title, { 'harmed:0000000a': { person: neema } }) })).recordId

  beforeEach(async () => {
    for (const coalition of [umoja, sauti]) await agree(neema, coalition)
  })

  it('is shared only with the mark of its words, which is told with what leaves', async () => {
    const recordId = await raid('neema was hit')
    const { named } = await client.records.shareable({ recordId, audience: umoja })
    const other = (await client.records.shareable({ recordId, audience: sauti })).named
    expect([named, other]).toEqual([MARK, MARK])
    for (const wrong of [null, other]) expect(await held(share(recordId, wrong))).toBe(named)
    expect((await client.records.get({ recordId })).sharedAs).toEqual([])
    await share(recordId, named)
    expect((await client.records.get({ recordId })).sharedAs).toHaveLength(1)
    expect((await client.records.shareable({ recordId: await raid(), audience: umoja })).named).toBe(null)
  })

  it('takes no name along when it is amended for a coalition too, whatever the case of one who was harmed', async () => {
    const recordId = await raid()
    const { recordId: copy } = await share(recordId)
    const amend = async (changes: IncidentChanges, alsoFor: SpaceId[], named: string | null = null) => {
      const { heads } = await client.records.get({ recordId })
      return client.records.amend({ recordId, heads, changes, alsoFor, named })
    }
    const texts = [...NAMED, 'neema was hit', 'akinyi’s Grace']
    for (const narrative of texts) expect([narrative, await held(amend({ narrative }, [umoja]))]).toEqual([narrative, MARK])
    // Who comes in with the same change counts too, and so does who goes.
    const zuri = await person('Desta')
    await agree(zuri, umoja)
    const swapped = { 'harmed:0000000a': { person: zuri } }
    expect(await held(amend({ ...swapped, narrative: 'desta was hit' }, [umoja]))).toEqual(MARK)
    expect(await held(amend({ ...swapped, narrative: 'neema was hit' }, [umoja]))).toEqual(MARK)
    expect([await versionsOf(recordId), await versionsOf(copy)]).toEqual([1, 1])
    // What stays here is nobody's to look at.
    expect(await held(amend({ narrative: 'neema was hit', recordedBy: 'Akinyi' }, []))).toBe(null)
    expect(await held(amend({ recordedBy: 'Zuri' }, [umoja]))).toBe(null)
    const mark = await held(amend({ narrative: 'Akinyi was hit' }, [umoja]))
    expect(await held(amend({ narrative: 'Akinyi was beaten' }, [umoja], mark))).toEqual(MARK)
    await amend({ narrative: 'Akinyi was hit' }, [umoja], mark)
    expect((await client.records.get({ recordId: copy })).fields.narrative).toBe('Akinyi was hit')
  })

  it('lends a mark to one coalition only', async () => {
    const recordId = await raid()
    await share(recordId)
    await share(recordId, null, sauti)
    const { heads } = await client.records.get({ recordId })
    const amend = (alsoFor: SpaceId[], named: string | null = null) =>
      client.records.amend({ recordId, heads, changes: { narrative: 'Zuri saw it' }, alsoFor, named })
    const mark = await held(amend([umoja]))
    expect(await held(amend([sauti], mark))).toEqual(MARK)
    expect(await held(amend([umoja, sauti], mark))).toEqual(MARK)
    expect(await versionsOf(recordId)).toBe(1)
  })

  it('is looked at by its own people when its copy is amended there', async () => {
    const recordId = await raid()
    const { recordId: copy } = await share(recordId)
    const { heads } = await client.records.get({ recordId: copy })
    const amend = (narrative: string) => client.records.amend({ recordId: copy, heads, changes: { narrative } })
    expect(await held(amend('neema was hit'))).toEqual(MARK)
    expect(await held(amend('she was hit'))).toBe(null)
  })
})

it('holds other records in a coalition too: requests, and what is proposed of a partner’s', async () => {
  const card = (title: string) => ({ kind: 'request', fields: { title } }) as const
  const ask = (title: string, named: string | null = null, audience = umoja) => client.cards.create({ audience, card: card(title), named })
  for (const title of NAMED) expect([title, await held(ask(title))]).toEqual([title, MARK])
  expect(await held(ask('A lawyer for Akinyi', null, house))).toBe(null)
  const { recordId, entryId } = await ask('A lawyer for Akinyi', await held(ask('A lawyer for Akinyi')))
  const amend = (changes: { details?: string; status?: string }, named: string | null = null) =>
    client.cards.amend({ recordId, heads: [entryId], change: { kind: 'request', changes }, named })
  const mark = await held(amend({ details: 'Zuri knows' }))
  expect(mark).toEqual(MARK)
  expect(await held(amend({ details: 'Zuri knows more' }, mark))).toEqual(MARK)
  await amend({ details: 'Zuri knows' }, mark)

  const profile = `${place.root}/partner`
  await makeVault(profile)
  const partner = (await place.unlocked(profile)).client
  const testnet = await createTestnet(3, { host: '127.0.0.1' })
  try {
    const theirs = await pair(partner, client, testnet, 'Amani')
    await partner.records.create({ audience: theirs, fields: incident('Akinyi came to us') })
    const row = await until('their incident', async () => {
      const [first] = (await client.records.list({ audience: theirs })).rows
      return first ?? null
    })
    const { heads } = await client.records.get({ recordId: row.recordId })
    const propose = (narrative: string) => client.records.amend({ recordId: row.recordId, heads, changes: { narrative } })
    expect(await held(propose('Wanjiku too'))).toEqual(MARK)
    expect(await held(propose('Akinyi came to us'))).toBe(null)
  } finally {
    await testnet.destroy()
  }
})

it('says of the words of an alert that they may name somebody, and holds none', async () => {
  const named = async (...words: string[]) => (await client.alerts.mayName({ words })).named
  expect(await named(UNKNOWN_NUMBER)).toBe(false)
  expect(await Promise.all(NAMED.map((words) => named('Raid', words)))).toEqual(NAMED.map(() => true))
  expect(await Promise.all(SILENT.map((words) => named(words)))).toEqual(SILENT.map(() => false))
  expect(await named()).toBe(false)
  // Who asks about more than anybody types is told nothing.
  expect(await named(...Array.from({ length: 10 }, (_, i) => `Akinyi ${`word${i} `.repeat(300)}`.slice(0, 2_000)))).toBe(true)
  const dictionary = Array.from({ length: 10 }, (_, i) => Array.from({ length: 200 }, (_, j) => `word${i}x${j}`).join(' '))
  expect(await named('Akinyi', ...dictionary.slice(1))).toBe(null)
  const fields = { what: 'Akinyi taken', area: '', place: '', began: null, needs: [], contact: '', lasts: 60 }
  expect((await client.alerts.raise({ audiences: [umoja], fields })).missed).toEqual([])
})

describe('rows of a spreadsheet', () => {
  /** A file of one column, whole, and by what it is brought in. */
  async function opened(lines: readonly string[]) {
    const bytes = Buffer.from(['What happened', ...lines].join('\n'))
    const { importId } = await client.imports.begin({ fileName: 'rows.csv', bytes: bytes.length })
    await client.imports.chunk({ importId, data: bytes.toString('base64') })
    const { choice, guess } = await client.imports.read({ importId })
    return { importId, choice, mapping: { ...guess, title: 0 } }
  }
  type Plan = Awaited<ReturnType<typeof opened>>
  const run = async (plan: Plan, audience: SpaceId, named: string | null = null) => {
    for await (const _ of await client.imports.run({ ...plan, audience, named })) void _
  }
  const titles = async (audience: SpaceId) => (await client.records.list({ audience })).rows.map(({ title }) => title).toSorted()

  it('that may name somebody stay out of a coalition until they were read, and the others go', async () => {
    const lines = [...NAMED, ...SILENT]
    const plan = await opened(lines)
    const check = await client.imports.check({ ...plan, audience: umoja })
    expect(check).toMatchObject({ taken: SILENT.length, skipped: NAMED.length, named: MARK })
    expect(check.issues).toMatchObject([{ issue: 'named', count: NAMED.length }])
    await run(plan, umoja)
    expect(await titles(umoja)).toEqual(SILENT.toSorted())
    const { rows } = await client.imports.report({ importId: plan.importId, offset: 0, limit: 200 })
    expect(rows.filter(({ outcome }) => outcome === 'skipped').map(({ issues }) => issues)).toEqual(NAMED.map(() => ['named']))
    expect(await client.imports.check({ ...plan, audience: house })).toMatchObject({ taken: lines.length, named: null })

    // Read, and let go: just these.
    const named = check.named
    expect(await client.imports.check({ ...plan, audience: umoja, named })).toMatchObject({ taken: NAMED.length, named })
    await run(plan, umoja, named)
    expect(await titles(umoja)).toEqual(lines.toSorted())
  })

  it('do not go by the mark of other rows, of another coalition, or of a time when nobody was called so', async () => {
    const [one, two] = [await opened(['Akinyi was hit']), await opened(['Zuri was hit'])]
    const mark = async (plan: Plan, audience = umoja) => (await client.imports.check({ ...plan, audience })).named
    const wrong = [await mark(two), await mark(one, sauti), '0'.repeat(64), await mark(one)]
    await person('Chausiku')
    for (const named of wrong) expect(await held(run(one, umoja, named))).toBe('no mark')
    expect(await titles(umoja)).toEqual([])
    await run(one, umoja, await mark(one))
    expect(await titles(umoja)).toEqual(['Akinyi was hit'])
    await run(two, house)
    expect(await titles(house)).toContain('Zuri was hit')
  })
})
