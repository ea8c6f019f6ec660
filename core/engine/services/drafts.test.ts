import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { tombstone } from '../../records/testing.ts'
import { recordIdOf, recordNameOf } from '../../records/version.ts'
import { createState, type State } from '../../vault/state/state.ts'
import { Changes } from '../changes.ts'
import { cardNameSchema, draftFieldsSchema, LIMITS, NO_FILES, spaceIdSchema } from '../contract/index.ts'
import { CardDrafts } from './card-drafts.ts'
import { DraftFileKeeper } from './draft-files.ts'
import { DraftService } from './drafts.ts'

let dir: string
let state: State
let drafts: DraftService
let cards: CardDrafts

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'parasol-drafts-'))
  state = createState(join(dir, 'state.db'), randomBytes(32))
  const files = new DraftFileKeeper(state, async () => undefined)
  drafts = new DraftService(state, files, new Changes())
  cards = new CardDrafts(state, files, new Changes())
})
afterEach(() => {
  state.close()
  rmSync(dir, { recursive: true, force: true })
})

const fields = draftFieldsSchema.parse({ title: 'Raid', types: [], date: '', time: '', about: false, area: '', narrative: '' })
const save = () =>
  drafts.save({ draftId: null, recordId: null, heads: [], audience: spaceIdSchema.parse('ab'.repeat(32)), fields, files: NO_FILES })
const saveCard = () =>
  cards.save({
    draftId: null,
    kind: 'person',
    recordId: null,
    heads: [],
    name: cardNameSchema.parse(toHex(randomBytes(16))),
    form: { texts: {}, lists: {}, dates: {}, flags: {} },
    names: {},
    files: NO_FILES,
    audience: null,
    identity: null,
  })

it('keeps two hundred incidents half written, however many other records are', () => {
  for (let n = 0; n < LIMITS.cardDrafts; n += 1) saveCard()
  for (let n = 0; n < 200; n += 1) save()
  expect(save).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }))
  expect([drafts.list().length, cards.list().length]).toEqual([200, LIMITS.cardDrafts])
  const [first] = drafts.list()
  if (!first) throw new Error('no draft')
  expect(drafts.save({ ...first }).draftId).toBe(first.draftId)
  drafts.discard(first.draftId)
  expect(save).not.toThrow()
})

it('keeps one draft for each form on the page of a record, and none once the record is erased', () => {
  const erasing = tombstone(1, { index: 2 })
  const recordId = recordIdOf(erasing.space, erasing.organisation, recordNameOf(erasing))
  const draft = { texts: { news: 'Police left' }, lists: {}, dates: {}, flags: {} }
  drafts.keepForm({ form: 'news', recordId }, draft)
  drafts.keepForm({ form: 'news', recordId }, { ...draft, texts: { news: 'Police left at 23:40' } })
  drafts.keepForm({ form: 'question', recordId }, draft)
  expect(drafts.ofForm({ form: 'news', recordId })?.texts).toEqual({ news: 'Police left at 23:40' })
  drafts.dropForm({ form: 'question', recordId })
  expect(drafts.ofForm({ form: 'question', recordId })).toBeNull()
  const other = drafts.save({
    draftId: null,
    recordId: null,
    heads: [],
    audience: spaceIdSchema.parse('ab'.repeat(32)),
    fields,
    files: NO_FILES,
  })
  drafts.save({ draftId: null, recordId, heads: [], audience: spaceIdSchema.parse('ab'.repeat(32)), fields, files: NO_FILES })
  drafts.hear([tombstone(2, { index: 3 })])
  expect(drafts.list()).toHaveLength(2)
  drafts.hear([erasing])
  expect(drafts.ofForm({ form: 'news', recordId })).toBeNull()
  expect(drafts.list().map(({ draftId }) => draftId)).toEqual([other.draftId])
})
