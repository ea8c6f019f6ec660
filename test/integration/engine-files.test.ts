import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { JPEG } from '../../core/blobs/testing/pictures.ts'
import { type FileReference, fileReferenceSchema, type SpaceId, type UploadId } from '../../core/engine/contract/index.ts'
import { type Client, houseOf, makePlace, makeVault, type Place, problemOf } from '../support/engine.ts'
import { eventually } from '../support/eventually.ts'

const MIB = 1024 * 1024
let place: Place
let client: Client
let audience: SpaceId

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
  client = (await place.unlocked()).client
  audience = await houseOf(client)
})
afterEach(() => place.clear())

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const picture = (size: number): Buffer => Buffer.concat([PNG, randomBytes(size - PNG.length)])
const begin = (bytes: Buffer, name = 'raid.html', anew = false) =>
  client.files.begin({ audience, name, size: bytes.length, modified: 1_700_000_000_000, anew })

async function send(uploadId: UploadId, bytes: Buffer, from: number, to = bytes.length): Promise<void> {
  for (let at = from; at < to; at += MIB)
    await client.files.piece({ uploadId, at, data: bytes.subarray(at, Math.min(to, at + MIB)).toString('base64') })
}

async function add(bytes: Buffer, name?: string): Promise<FileReference> {
  const { uploadId, received } = await begin(bytes, name)
  await send(uploadId, bytes, received)
  return client.files.finish({ uploadId })
}

async function readBack(file: FileReference): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let start = 0; start < file.size; start += MIB)
    parts.push(Buffer.from((await client.files.read({ recordId: null, file, start, length: MIB })).data, 'base64'))
  return Buffer.concat(parts)
}

describe('a file over the contract', () => {
  it('comes in by pieces, is known by its content, and is read by range', async () => {
    const bytes = picture(2 * MIB + 77)
    const file = await add(bytes)
    expect(fileReferenceSchema.parse(file)).toMatchObject({
      sha256: sha256(bytes),
      size: bytes.length,
      type: 'image/png',
      name: 'raid.html',
    })
    expect((await readBack(file)).equals(bytes)).toBe(true)
    const { data } = await client.files.read({ recordId: null, file, start: MIB - 5, length: 10 })
    expect(Buffer.from(data, 'base64').equals(bytes.subarray(MIB - 5, MIB + 5))).toBe(true)
    expect(await client.files.held({ recordId: null, file })).toEqual({ held: true })
    expect((await problemOf(client.files.read({ recordId: null, file, start: file.size + 1, length: 1 }))).code).toBe('BAD_INPUT')
  })

  it('goes on after the engine was killed, from what was there', async () => {
    const bytes = picture(20 * MIB)
    const first = await begin(bytes)
    expect(first).toMatchObject({ received: 0, check: null })
    await send(first.uploadId, bytes, 0, 18 * MIB)
    await place.kill()
    client = (await place.unlocked()).client
    const again = await begin(bytes)
    expect(again.received).toBe(16 * MIB)
    const digests = Array.from({ length: 16 }, (_, i) => Buffer.from(sha256(bytes.subarray(i * MIB, (i + 1) * MIB)), 'hex'))
    expect(again.check).toBe(sha256(Buffer.concat(digests)))
    await send(again.uploadId, bytes, again.received)
    expect((await client.files.finish({ uploadId: again.uploadId })).sha256).toBe(sha256(bytes))
  })

  it('is refused in the words of the catalogue', async () => {
    const size = 2 * 1024 * MIB + 1
    expect((await problemOf(client.files.begin({ audience, name: 'x', size, modified: 0 }))).code).toBe('UPLOAD_TOO_LARGE')
    const { uploadId } = await begin(picture(100))
    expect((await problemOf(client.files.finish({ uploadId }))).code).toBe('BAD_INPUT')
    expect((await problemOf(client.files.piece({ uploadId, at: 5, data: 'AAAA' }))).code).toBe('BAD_INPUT')
    await client.files.cancel({ uploadId })
    expect((await problemOf(client.files.finish({ uploadId }))).code).toBe('UPLOAD_NOT_FOUND')
    const file = await add(picture(100))
    truncateSync(join(place.profile, 'blobs', file.list), 10)
    expect((await problemOf(client.files.read({ recordId: null, file, start: 0, length: 1 }))).code).toBe('FILE_DAMAGED')
    rmSync(join(place.profile, 'blobs', file.list))
    expect((await problemOf(client.files.read({ recordId: null, file, start: 0, length: 1 }))).code).toBe('FILE_MISSING')
  })

  it('is gone when it is discarded before a record names it', async () => {
    const file = await add(picture(3 * MIB))
    expect(readdirSync(join(place.profile, 'blobs'))).toHaveLength(4)
    expect(await client.files.discard({ file })).toEqual({ discarded: true })
    expect(readdirSync(join(place.profile, 'blobs'))).toEqual([])
    expect((await problemOf(client.files.held({ recordId: null, file }))).code).toBe('FILE_UNKNOWN')
  })
})

