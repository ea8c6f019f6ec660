import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { JPEG } from '../../core/blobs/testing/pictures.ts'
import { LIMITS, type RecordId, type SharedFile, type SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, incident, problemOf } from '../support/engine.ts'
import { eventually } from '../support/eventually.ts'
import { addFile, arrives, chunksIn, MIB } from '../support/files.ts'
import { Organisations } from '../support/organisations.ts'

const all = Organisations.forThisFile()
const HIDDEN = Buffer.from('GPS -1.2921 36.8219 taken by Amina')

async function copyOf(client: Client, recordId: RecordId, audience: SpaceId, field: string, clean: boolean): Promise<SharedFile> {
  const file = (await client.records.shareable({ recordId, audience })).files.find((one) => one.field === field)?.file
  if (!file) throw new Error('the record has that file')
  for await (const { copy } of await client.files.copy({ recordId, file, audience, clean })) if (copy) return { field, copy }
  throw new Error('no copy was made')
}

/** The files of the only incident that a partner reads. */
const filesAt = async (client: Client) => {
  const [row] = (await client.records.list({})).rows
  if (!row) return null
  const { fields } = await client.records.get({ recordId: row.recordId })
  const files = Object.entries(fields).flatMap(([field, value]) => (field.startsWith('file:') ? [value as SharedFile['copy']] : []))
  return { recordId: row.recordId, files }
}

describe('two organisations of a coalition', () => {
  it('get copies of the files that were chosen, without what is hidden in them, until they are taken off or erased', async () => {
    const a = await all.organisation('Asha')
    const b = await all.organisation('Bella')
    const audience = await all.coalitionOf(a, b)
    const { houseId } = await a.client.organisation.get()
    const photo = Buffer.concat([JPEG, HIDDEN])
    const film = randomBytes(LIMITS.fileByItself + MIB)
    const files = {
      'file:00000001': await addFile(a.client, houseId, photo, 'Amina at the station.jpg'),
      'file:00000002': await addFile(a.client, houseId, film, 'film.bin'),
      'file:00000003': await addFile(a.client, houseId, randomBytes(3 * MIB), 'only ours.bin'),
    }
    const { recordId } = await a.client.records.create({ audience: houseId, fields: incident('Raid', files) })
    const shown = await a.client.records.shareable({ recordId, audience })
    expect(shown.files.map(({ field, shared }) => [field, shared])).toEqual(Object.keys(files).map((field) => [field, false]))

    // The original can be named nowhere but in the House; nor can a copy for one coalition in another.
    const { heads } = shown
    const original = { field: 'file:00000001', copy: files['file:00000001'] }
    expect(await problemOf(a.client.records.share({ recordId, heads, audience, files: [original] }))).toMatchObject({
      code: 'FILE_UNKNOWN',
    })
    const { spaceId: other } = await a.client.coalitions.found({ name: 'Umoja' })
    const elsewhere = await copyOf(a.client, recordId, other, 'file:00000001', true)
    expect(await problemOf(a.client.records.share({ recordId, heads, audience, files: [elsewhere] }))).toMatchObject({
      code: 'FILE_UNKNOWN',
    })

    const picture = await copyOf(a.client, recordId, audience, 'file:00000001', true)
    await a.client.records.share({ recordId, heads, audience, files: [picture] })
    await eventually(async () => expect((await filesAt(b.client))?.files).toEqual([picture.copy]))
    const there = await filesAt(b.client)
    const at = there?.recordId ?? recordId
    await arrives(b.client, at, picture.copy.list)
    expect(picture.copy.name).toBe('picture.jpg')
    const dir = join(all.place.root, 'out')
    mkdirSync(dir)
    for await (const _ of await b.client.files.save({ recordId: at, file: picture.copy, dir })) void _
    const got = readFileSync(join(dir, 'picture.jpg'))
    expect([got.subarray(0, 3).toString('hex'), got.includes(HIDDEN), got.includes('Amina')]).toEqual(['ffd8ff', false, false])
    expect((await a.client.files.custody({ sha256: files['file:00000001'].sha256 })).map(({ act, who }) => [act, who])).toEqual([
      ['added', ''],
      ['shared', 'Alliance'],
    ])
    expect(await b.client.files.custody({ sha256: files['file:00000001'].sha256 })).toEqual([])

    // A big one comes once somebody wants it, goes on where it was cut, and goes when nobody wants it any more.
    const big = await copyOf(a.client, recordId, audience, 'file:00000002', false)
    await a.client.records.shareFiles({ recordId, heads, audience, add: [big] })
    await eventually(async () => expect((await filesAt(b.client))?.files).toHaveLength(2))
    const where = async () => (await b.client.files.whereabouts({ recordId: at, list: big.copy.list })).is
    expect(await where()).toBe('offered')
    await b.client.files.want({ recordId: at, list: big.copy.list, wanted: true })
    await arrives(b.client, at, big.copy.list)
    expect((await a.client.records.shareable({ recordId, audience })).files.map(({ shared }) => shared)).toEqual([true, true, false])

    // No name of a chunk is that of one in the House, and nothing of what stays is there.
    const [house, coalition] = [chunksIn(all.dirOf('Asha')), chunksIn(all.dirOf('Bella'))]
    const copies = 2 + 34
    expect(coalition).toHaveLength(copies)
    expect(house.filter((name) => coalition.includes(name))).toHaveLength(copies)
    for (const { list } of Object.values(files)) expect([house.includes(list), coalition.includes(list)]).toEqual([true, false])

    await a.client.records.shareFiles({ recordId, heads, audience, takeOff: ['file:00000002'] })
    await eventually(() => expect(chunksIn(all.dirOf('Bella'))).toHaveLength(2))
    await a.client.records.erase({ recordId, alsoIn: [audience] })
    await eventually(() => expect(readdirSync(join(all.dirOf('Bella'), 'blobs'))).toEqual([]))
  })
})
