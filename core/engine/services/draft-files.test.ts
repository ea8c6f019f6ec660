import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Blobs, LEFT_MS } from '../../blobs/blobs.ts'
import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { createState, type State } from '../../vault/state/state.ts'
import { Changes } from '../changes.ts'
import {
  type DraftFiles,
  draftFieldsSchema,
  type FileReference,
  fileReferenceSchema,
  NO_FILES,
  recordIdSchema,
  spaceIdSchema,
  uploadIdSchema,
} from '../contract/index.ts'
import { DraftFileKeeper, UNDO_MS } from './draft-files.ts'
import { DraftService } from './drafts.ts'

const FIELD = 'file:0a1b2c3d'
const OTHER = 'file:0a1b2c3e'
const fields = draftFieldsSchema.parse({ title: 'Raid', types: [], date: '', time: '', about: false, area: '', narrative: '' })
const space = randomBytes(32)
let folder: string
let state: State
let blobs: Blobs
let files: DraftFileKeeper
let drafts: DraftService
let now: number

/** As the engine puts it together at a start. */
function start(): void {
  blobs = new Blobs(join(folder, 'blobs'), state.blobs)
  const erase = async (name: string): Promise<void> => {
    if (name.length === 64) await blobs.discard(name)
    else await blobs.stop(name, false)
  }
  files = new DraftFileKeeper(state, erase, () => now)
  drafts = new DraftService(state, files, new Changes())
}

beforeEach(async () => {
  now = Date.now()
  folder = await mkdtemp(join(tmpdir(), 'parasol-draft-files-'))
  await mkdir(join(folder, 'blobs'))
  state = createState(join(folder, 'state.db'), randomBytes(32))
  start()
})
afterEach(async () => {
  state.close()
  await rm(folder, { recursive: true })
})

const begin = (name: string, size: number) => blobs.begin(space, { name, size, modified: 0 })
const idOf = (upload: Awaited<ReturnType<typeof begin>>): string => toHex(upload.row.uploadId)

async function add(text: string): Promise<FileReference> {
  const upload = await begin(text, text.length)
  await upload.put(Buffer.from(text))
  const { key: _secret, ...said } = await blobs.finish(idOf(upload))
  return fileReferenceSchema.parse({ ...said, type: 'text/plain', name: text })
}

const save = (said: Partial<DraftFiles>, draftId: Parameters<DraftService['save']>[0]['draftId'] = null) =>
  drafts.save({ draftId, recordId: null, heads: [], audience: spaceIdSchema.parse(toHex(space)), fields, files: { ...NO_FILES, ...said } })
    .draftId
const chunks = (): Promise<string[]> => readdir(join(folder, 'blobs'))
const later = (ms: number): Promise<void> => {
  now += ms
  return files.tend()
}

it('erases the files of a draft that was thrown away once that can be taken back no more, also after a crash', async () => {
  const one = await add('one')
  const film = await begin('film', 5_000_000)
  await film.put(randomBytes(5_000_000 - 1))
  const coming = { [OTHER]: { uploadId: uploadIdSchema.parse(idOf(film)), name: 'film', size: 5_000_000 } }
  drafts.discard(save({ here: { [FIELD]: one }, coming }))
  await later(UNDO_MS - 1)
  expect(await chunks()).not.toEqual([])
  await film.close()
  start()
  await later(1)
  expect(await chunks()).toEqual([])
  expect(state.blobs.uploads()).toEqual([])
})

it('keeps the files of a draft that was brought back, and those that a record has by now', async () => {
  const [one, two] = [await add('one'), await add('two')]
  drafts.discard(save({ here: { [FIELD]: one } }))
  const again = save({ here: { [FIELD]: one } })
  await later(UNDO_MS)
  drafts.written(again)
  drafts.discard(save({ here: { [FIELD]: two } }))
  const secret = { list: Buffer.from(two.list, 'hex'), key: randomBytes(32), sha256: Buffer.from(two.sha256, 'hex') }
  state.blobs.named(secret, 'a record')
  await later(UNDO_MS)
  expect(await chunks()).toHaveLength(4)
})

it('erases a file that was taken out, unless it was put back', async () => {
  const [one, two] = [await add('one'), await add('two')]
  const draftId = save({ here: { [FIELD]: one, [OTHER]: two } })
  save({ here: { [FIELD]: null } }, draftId)
  save({ here: { [OTHER]: null } }, draftId)
  save({ here: { [OTHER]: two } }, draftId)
  await later(UNDO_MS)
  expect(drafts.list()[0]?.files.here).toEqual({ [FIELD]: null, [OTHER]: two })
  expect(await chunks()).toHaveLength(2)
})

it('keeps a file that was taken out while it came in from being the draft’s', async () => {
  const draftId = save({ here: { [FIELD]: null } })
  files.attach({ draftId, field: FIELD }, await add('one'))
  expect(drafts.list()[0]?.files.here).toEqual({ [FIELD]: null })
  files.attach({ draftId: save({}), field: FIELD }, await add('two'))
  drafts.list().map((draft) => drafts.discard(draft.draftId))
  await later(UNDO_MS)
  expect(await chunks()).toEqual([])
})

it('keeps the files of a form on the page of a record with what is half written in it, and erases them with that', async () => {
  const key = { form: 'step' as const, recordId: recordIdSchema.parse('cd'.repeat(32)) }
  const form = { texts: { note: 'By post' }, lists: {}, dates: {}, flags: {} }
  const [one, two] = [await add('one'), await add('two')]
  drafts.keepForm(key, { ...form, files: { ...NO_FILES, here: { [FIELD]: one } } })
  files.attach({ form: key, field: OTHER }, two)
  // A save that was late, or knows of no files, takes none away.
  drafts.keepForm(key, form)
  expect(drafts.ofForm(key)).toEqual({ ...form, files: { here: { [FIELD]: one, [OTHER]: two }, coming: {} } })
  drafts.keepForm(key, { ...form, files: { ...NO_FILES, here: { [OTHER]: null } } })
  await later(UNDO_MS)
  await blobs.tidy(now + 2 * LEFT_MS, (name) => files.isHeld(name))
  expect(await chunks()).toHaveLength(2)
  drafts.dropForm(key)
  files.attach({ form: key, field: FIELD }, await add('three'))
  await later(UNDO_MS)
  expect([await chunks(), drafts.ofForm(key)]).toEqual([[], null])
})

it('is in no sweep’s way while the draft lives: a file that is here, and one that is half here', async () => {
  const one = await add('one')
  const film = await begin('film', 20_000_000)
  await film.put(randomBytes(18_000_000))
  await film.close()
  const coming = { [OTHER]: { uploadId: uploadIdSchema.parse(idOf(film)), name: 'film', size: 20_000_000 } }
  const draftId = save({ here: { [FIELD]: one }, coming })
  start()
  await blobs.tidy(now + 2 * LEFT_MS, (name) => files.isHeld(name))
  expect([(await chunks()).length, state.blobs.uploads().length]).toEqual([18, 1])
  drafts.written(draftId)
  await blobs.tidy(now + 2 * LEFT_MS, (name) => files.isHeld(name))
  expect([await chunks(), state.blobs.uploads()]).toEqual([[], []])
})