describe('an incident', () => {
  it('has files, says in the House who added them, and takes them along when it is erased', async () => {
    const file = await add(picture(100))
    const fields = { title: 'Raid', types: [], start: null, area: '', narrative: '', 'file:00c0ffee': file }
    const { recordId } = await client.records.create({ audience, fields })
    expect((await client.records.get({ recordId })).fields['file:00c0ffee']).toEqual(file)
    await eventually(async () => {
      const [added] = await client.files.custody({ sha256: file.sha256 })
      expect(added).toMatchObject({ act: 'added', recordId, here: true })
    })
    expect(await client.files.discard({ file })).toEqual({ discarded: false })
    const { heads } = await client.records.get({ recordId })
    await client.records.amend({ recordId, heads, changes: { 'file:00c0ffee': null } })
    expect(readdirSync(join(place.profile, 'blobs'))).toHaveLength(2)
    expect((await problemOf(client.records.create({ audience, fields: { ...fields, 'file:00c0ffee': { ...file, size: -1 } } }))).code).toBe(
      'BAD_INPUT',
    )
    await client.records.erase({ recordId })
    await eventually(async () => expect(readdirSync(join(place.profile, 'blobs'))).toEqual([]))
  })
})

describe('saving and custody', () => {
  it('say in the House who looked and what left, for good', async () => {
    const bytes = picture(MIB + 5)
    const file = await add(bytes, 'photo.png')
    await client.files.viewed({ recordId: null, file })
    await client.files.viewed({ recordId: null, file, who: 'Ada' })
    const dir = join(place.root, 'out')
    mkdirSync(dir)
    const events = []
    for await (const event of await client.files.save({ recordId: null, file, dir, who: 'Ada' })) events.push(event)
    expect(events.at(-1)).toEqual({ done: bytes.length, total: bytes.length, savedAs: 'photo.png' })
    expect(readFileSync(join(dir, 'photo.png')).equals(bytes)).toBe(true)
    expect(statSync(join(dir, 'photo.png')).mode & 0o077).toBe(0)
    // Looking twice within ten minutes is one view.
    const acts = async () => (await client.files.custody({ sha256: file.sha256 })).map(({ act, who, here }) => [act, who, here])
    const expected = [
      ['viewed', '', true],
      ['exported', 'Ada', true],
    ]
    expect(await acts()).toEqual(expected)
    await place.kill()
    client = (await place.unlocked()).client
    expect(await acts()).toEqual(expected)
    expect(await client.records.count({})).toEqual({ matching: 0, all: 0 })
  })

  it('make a copy of a picture without what is hidden in it, and leave nothing where none can be made', async () => {
    const dir = join(place.root, 'out')
    mkdirSync(dir)
    const save = async (file: FileReference) => {
      let savedAs: string | null = null
      for await (const event of await client.files.save({ recordId: null, file, dir, clean: true })) savedAs = event.savedAs
      return savedAs
    }
    const hidden = Buffer.from('taken by Ada')
    const photo = await add(Buffer.concat([JPEG, hidden]), 'IMG_20261129.jpg')
    expect(await save(photo)).toBe('picture.jpg')
    expect(readFileSync(join(dir, 'picture.jpg')).includes(hidden)).toBe(false)
    const broken = await add(picture(200))
    expect(await problemOf(save(broken))).toMatchObject({ code: 'CANNOT_CLEAN' })
    expect(readdirSync(dir)).toEqual(['picture.jpg'])
    expect(await client.files.custody({ sha256: broken.sha256 })).toEqual([])
  })

  it('have a copy of the window leave in place of a file, and say so of the file', async () => {
    const dir = join(place.root, 'out')
    mkdirSync(dir)
    const [whole, copy] = [await add(picture(300), 'charge.pdf'), await add(picture(200), 'paper.pdf')]
    const fields = { title: 'Raid', types: [], start: null, area: '', narrative: '', 'file:00c0ffee': whole }
    const { recordId } = await client.records.create({ audience, fields })
    const save = async (instead: FileReference) => {
      const events = []
      for await (const event of await client.files.save({ recordId, file: whole, dir, instead })) events.push(event)
      return events.at(-1)
    }
    expect(await save(copy)).toEqual({ done: 200, total: 200, savedAs: 'paper.pdf' })
    expect(sha256(readFileSync(join(dir, 'paper.pdf')))).toBe(copy.sha256)
    const acts = async (file: FileReference) => (await client.files.custody({ sha256: file.sha256 })).map(({ act }) => act)
    expect([await acts(whole), await acts(copy)]).toEqual([expect.arrayContaining(['exported']), []])
    // What a record names leaves by its own name only.
    expect((await problemOf(save(whole))).code).toBe('FILE_UNKNOWN')
    expect(readdirSync(dir)).toEqual(['paper.pdf'])
  })

  it('leave nothing where the folder is not there', async () => {
    const file = await add(picture(100))
    const saving = async () => {
      for await (const _ of await client.files.save({ recordId: null, file, dir: join(place.root, 'nowhere') }));
    }
    expect((await problemOf(saving())).code).toBe('SAVE_NO_FOLDER')
  })
})
