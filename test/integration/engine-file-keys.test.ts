import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeEngine } from '../../bin/shell/node-engine.ts'
import { utf8 } from '../../core/crypto/bytes.ts'
import type { FileReference, SpaceId } from '../../core/engine/contract/index.ts'
import { openProfile } from '../../core/vault/profile.ts'
import { unlock } from '../../core/vault/vault.ts'
import { type Client, ENTRY, houseOf, incident, makePlace, makeVault, PASSPHRASE, type Place, problemOf } from '../support/engine.ts'

let place: Place
let client: Client
let house: SpaceId
/** Every frame that the engine gave to the window, as text. */
let frames: string[]

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
  frames = []
  await start()
  house = await houseOf(client)
})
afterEach(() => place.clear())

async function start(): Promise<void> {
  const tapped: ReturnType<typeof nodeEngine> = ({ message, exit }) =>
    nodeEngine(ENTRY)({
      exit,
      message: (said) => {
        if (said.type === 'data') frames.push(Buffer.from(said.data as Uint8Array).toString('latin1'))
        message(said)
      },
    })
  client = (await place.unlocked(place.profile, tapped)).client
}

async function add(text: string, audience = house): Promise<FileReference> {
  const bytes = Buffer.from(text)
  const { uploadId } = await client.files.begin({ audience, name: `${text}.txt`, size: bytes.length, modified: 0 })
  await client.files.piece({ uploadId, at: 0, data: bytes.toString('base64') })
  return client.files.finish({ uploadId })
}

/** What opens the files that no record names yet, as the vault has it. */
async function keysOf(files: readonly FileReference[]): Promise<Buffer[]> {
  await place.kill()
  const profile = openProfile(place.profile)
  try {
    const vault = await unlock(profile, utf8(PASSPHRASE))
    const keys = files.map(({ list }) => Buffer.from(vault.state.blobs.looseFile(Buffer.from(list, 'hex'))?.key ?? []))
    vault.close()
    return keys
  } finally {
    profile.close()
    await start()
  }
}

const readable = async (input: Parameters<Client['files']['read']>[0]): Promise<string> =>
  Buffer.from((await client.files.read(input)).data, 'base64').toString()
const all = { start: 0, length: 100 }

