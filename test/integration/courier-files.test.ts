import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { JPEG } from '../../core/blobs/testing/pictures.ts'
import { type CourierReport, LIMITS, type RecordId, type SharedFile, type SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, type EngineChild, incident, mount, unmount } from '../support/engine.ts'
import { addFile, arrives, chunksIn, MIB } from '../support/files.ts'
import { Organisations } from '../support/organisations.ts'
import { formsOfText, scanFolder } from '../support/scan.ts'

const all = Organisations.forThisFile()
const HIDDEN = Buffer.from('GPS -1.2921 36.8219 taken by Amina')
const PHOTO = 'file:00000001'
const FILM = 'file:00000002'

let a: EngineChild
let b: EngineChild
let audience: SpaceId
let drive: string

/** Two organisations of a coalition that only a drive joins. */
beforeEach(async () => {
  a = await all.organisation('Asha')
  b = await all.organisation('Bella')
  audience = await all.coalitionOf(a, b)
  for (const { client } of [a, b]) await client.network.set({ internet: false })
  drive = newDrive('drive')
})

function newDrive(name: string): string {
  const dir = join(all.place.root, name)
  mkdirSync(dir)
  return dir
}

async function exchange(client: Client, dir = drive, longFiles = false): Promise<CourierReport> {
  let report: CourierReport | null = null
  for await (const event of await client.courier.sync({ dir, longFiles })) report = event.report
  if (!report) throw new Error('a sync ends with a report')
  return report
}

const filesOf = ({ coalitions }: CourierReport) => coalitions.map(({ files }) => files)
const clean = { problems: [], passedOver: 0, stopped: null }

/** Asha shares an incident of hers with copies of these files. */
async function share(files: Record<string, Buffer>): Promise<SharedFile[]> {
  const { houseId } = await a.client.organisation.get()
  const originals = await Promise.all(
    Object.entries(files).map(async ([field, bytes]) => [field, await addFile(a.client, houseId, bytes, 'Amina.bin')]),
  )
  const { recordId } = await a.client.records.create({ audience: houseId, fields: incident('Raid', Object.fromEntries(originals)) })
  const { heads, files: shown } = await a.client.records.shareable({ recordId, audience })
  const copies: SharedFile[] = []
  for (const { field, file } of shown)
    for await (const { copy } of await a.client.files.copy({ recordId, file, audience, clean: field === PHOTO }))
      if (copy) copies.push({ field, copy })
  await a.client.records.share({ recordId, heads, audience, files: copies })
  return copies
}

async function incidentAt(client: Client): Promise<RecordId> {
  const [row] = (await client.records.list({})).rows
  if (!row) throw new Error('an incident is there')
  return row.recordId
}

/** What a computer has of a copy, as it saves it. */
async function saved(client: Client, { copy }: SharedFile): Promise<Buffer> {
  const dir = newDrive(`out ${randomBytes(4).toString('hex')}`)
  for await (const _ of await client.files.save({ recordId: await incidentAt(client), file: copy, dir })) void _
  return readFileSync(join(dir, readdirSync(dir)[0] ?? ''))
}

const [folder, chunks] = [
  (dir = drive) => join(dir, 'Parasol courier'),
  (dir = drive) => {
    const [name = ''] = readdirSync(join(dir, 'Parasol courier')).filter((one) => one.endsWith('.chunks'))
    return join(dir, 'Parasol courier', name)
  },
]

