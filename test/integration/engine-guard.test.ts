import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, houseOf, incident, makePlace, makeVault, type Place, problemOf } from '../support/engine.ts'

let place: Place
let client: Client
let house: SpaceId
let umoja: SpaceId

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
  client = (await place.unlocked()).client
  house = await houseOf(client)
  umoja = (await client.coalitions.found({ name: 'Umoja' })).spaceId
  await person('Neema', 'Grace Akinyi')
})
afterEach(() => place.clear())

const person = (pseudonym: string, name: string) =>
  client.cards.create({
    audience: house,
    card: { kind: 'person', fields: { pseudonym } },
    identity: { name, contact: '', notes: '' },
  })

it('tells nothing of words that cannot be saved as they are', async () => {
  const long = 'Akinyi was hit. '.repeat(4_000)
  const plain = 'She was hit now. '.repeat(4_000)
  for (const narrative of [long, plain])
    expect(await problemOf(client.records.create({ audience: umoja, fields: incident('Raid', { narrative }) }))).toMatchObject({
      code: 'TEXT_TOO_LONG',
    })
  const { recordId, entryId } = await client.records.create({ audience: umoja, fields: incident('Raid') })
  const card = { kind: 'request', fields: { title: 'A lawyer' } } as const
  const request = await client.cards.create({ audience: umoja, card })
  for (const text of [long, plain]) {
    const amended = client.records.amend({ recordId, heads: [entryId], changes: { narrative: text } })
    expect(await problemOf(amended)).toMatchObject({ code: 'TEXT_TOO_LONG' })
    const asked = client.cards.create({ audience: umoja, card: { ...card, fields: { ...card.fields, details: text } } })
    expect(await problemOf(asked)).toMatchObject({ code: 'TEXT_TOO_LONG' })
    const change = { kind: 'request', changes: { details: text } } as const
    const changed = client.cards.amend({ recordId: request.recordId, heads: [request.entryId], change })
    expect(await problemOf(changed)).toMatchObject({ code: 'TEXT_TOO_LONG' })
  }
})
