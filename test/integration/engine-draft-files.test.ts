import { createHash, randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type DraftFiles, draftFieldsSchema, type FileReference, NO_FILES, type SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, houseOf, incident, makePlace, makeVault, type Place } from '../support/engine.ts'

const MIB = 1024 * 1024
const FIELD = 'file:0a1b2c3d'
const fields = draftFieldsSchema.parse({ title: 'Raid', types: [], date: '', time: '', about: false, area: '', narrative: '' })
let place: Place
let client: Client
let audience: SpaceId

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
  await restart()
  audience = await houseOf(client)
})
afterEach(() => place.clear())

/** The engine and every window are gone at once, and somebody opens the log again. */
async function restart(): Promise<void> {
  await place.kill()
  client = (await place.unlocked()).client
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const draft = (files: DraftFiles = NO_FILES) => ({ draftId: null, recordId: null, heads: [], audience, fields, files })
const chunks = (): string[] => readdirSync(join(place.profile, 'blobs'))
const begin = (bytes: Buffer) => client.files.begin({ audience, name: 'film.webm', size: bytes.length, modified: 1_700_000_000_000 })

async function send(uploadId: Parameters<Client['files']['finish']>[0]['uploadId'], bytes: Buffer, from: number, to = bytes.length) {
  for (let at = from; at < to; at += MIB)
    await client.files.piece({ uploadId, at, data: bytes.subarray(at, Math.min(to, at + MIB)).toString('base64') })
}

async function read(file: FileReference): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let start = 0; start < file.size; start += MIB)
    parts.push(Buffer.from((await client.files.read({ recordId: null, file, start, length: MIB })).data, 'base64'))
  return Buffer.concat(parts)
}

it('has a file of a draft after everything was killed, and the record that the draft becomes has it too', async () => {
  const bytes = randomBytes(2 * MIB + 5)
  const { draftId } = await client.drafts.save(draft())
  const { uploadId } = await begin(bytes)
  await send(uploadId, bytes, 0)
  await client.files.finish({ uploadId, draft: { draftId, field: FIELD } })
  await restart()
  const [kept] = await client.drafts.list()
  const file = kept?.files.here[FIELD]
  if (!file) throw new Error('the draft has no file')
  expect(file).toMatchObject({ name: 'film.webm', sha256: sha256(bytes) })
  expect((await read(file)).equals(bytes)).toBe(true)
  const { recordId } = await client.records.create({ audience, fields: incident('Raid', { [FIELD]: file }), draftId })
  await restart()
  expect(await client.drafts.list()).toEqual([])
  expect((await client.records.get({ recordId })).fields[FIELD]).toMatchObject({ sha256: sha256(bytes) })
  expect(await client.files.held({ recordId, file })).toEqual({ held: true })
})

it('goes on with a file that was half here when everything was killed, and the draft still says that it is', async () => {
  const bytes = randomBytes(20 * MIB)
  const { uploadId } = await begin(bytes)
  const coming = { [FIELD]: { uploadId, name: 'film.webm', size: bytes.length } }
  const { draftId } = await client.drafts.save(draft({ here: {}, coming }))
  await send(uploadId, bytes, 0, 18 * MIB)
  await restart()
  expect((await client.drafts.list())[0]?.files).toEqual({ here: {}, coming })
  const again = await begin(bytes)
  expect([again.uploadId, again.received]).toEqual([uploadId, 16 * MIB])
  await send(again.uploadId, bytes, again.received)
  const file = await client.files.finish({ uploadId, draft: { draftId, field: FIELD } })
  expect((await client.drafts.list())[0]?.files).toEqual({ here: { [FIELD]: file }, coming: {} })
  expect(file.sha256).toBe(sha256(bytes))
})

it('keeps a file that came in while an older state of the draft was on its way', async () => {
  const bytes = randomBytes(1_000)
  const { draftId } = await client.drafts.save(draft())
  const { uploadId } = await begin(bytes)
  const coming = { [FIELD]: { uploadId, name: 'film.webm', size: bytes.length } }
  await send(uploadId, bytes, 0)
  const file = await client.files.finish({ uploadId, draft: { draftId, field: FIELD } })
  await client.drafts.save({ ...draft({ here: {}, coming }), draftId })
  expect((await client.drafts.list())[0]?.files).toEqual({ here: { [FIELD]: file }, coming: {} })
  expect(chunks()).toHaveLength(2)
})
