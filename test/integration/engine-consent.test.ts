import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CardFields, Harmed, RecordId, SpaceId } from '../../core/engine/contract/index.ts'
import { allows, type Consent } from '../../core/records/consent.ts'
import { type Client, houseOf, incident, makePlace, makeVault, type Place, problemOf } from '../support/engine.ts'

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
    expect(shown).toEqual({ name: expect.stringMatching(/^P-[A-Z2-9]{4}$/), injuries: 'light' })
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
    expect(await codeOf(client.records.get({ recordId: copy }))).toBe('RECORD_NOT_FOUND')
    expect(await harmedIn(recordId)).toHaveLength(1)
    expect(await codeOf(share(recordId, umoja))).toBe('CONSENT_MISSING')
    await agree({ level: 3, recipient: umoja })
    expect(await share(recordId, umoja)).not.toBe(copy)
  })

  it('takes it back too when its last day is over: with the day itself, and at the next start', async () => {
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

  it('is not erased while it holds, and who is erased is taken back everywhere first', async () => {
    const consent = await agree({ level: 3, recipient: umoja })
    const recordId = await raid(neema)
    await share(recordId, umoja)
    expect(await codeOf(client.records.erase({ recordId: consent }))).toBe('NOT_ALLOWED')
    await client.records.erase({ recordId: neema })
    expect(await copiesOf(recordId)).toEqual([])
    expect(await codeOf(share(recordId, umoja))).toBe('CONSENT_MISSING')
    await withdraw(consent)
    await client.records.erase({ recordId: consent })
  })
})

describe('a file', () => {
  it('holds for an authority and for everybody only what people have agreed to', async () => {
    const rows = async (purpose: 'own' | 'authority' | 'public') => {
      let text = ''
      for await (const piece of await client.exports.csv({ purpose })) text += piece.text
      const lines = text.trim().split('\r\n').length - 1
      const { records, withheld } = await client.exports.preview({ purpose })
      expect([records, withheld]).toEqual([lines, 2 - lines])
      return lines
    }
    await raid(neema)
    await client.records.create({ audience: house, fields: incident('Nobody was harmed') })
    expect([await rows('own'), await rows('authority'), await rows('public')]).toEqual([2, 1, 1])
    await agree({ level: 4 })
    expect([await rows('own'), await rows('authority'), await rows('public')]).toEqual([2, 2, 1])
    await agree({ level: 6 })
    expect(await rows('public')).toBe(2)
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
  const [acts] = fc.sample(fc.array(act, { minLength: 60, maxLength: 60 }), 1)
  const people = [neema, await person('Zuri')]
  const spaces = [umoja, sauti]
  const incidents = [await raid(neema), await raid(), await raid(neema, people[1] ?? neema)]
  const consents: { id: RecordId; of: RecordId; fields: Consent }[] = []
  const refused = new Set<string>()
  const attempt = async (call: Promise<unknown>) => {
    try {
      await call
    } catch (error) {
      refused.add((error as { code: string }).code)
    }
  }
  for (const { what, who, where, which, level } of acts ?? []) {
    const [of, audience, recordId] = [people[who] ?? neema, spaces[where] ?? umoja, incidents[which] ?? neema]
    if (what === 'agree') consents.push({ id: await agree({ level, recipient: audience }, of), of, fields: { level, recipient: audience } })
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
        const named = (await harmedIn(copy)).length
        const agreed = people.filter((each) =>
          allows(
            consents.filter((consent) => consent.of === each).map(({ fields }) => fields),
            { coalition: spaceId },
            today(),
          ),
        )
        expect(named).toBeLessThanOrEqual(agreed.length * 2)
        if (agreed.length === 0) expect(named).toBe(0)
      }
    }
  }
  for (const code of refused) expect(['CONSENT_MISSING', 'ALREADY_SHARED']).toContain(code)
})