describe('the window', () => {
  it('never gets the key of a file, whatever it does with it', async () => {
    const [kept, loose] = [await add('kept'), await add('loose')]
    const keys = await keysOf([kept, loose])
    expect(keys.map(({ length }) => length)).toEqual([32, 32])
    const field = 'file:00c0ffee'
    const { recordId } = await client.records.create({ audience: house, fields: incident('Raid', { [field]: kept }) })
    expect((await client.records.get({ recordId })).fields[field]).toEqual(kept)
    const headsOf = async () => (await client.records.get({ recordId })).heads
    const [first] = await Promise.all([headsOf()])
    await client.records.amend({ recordId, heads: first, changes: { [field]: null } })
    // The same heads again: two values, of which neither has seen the other.
    await client.records.amend({ recordId, heads: first, changes: { [field]: loose } })
    const { conflicts, heads } = await client.records.get({ recordId })
    expect(conflicts.flatMap(({ values }) => values.map(({ value }) => value))).toContainEqual(loose)
    await client.records.amend({ recordId, heads, changes: { [field]: kept } })
    const steps = await client.records.history({ recordId })
    expect(steps.flatMap(({ changes }) => changes.map(({ after }) => after))).toContainEqual(kept)
    expect(steps.flatMap(({ changes }) => changes.map(({ before }) => before))).toContainEqual(kept)
    await client.records.shareable({ recordId })
    await client.records.list({ text: 'raid' })
    await client.files.viewed({ recordId, file: kept })
    await client.files.custody({ sha256: kept.sha256 })
    for await (const _ of await client.exports.csv({ purpose: 'own' }));
    expect(await readable({ recordId, file: kept, ...all })).toBe('kept')

    const said = frames.join('\n')
    expect(said).toContain(kept.list)
    for (const key of keys)
      for (const form of [key.toString('hex'), key.toString('base64').replace(/=+$/, ''), key.toString('latin1')])
        expect(said).not.toContain(form)
  })

  it('cannot name a key either', async () => {
    const file = { ...(await add('mine')), key: randomBytes(32).toString('hex') }
    const fields = incident('Raid', { 'file:00c0ffee': file })
    expect((await problemOf(client.records.create({ audience: house, fields }))).code).toBe('BAD_INPUT')
    expect((await problemOf(client.files.read({ recordId: null, file, ...all }))).code).toBe('BAD_INPUT')
  })

  it('reads a file where a record that stands names it, and nowhere else', async () => {
    const file = await add('mine')
    expect(await readable({ recordId: null, file, ...all })).toBe('mine')
    const { recordId } = await client.records.create({ audience: house, fields: incident('Raid', { 'file:00c0ffee': file }) })
    const { recordId: other } = await client.records.create({ audience: house, fields: incident('Eviction') })
    const { spaceId } = await client.coalitions.found({ name: 'Coast' })
    const { recordId: abroad } = await client.records.create({ audience: spaceId, fields: incident('Closure') })
    expect(await readable({ recordId, file, ...all })).toBe('mine')
    for (const input of [
      { recordId: other, file },
      { recordId: abroad, file },
      { recordId: null, file },
      { recordId, file: { ...file, size: 3 } },
      { recordId, file: { ...file, sha256: '0'.repeat(64) } },
    ]) {
      expect(await problemOf(client.files.read({ ...input, ...all }))).toEqual({ code: 'FILE_UNKNOWN' })
      expect(await problemOf(client.files.held(input))).toEqual({ code: 'FILE_UNKNOWN' })
      expect(await problemOf(client.files.viewed(input))).toEqual({ code: 'FILE_UNKNOWN' })
      const saving = async () => {
        for await (const _ of await client.files.save({ ...input, dir: place.root }));
      }
      expect(await problemOf(saving())).toEqual({ code: 'FILE_UNKNOWN' })
    }
    const { heads } = await client.records.get({ recordId })
    await client.records.amend({ recordId, heads, changes: { 'file:00c0ffee': null } })
    expect(await problemOf(client.files.read({ recordId, file, ...all }))).toEqual({ code: 'FILE_UNKNOWN' })
    // An undo puts it back: the record has named it before.
    const after = await client.records.get({ recordId })
    await client.records.amend({ recordId, heads: after.heads, changes: { 'file:00c0ffee': file } })
    expect(await readable({ recordId, file, ...all })).toBe('mine')
    await client.records.erase({ recordId })
    expect(await problemOf(client.files.read({ recordId, file, ...all }))).toEqual({ code: 'FILE_UNKNOWN' })
  })

  it('writes a file into a record of the space that it is for, and no other', async () => {
    const { spaceId } = await client.coalitions.found({ name: 'Coast' })
    const [here, theirs] = [await add('here'), await add('theirs', spaceId)]
    const create = (file: FileReference) => client.records.create({ audience: house, fields: incident('Raid', { 'file:00c0ffee': file }) })
    const refused = { code: 'FILE_UNKNOWN', data: { field: 'file:00c0ffee' } }
    expect(await problemOf(create(theirs))).toEqual(refused)
    expect(await problemOf(create({ ...here, list: 'ab'.repeat(32) }))).toEqual(refused)
    expect((await problemOf(create({ ...here, sha256: theirs.sha256 }))).code).toBe('FILE_DAMAGED')
    const { recordId } = await create(here)
    // Another record of ours may have the same file.
    const { recordId: second } = await create(here)
    await client.records.erase({ recordId })
    expect(await readable({ recordId: second, file: here, ...all })).toBe('here')
  })
})
