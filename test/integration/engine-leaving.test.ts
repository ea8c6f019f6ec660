import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { JPEG } from '../../core/blobs/testing/pictures.ts'
import type { CardFields, FileReference, RecordId, SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, houseOf, incident, makePlace, makeVault, type Place, problemOf } from '../support/engine.ts'
import { addFile } from '../support/files.ts'

let place: Place
let client: Client
let house: SpaceId
let neema: RecordId

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
  client = (await place.unlocked()).client
  house = await houseOf(client)
  neema = (await client.cards.create({ audience: house, card: { kind: 'person', fields: { pseudonym: 'Neema' } } })).recordId
})
afterEach(() => place.clear())

const agree = (fields: CardFields<'consent'>) =>
  client.cards.create({ audience: house, card: { kind: 'consent', fields: { person: neema, ...fields } } })
const raid = (more: object = {}) =>
  client.records.create({ audience: house, fields: incident('Raid', { 'harmed:0000000a': { person: neema }, ...more }) })

describe('a number in a register of the police', () => {
  it('goes to an authority with the incident only where that may learn who it was, and to everybody never', async () => {
    await raid({ caseNumber: 'OB 45/12/03/2026' })
    await client.records.create({ audience: house, fields: incident('Nobody was harmed', { caseNumber: 'OB 45/13' }) })
    const has = async (purpose: 'own' | 'authority' | 'public', authority = '') => {
      let text = ''
      for await (const piece of await client.exports.csv({ purpose, authority, unnamed: true })) text += piece.text
      return [text.includes('Raid'), text.includes('OB 45/12'), text.includes('OB 45/13')]
    }
    await agree({ level: 4, recipient: 'IPOA' })
    expect(await has('own')).toEqual([true, true, true])
    expect(await has('authority', 'IPOA')).toEqual([true, false, false])
    await agree({ level: 5, recipient: 'IPOA' })
    expect(await has('authority', 'IPOA')).toEqual([true, true, false])
    expect(await has('authority', 'The police')).toEqual([false, false, false])
    await agree({ level: 6 })
    expect(await has('public')).toEqual([true, false, false])
  })
})

describe('a file of a record', () => {
  it('is saved for others only as far as everybody has agreed whom its record names', async () => {
    const dir = join(place.root, 'out')
    mkdirSync(dir)
    const photo = () => addFile(client, house, JPEG, 'photo.jpg')
    const [one, two, three] = [await photo(), await photo(), await photo()]
    const { recordId } = await raid({ 'file:00000001': one })
    const card = { kind: 'testimony', fields: { title: 'What she said', person: neema, 'file:00000002': two } } as const
    const testimony = (await client.cards.create({ audience: house, card })).recordId
    const save = async (of: RecordId | null, file: FileReference, purpose: 'own' | 'authority' | 'public', authority = '') => {
      for await (const _ of await client.files.save({ recordId: of, file, dir, purpose, authority })) void _
      return readdirSync(dir).length
    }
    const all: [RecordId | null, FileReference][] = [
      [recordId, one],
      [testimony, two],
      [null, three],
    ]
    for (const [of, file] of all) {
      for (const purpose of ['authority', 'public'] as const)
        expect(await problemOf(save(of, file, purpose, 'IPOA'))).toMatchObject({ code: 'CONSENT_MISSING' })
    }
    expect(readdirSync(dir)).toEqual([])
    expect(await problemOf(save(recordId, one, 'authority'))).toMatchObject({ code: 'BAD_INPUT' })
    for (const [at, [of, file]] of all.entries()) expect(await save(of, file, 'own')).toBe(at + 1)

    await agree({ level: 4, recipient: 'IPOA' })
    expect(await save(recordId, one, 'authority', 'ipoa')).toBe(4)
    expect(await save(testimony, two, 'authority', 'IPOA')).toBe(5)
    expect(await problemOf(save(recordId, one, 'public'))).toMatchObject({ code: 'CONSENT_MISSING' })
    await agree({ level: 6 })
    expect(await save(recordId, one, 'public')).toBe(6)
    // What is kept of who had it stays whole: only what left is said.
    expect((await client.files.custody({ sha256: one.sha256 })).filter(({ act }) => act === 'exported')).toHaveLength(6)
  })
})

describe('a real name', () => {
  it('that is shown is said each time, as who asks again may be somebody else', async () => {
    const identity = { name: 'Wilhelmina Quandt', contact: '', notes: '' }
    const card = { kind: 'person', fields: { pseudonym: 'Wema' } } as const
    const { recordId } = await client.cards.create({ audience: house, card, identity })
    for (const times of [1, 2, 3]) {
      expect(await client.cards.reveal({ recordId })).toEqual(identity)
      expect(await client.records.shown({ recordId, field: 'identity' })).toHaveLength(times)
    }
  })
})
