import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { type Index, openIndex, removeIndex } from '../../index/index.ts'
import { author, KEY } from '../../index/testing.ts'
import { LogStore } from '../../log/store.ts'
import { encodeBody, tombstoneBody, writeBody } from '../../records/body.ts'
import type { KeyedFile } from '../../records/keyed-file.ts'
import { fields } from '../../records/testing.ts'
import { recordIdOf } from '../../records/version.ts'
import { createState, type State } from '../../vault/state/state.ts'
import { Changes } from '../changes.ts'
import { type SpaceId, spaceIdSchema } from '../contract/index.ts'
import { CustodyBook } from './custody.ts'
import { DraftFileKeeper } from './draft-files.ts'
import { FileKeys } from './file-keys.ts'
import { FileService } from './files.ts'
import { Projector } from './projector.ts'
import { RecordWriter } from './record-writer.ts'
import { Spaces } from './spaces.ts'

let folder: string
let state: State
let store: LogStore
let spaces: Spaces
let index: Index
let house: SpaceId
let writer: RecordWriter
let projector: Projector
let files: FileService

/** Everything over the index, as the engine puts it together at a start. */
function start(): void {
  index = openIndex(join(folder, 'index.db'), KEY, { house, author, ownIn: (space) => spaces.ownIn(space) })
  projector = new Projector(index, new Changes())
  writer = new RecordWriter(spaces, projector, () => undefined)
  files = new FileService(
    join(folder, 'blobs'),
    state,
    writer,
    projector,
    new CustodyBook(state, spaces, projector, { nameOf: () => 'Office' }, () => undefined),
    new FileKeys({ index, journal: state.blobs, house: () => house }),
  )
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-files-'))
  await mkdir(join(folder, 'blobs'))
  state = createState(join(folder, 'state.db'), randomBytes(32))
  store = await LogStore.open(join(folder, 'cores'))
  spaces = new Spaces(state, store, { organisationSeed: randomBytes(32), deviceSeed: randomBytes(32), organisationName: 'Alma' }, Date.now)
  await spaces.load()
  house = spaceIdSchema.parse(toHex(spaces.house.id))
  start()
})
afterEach(async () => {
  await projector.catchUp(spaces.house)
  index.close()
  await store.close()
  state.close()
  await rm(folder, { recursive: true })
})

/** The file as an entry names it: with the key that only the engine has. */
async function add(text: string): Promise<KeyedFile> {
  const bytes = Buffer.from(text)
  const { uploadId } = await files.begin({ audience: house, name: 'note.txt', size: bytes.length, modified: 0, anew: false })
  await files.piece(uploadId, 0, bytes)
  const file = await files.finish(uploadId)
  return { ...file, key: toHex(state.blobs.looseFile(Buffer.from(file.list, 'hex'))?.key ?? Buffer.alloc(0)) }
}
const nameOf = (n: number): string => n.toString(16).padStart(32, '0')
const idOf = (n: number) => recordIdOf(house, spaces.ownIn(house), nameOf(n))
const naming = (...named: KeyedFile[]) => fields(Object.fromEntries(named.map((file, i) => [`file:0000000${i}`, file])))
const write = (n: number, ...named: KeyedFile[]) => writer.append(spaces.house, [encodeBody(writeBody(nameOf(n), naming(...named)))])
const erase = (n: number) => writer.append(spaces.house, [encodeBody(tombstoneBody(nameOf(n), []))])
/** Whether a file is here, as the window asks for it. */
async function holds(n: number, { key: _, ...file }: KeyedFile): Promise<boolean> {
  try {
    return await files.held({ recordId: idOf(n), file })
  } catch (error) {
    expect(error).toMatchObject({ code: 'FILE_UNKNOWN' })
    return false
  }
}
const chunks = (): Promise<string[]> => readdir(join(folder, 'blobs'))
const acts = (file: KeyedFile) => files.custody(file.sha256).map(({ act, recordId }) => [act, recordId])

describe('a file that a record names', () => {
  it('stands in the House as added, once, by the first record that names it', async () => {
    const [one, two] = [await add('one'), await add('two')]
    await write(1, one, two)
    await write(2, one)
    await vi.waitFor(() => expect(acts(two)).toEqual([['added', idOf(1)]]))
    expect(acts(one)).toEqual([['added', idOf(1)]])
    expect(files.custody(one.sha256)[0]).toMatchObject({ computer: 'Office', here: true, who: '' })
    await files.tend(new DraftFileKeeper(state, (name) => files.erase(name)))
    expect(acts(one)).toHaveLength(1)
  })

  it('is erased with the last record that names it', async () => {
    const [one, two] = [await add('one'), await add('two')]
    await write(1, one, two)
    await write(2, one)
    await erase(1)
    await vi.waitFor(async () => expect(await chunks()).toHaveLength(2))
    expect([await holds(2, one), await holds(1, two)]).toEqual([true, false])
    expect(await files.discard(one)).toBe(false)
    await erase(2)
    await vi.waitFor(async () => expect(await chunks()).toEqual([]))
  })

  it('is known as that again when the index is built anew, and what the House says of it too', async () => {
    const file = await add('one')
    await write(1, file)
    await vi.waitFor(() => expect(acts(file)).toHaveLength(1))
    index.close()
    removeIndex(join(folder, 'index.db'))
    start()
    await projector.catchUp(spaces.house)
    await files.tend(new DraftFileKeeper(state, (name) => files.erase(name)))
    expect(acts(file)).toEqual([['added', idOf(1)]])
    expect(await files.discard(file)).toBe(false)
    expect(await holds(1, file)).toBe(true)
  })

  it('is said to be added after the next start, where the engine ended before it was', async () => {
    const file = await add('one')
    // What the projector has the journal say before the index goes past the entry.
    state.blobs.named(
      { list: Buffer.from(file.list, 'hex'), key: Buffer.from(file.key, 'hex'), sha256: Buffer.from(file.sha256, 'hex') },
      idOf(7),
    )
    expect(acts(file)).toEqual([])
    await files.tend(new DraftFileKeeper(state, (name) => files.erase(name)))
    expect(acts(file)).toEqual([['added', idOf(7)]])
  })

  it('is said to be looked at where it opens, and not for another that only claims its SHA-256', async () => {
    const [kept, other] = [await add('one'), await add('two')]
    const forged = [
      { ...other, sha256: kept.sha256 },
      { ...kept, key: other.key },
      { ...kept, list: 'ab'.repeat(32) },
    ]
    await write(1, ...forged)
    for (const file of forged)
      await expect(files.viewed({ recordId: idOf(1), file, who: '' })).rejects.toMatchObject({ code: expect.stringMatching(/^FILE_/) })
    expect(acts(kept).filter(([act]) => act === 'viewed')).toEqual([])
    await write(2, kept)
    await files.viewed({ recordId: idOf(2), file: kept, who: '' })
    expect(acts(kept)).toContainEqual(['viewed', idOf(2)])
  })

  it('is not written where the reference does not follow the format', async () => {
    const file = await add('one')
    await expect((async () => write(1, { ...file, size: -1 }))()).rejects.toMatchObject({ code: 'BAD_INPUT' })
    expect(await files.discard(file)).toBe(true)
  })
})
