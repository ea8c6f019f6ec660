import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { createState, type State } from '../../vault/state/state.ts'
import { importIdSchema, spaceIdSchema } from '../contract/index.ts'
import { ImportJournal } from './import-journal.ts'

const DAY = 24 * 60 * 60 * 1000
const house = spaceIdSchema.parse('aa'.repeat(32))
const [one, two] = ['11', '22'].map((byte) => importIdSchema.parse(byte.repeat(16))) as [
  ReturnType<typeof importIdSchema.parse>,
  ReturnType<typeof importIdSchema.parse>,
]

let dir: string
let state: State
let clock: number
/** Names under which something was written. */
let written: Set<string>
let journal: ImportJournal

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'parasol-journal-'))
  state = createState(join(dir, 'state.db'), randomBytes(32))
  clock = Date.UTC(2026, 0, 1)
  written = new Set()
  journal = new ImportJournal(
    state,
    (_, name) => written.has(name),
    () => clock,
  )
})
afterEach(() => {
  state.close()
  rmSync(dir, { recursive: true, force: true })
})

/** Notes a batch, and writes it where the computer is not cut off before. */
function batch(importId: typeof one, isWritten = true): string[] {
  const names = [toHex(randomBytes(16)), toHex(randomBytes(16))]
  journal.note(importId, 'log.xlsx', { space: house, names })
  if (isWritten) for (const name of names) written.add(name)
  return names
}

describe('the journal of imports', () => {
  it('lets go of a batch that was noted and never written, so that who takes the import back takes no other import along', () => {
    const first = batch(one)
    batch(one, false)
    batch(two, false)
    journal.settle(new Set())
    expect(journal.get(one).batches).toEqual([{ space: house, names: first }])
    expect(journal.list()).toMatchObject([{ importId: one, incidents: 2, audiences: [house], at: '2026-01-01T00:00:00.000Z' }])
    expect(() => journal.get(two)).toThrow('IMPORT_NOT_FOUND')
  })

  it('keeps the batch of an import that is just being written', () => {
    batch(one, false)
    journal.settle(new Set([one]))
    expect(journal.get(one).batches).toHaveLength(1)
  })

  it('keeps an import for seven days', () => {
    batch(one)
    clock += 7 * DAY
    batch(two)
    journal.settle(new Set())
    expect(journal.list().map(({ importId }) => importId)).toEqual([two, one])
    clock += 1
    journal.settle(new Set())
    expect(journal.list().map(({ importId }) => importId)).toEqual([two])
  })
})