describe('files on a courier drive', () => {
  it('go with the records that name them, cleaned and locked, and a second exchange has nothing to do', async () => {
    const [photo] = await share({ [PHOTO]: Buffer.concat([JPEG, HIDDEN]) })
    if (!photo) throw new Error('it was shared')
    expect(filesOf(await exchange(a.client))).toEqual([{ gave: 1, took: 0 }])
    const taken = await exchange(b.client)
    expect(taken).toMatchObject(clean)
    expect(filesOf(taken)).toEqual([{ gave: 0, took: 1 }])
    await arrives(b.client, await incidentAt(b.client), photo.copy.list)
    const got = await saved(b.client, photo)
    expect([got.subarray(0, 3).toString('hex'), got.includes(HIDDEN)]).toEqual(['ffd8ff', false])
    for (const { client } of [a, b, a]) await exchange(client)
    for (const { client } of [a, b]) expect(filesOf(await exchange(client))).toEqual([{ gave: 0, took: 0 }])

    const words = ['Amina', 'Raid', 'picture.jpg', photo.copy.list, photo.copy.sha256, audience]
    const needles = new Map(
      words.map((word) => [word, [...formsOfText(word), Buffer.from(word, 'hex')].filter(({ length }) => length > 0)]),
    )
    expect((await scanFolder(drive, needles)).hits).toEqual([])
    for (const name of chunksIn(all.dirOf('Asha'))) expect((await scanFolder(drive, new Map([[name, formsOfText(name)]]))).hits).toEqual([])
  })

  it('have nothing in common on two drives', async () => {
    await share({ [PHOTO]: Buffer.concat([JPEG, HIDDEN]) })
    const other = newDrive('other')
    for (const dir of [drive, other]) await exchange(a.client, dir)
    const [one, two] = [drive, other].map((dir) => readdirSync(chunks(dir)))
    expect(one).toHaveLength(2)
    expect(one?.filter((name) => two?.includes(name))).toEqual([])
    const bytes = [drive, other].flatMap((dir) =>
      readdirSync(chunks(dir)).map((name) => readFileSync(join(chunks(dir), name)).toString('latin1')),
    )
    expect(new Set(bytes.map((text) => text.slice(0, 64))).size).toBe(4)
  })

  it('go with a long one only where that was chosen, and it is taken by who has asked for it', async () => {
    const film = randomBytes(LIMITS.fileByItself + MIB)
    const [copy] = await share({ [FILM]: film })
    if (!copy) throw new Error('it was shared')
    expect(filesOf(await exchange(a.client))).toEqual([{ gave: 0, took: 0 }])
    expect(filesOf(await exchange(a.client, drive, true))).toEqual([{ gave: 1, took: 0 }])
    expect(filesOf(await exchange(b.client))).toEqual([{ gave: 0, took: 0 }])
    const recordId = await incidentAt(b.client)
    const { list } = copy.copy
    expect((await b.client.files.whereabouts({ recordId, list })).is).toBe('offered')
    await b.client.files.want({ recordId, list, wanted: true })
    expect(filesOf(await exchange(b.client))).toEqual([{ gave: 0, took: 1 }])
    expect((await saved(b.client, copy)).equals(film)).toBe(true)
  })

  it('that are damaged are named and left out, and come by another drive', async () => {
    const [photo] = await share({ [PHOTO]: Buffer.concat([JPEG, HIDDEN]) })
    if (!photo) throw new Error('it was shared')
    await exchange(a.client)
    const names = readdirSync(chunks())
    // One changed, and one in the place of another.
    const [first = '', second = ''] = names
    const bytes = readFileSync(join(chunks(), first))
    bytes.writeUInt8(bytes.readUInt8(1_000) ^ 1, 1_000)
    writeFileSync(join(chunks(), first), readFileSync(join(chunks(), second)))
    writeFileSync(join(chunks(), second), bytes)
    const report = await exchange(b.client)
    expect(report).toMatchObject({ stopped: null, passedOver: 1, problems: [{ fault: 'damaged' }] })
    expect(names).toContain(report.problems[0]?.file)
    expect(filesOf(report)).toEqual([{ gave: 0, took: 0 }])
    const other = newDrive('other')
    await exchange(a.client, other)
    expect(filesOf(await exchange(b.client, other))).toEqual([{ gave: 0, took: 1 }])
    await arrives(b.client, await incidentAt(b.client), photo.copy.list)
  })

  it('are not looked for behind a link that leads off the drive, nor written there', async () => {
    const outside = newDrive('outside')
    await share({ [PHOTO]: Buffer.concat([JPEG, HIDDEN]) })
    await exchange(a.client)
    const inside = chunks()
    const moved = join(outside, 'moved')
    renameSync(inside, moved)
    symlinkSync(moved, inside)
    expect(filesOf(await exchange(b.client))).toEqual([{ gave: 0, took: 0 }])
    const before = readdirSync(moved).length
    expect(filesOf(await exchange(a.client))).toEqual([{ gave: 1, took: 0 }])
    expect(readdirSync(moved)).toHaveLength(before)
  })

  it('wait for room on the drive, after the entries, and nothing of them is left half written', async () => {
    if (!mount('-t', 'tmpfs', '-o', `size=${3 * MIB}`, 'tmpfs', drive)) return expect(process.getuid?.()).not.toBe(0)
    try {
      const copies = await share({ [PHOTO]: Buffer.concat([JPEG, HIDDEN]), [FILM]: randomBytes(5 * MIB) })
      const report = await exchange(a.client)
      expect(report).toMatchObject({ stopped: 'drive-full', passedOver: 0 })
      expect(filesOf(report)).toEqual([{ gave: 1, took: 0 }])
      expect(readdirSync(chunks()).filter((name) => !/^[0-9a-f]{32}$/.test(name))).toEqual([])
      for (const name of readdirSync(chunks())) expect([64, 256, 1088]).toContain(statSync(join(chunks(), name)).size / 1024)
      expect(filesOf(await exchange(b.client))).toEqual([{ gave: 0, took: 1 }])
      expect(mount('-o', 'remount,size=64m', drive)).toBe(true)
      expect(filesOf(await exchange(a.client))).toEqual([{ gave: 1, took: 0 }])
      expect(filesOf(await exchange(b.client))).toEqual([{ gave: 0, took: 1 }])
      for (const { copy } of copies) await arrives(b.client, await incidentAt(b.client), copy.list)
      expect(readdirSync(folder()).filter((name) => name.endsWith('.chunks'))).toHaveLength(1)
    } finally {
      unmount(drive)
    }
  })
})
