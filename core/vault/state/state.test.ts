import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { randomBytes } from '../../crypto/bytes.ts'
import { openSealedDatabase } from '../database.ts'
import { MIGRATIONS, migrate } from './migrations.ts'
import { createState, openState, type State } from './state.ts'
import { tableOf, VALUE_BYTES_MAX } from './table.ts'

let dir: string
let path: string
const key = randomBytes(32)
const open: { close(): void }[] = []

/** Opens something that is closed when the test ends. */
function opened<T extends { close(): void }>(one: T): T {
  open.push(one)
  return one
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'parasol-state-'))
  path = join(dir, 'state.db')
})
afterEach(() => {
  for (const one of open.splice(0)) one.close()
  rmSync(dir, { recursive: true, force: true })
})

/** Closes the state and opens it from the disk again. */
function reopened(state: State): State {
  open.splice(open.indexOf(state), 1)
  state.close()
  return opened(openState(path, key))
}

describe('state.db', () => {
  it('syncs every commit, overwrites what is deleted, and is for this user only', () => {
    const db = opened(openSealedDatabase(path, key))
    db.exec('CREATE TABLE t (a)')
    const setting = (name: string) => db.prepare(`PRAGMA ${name}`, { pluck: true }).get()
    expect(setting('journal_mode')).toBe('wal')
    expect(setting('synchronous')).toBe(2)
    expect(setting('secure_delete')).toBe(1)
    expect(setting('temp_store')).toBe(2)
    for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o077).toBe(0)
  })

  it('is damaged, and left as it is, with another key or when it was garbled', () => {
    createState(path, key).close()
    const before = readFileSync(path)
    expect(() => openState(path, randomBytes(32))).toThrow('VAULT_DAMAGED')
    expect(readFileSync(path)).toEqual(before)
    writeFileSync(path, Buffer.concat([before.subarray(0, 100), Buffer.of(1), before.subarray(101)]))
    expect(() => openState(path, key)).toThrow('VAULT_DAMAGED')
    expect(() => openState(path, randomBytes(16))).toThrow(RangeError)
  })

  it('is not made anew where it is missing or empty, nor made where it is', () => {
    expect(() => openState(path, key)).toThrow('VAULT_DAMAGED')
    writeFileSync(path, '')
    expect(() => openState(path, key)).toThrow('VAULT_DAMAGED')
    expect(statSync(path).size).toBe(0)
    expect(() => createState(path, key)).toThrow('VAULT_EXISTS')
  })

  it('says when the disk is full, and keeps what was there', () => {
    const state = createState(path, key)
    state.drafts.put({ draftId: 'kept', value: 1, updatedAt: 'now' })
    state.close()
    const db = openSealedDatabase(path, key)
    // SQLite's own limit gives the very error that a full disk gives.
    db.exec(`PRAGMA max_page_count = ${db.prepare('PRAGMA page_count', { pluck: true }).get<number>()}`)
    const insert = () => tableOf(db).run('INSERT INTO drafts VALUES (?, ?, ?)', ['large', 'x'.repeat(100_000), 'now'])
    expect(insert).toThrow('DISK_FULL')
    db.close()
    expect(
      opened(openState(path, key))
        .drafts.list()
        .map((draft) => draft.draftId),
    ).toEqual(['kept'])
  })
})

describe('migrations', () => {
  const next = 'CREATE TABLE more (a TEXT) STRICT; INSERT INTO more SELECT draft_id FROM drafts;'

  it('bring a file of the version before to the newest, with what is in it', () => {
    const before = createState(path, key)
    before.drafts.put({ draftId: 'old', value: { text: 'kept' }, updatedAt: 'then' })
    before.close()
    const db = opened(openSealedDatabase(path, key))
    migrate(db, [...MIGRATIONS, next])
    expect(db.prepare('SELECT a FROM more', { pluck: true }).all()).toEqual(['old'])
    expect(db.prepare('SELECT version FROM schema_version', { pluck: true }).get()).toBe(MIGRATIONS.length + 1)
    migrate(db, [...MIGRATIONS, next])
    expect(db.prepare('SELECT count(*) FROM more', { pluck: true }).get()).toBe(1)
  })

  it('that fail leave the file at the version before', () => {
    createState(path, key).close()
    const db = openSealedDatabase(path, key)
    expect(() => migrate(db, [...MIGRATIONS, 'CREATE TABLE more (a); SELECT * FROM nothing;'])).toThrow('nothing')
    expect(db.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'more'", { pluck: true }).get()).toBe(0)
    db.close()
    openState(path, key).close()
  })

  it('refuse a file of a newer version', () => {
    const db = openSealedDatabase(path, key)
    migrate(db, [...MIGRATIONS, next])
    db.close()
    expect(() => openState(path, key)).toThrow('NEWER_VERSION')
  })
})

describe('the stores', () => {
  it('keep what there is one of', () => {
    const state = opened(createState(path, key))
    const seed = randomBytes(32)
    expect(state.secrets.organisationSeed()).toBeNull()
    expect(state.secrets.wordsConfirmed()).toBe(false)
    expect(() => state.secrets.organisationName()).toThrow('VAULT_DAMAGED')
    state.secrets.setOrganisationSeed(seed)
    state.secrets.setOrganisationName('Ndoto é 🌂')
    state.secrets.setComputerLabel('Office')
    state.secrets.setSlotPlaces({ passphrase: 7, recovery: 0 })
    state.secrets.setWordsConfirmed()
    const again = reopened(state)
    expect(again.secrets.organisationSeed()).toEqual(seed)
    expect(again.secrets.organisationName()).toBe('Ndoto é 🌂')
    expect(again.secrets.computerLabel()).toBe('Office')
    expect(again.secrets.slotPlaces()).toEqual({ passphrase: 7, recovery: 0 })
    expect(again.secrets.wordsConfirmed()).toBe(true)
    expect(() => again.secrets.setOrganisationSeed(randomBytes(31))).toThrow(RangeError)
  })

  it('keep every device and know which one writes', () => {
    const state = opened(createState(path, key))
    expect(state.devices.active()).toBeNull()
    const first = state.devices.start()
    const second = state.devices.start()
    expect(first.seed).not.toEqual(second.seed)
    const again = reopened(state)
    expect(again.devices.active()?.deviceId).toEqual(second.deviceId)
    expect(again.devices.list().map(({ active }) => active)).toEqual([false, true])
  })

  it('keep spaces, their facts and their epoch keys, and let all of a space go together', () => {
    const state = opened(createState(path, key))
    const [house, other] = [randomBytes(32), randomBytes(32)]
    state.spaces.put({ spaceId: house, kind: 'house', name: 'House' })
    state.spaces.put({ spaceId: other, kind: 'coalition', name: 'Before' })
    state.spaces.put({ spaceId: other, kind: 'coalition', name: 'After' })
    state.spaces.putFact(other, 'founder', Buffer.from('a'))
    state.spaces.putFact(other, 'founder', Buffer.from('b'))
    state.spaces.putFact(other, 'gone', Buffer.from('c'))
    state.spaces.removeFact(other, 'gone')
    const epoch = { ring: 2, epochId: randomBytes(32), key: randomBytes(32) } as const
    state.epochKeys.put(other, epoch)
    state.epochKeys.put(other, { ...epoch, key: randomBytes(32) })
    state.epochKeys.put(house, { ring: 1, epochId: epoch.epochId, key: randomBytes(32) })
    const again = reopened(state)
    expect(
      again.spaces
        .list()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['After', 'House'])
    expect(again.spaces.get(other)).toEqual({ spaceId: other, kind: 'coalition', name: 'After' })
    expect(again.spaces.get(randomBytes(32))).toBeNull()
    expect(again.spaces.fact(other, 'founder')?.toString()).toBe('b')
    expect(again.spaces.fact(other, 'gone')).toBeNull()
    expect(again.spaces.fact(house, 'founder')).toBeNull()
    expect(again.epochKeys.list(other)).toMatchObject([epoch])
    again.spaces.remove(other)
    expect(again.epochKeys.list(other)).toEqual([])
    expect(again.spaces.fact(other, 'founder')).toBeNull()
    expect(again.epochKeys.list(house)).toHaveLength(1)
  })

  it('refuse keys and ids of a wrong size, and values without an end', () => {
    const state = opened(createState(path, key))
    const spaceId = randomBytes(32)
    state.spaces.put({ spaceId, kind: 'house', name: 'House' })
    expect(() => state.spaces.put({ spaceId: randomBytes(31), kind: 'house', name: 'x' })).toThrow('CHECK')
    expect(() => state.epochKeys.put(spaceId, { ring: 2, epochId: randomBytes(32), key: randomBytes(16) })).toThrow('CHECK')
    expect(() => state.ownHeads.put({ logId: randomBytes(32), length: -1, treeHash: randomBytes(32) })).toThrow('CHECK')
    expect(() => state.epochKeys.put(randomBytes(32), { ring: 2, epochId: randomBytes(32), key: randomBytes(32) })).toThrow('FOREIGN KEY')
    const huge = Buffer.alloc(VALUE_BYTES_MAX + 1)
    expect(() => state.spaces.putFact(spaceId, 'x', huge)).toThrow(RangeError)
    expect(() => state.invites.put({ id: 'x', state: 'open', value: huge })).toThrow(RangeError)
    expect(() => state.forkProofs.put(randomBytes(32), huge)).toThrow(RangeError)
    expect(() => state.drafts.put({ draftId: 'x', value: 'é'.repeat(VALUE_BYTES_MAX / 2), updatedAt: '' })).toThrow(RangeError)
  })

  it('keep settings by shape', () => {
    const state = opened(createState(path, key))
    state.settings.put('minutes', 5)
    state.settings.put('minutes', { value: 7 })
    expect(state.settings.get('minutes', z.object({ value: z.number() }))).toEqual({ value: 7 })
    expect(state.settings.get('minutes', z.number())).toBeNull()
    expect(state.settings.get('none', z.number())).toBeNull()
  })

  it('keep any draft as it was put', () => {
    const state = opened(createState(path, key))
    fc.assert(
      fc.property(fc.uuid(), fc.json(), (draftId, json) => {
        const value: unknown = JSON.parse(json)
        state.drafts.put({ draftId, value, updatedAt: '2026-01-01T00:00:00.000Z' })
        expect(state.drafts.get(draftId)).toEqual({ draftId, value, updatedAt: '2026-01-01T00:00:00.000Z' })
      }),
      { numRuns: 40 },
    )
    for (const { draftId } of state.drafts.list()) expect(state.drafts.remove(draftId)).toBe(true)
    expect(state.drafts.remove('none')).toBe(false)
    expect(state.drafts.list()).toEqual([])
    state.drafts.put({ draftId: 'a', value: 1, updatedAt: '2026-01-01' })
    state.drafts.put({ draftId: 'b', value: 1, updatedAt: '2026-01-02' })
    state.drafts.put({ draftId: 'a', value: 2, updatedAt: '2026-01-03' })
    expect(reopened(state).drafts.list()).toEqual([
      { draftId: 'a', value: 2, updatedAt: '2026-01-03' },
      { draftId: 'b', value: 1, updatedAt: '2026-01-02' },
    ])
  })

  it('keep heads of own logs without a sync of their own, alone and inside a transaction', () => {
    const state = opened(createState(path, key))
    const [a, b] = [randomBytes(32), randomBytes(32)]
    const treeHash = randomBytes(32)
    state.ownHeads.put({ logId: a, length: 1, treeHash })
    state.ownHeads.put({ logId: a, length: 2, treeHash })
    state.transaction(() => state.ownHeads.put({ logId: b, length: 3, treeHash }))
    const again = reopened(state)
    expect(again.ownHeads.get(a)).toEqual({ logId: a, length: 2, treeHash })
    expect(again.ownHeads.list()).toHaveLength(2)
    expect(again.ownHeads.get(randomBytes(32))).toBeNull()
  })

  it('keep invites, pairings and fork proofs', () => {
    const state = opened(createState(path, key))
    const log = randomBytes(32)
    state.invites.put({ id: 'i', state: 'open', value: Buffer.from('a') })
    state.invites.put({ id: 'i', state: 'used', value: Buffer.from('b') })
    state.pairings.put({ id: 'p', state: 'waiting', value: Buffer.alloc(0) })
    for (const proof of ['older', 'proof', 'proof']) state.forkProofs.put(log, Buffer.from(proof))
    const again = reopened(state)
    expect(again.invites.get('i')).toMatchObject({ state: 'used', value: Buffer.from('b') })
    expect(again.invites.list()).toHaveLength(1)
    expect(again.pairings.list()).toMatchObject([{ id: 'p', state: 'waiting' }])
    expect(again.pairings.get('i')).toBeNull()
    expect(again.invites.remove('i')).toBe(true)
    expect(again.invites.remove('i')).toBe(false)
    expect(again.forkProofs.all()).toEqual([{ logId: log, proof: Buffer.from('proof') }])
  })
})

describe('branches of forked logs', () => {
  it('are kept whole, however long, each until it is removed', () => {
    const state = opened(createState(path, key))
    const [log, other, first, second] = [randomBytes(32), randomBytes(32), randomBytes(32), randomBytes(32)]
    const long = randomBytes(2 * VALUE_BYTES_MAX + 5)
    state.forkBranches.put(log, first, randomBytes(3 * VALUE_BYTES_MAX))
    state.forkBranches.put(log, first, long)
    state.forkBranches.put(log, second, Buffer.from('short'))
    state.forkBranches.put(other, first, Buffer.from('other'))
    state.forkBranches.remove(log, second)
    expect(() => state.forkBranches.put(log, second, Buffer.alloc(12 * VALUE_BYTES_MAX + 1))).toThrow(RangeError)
    const kept = reopened(state).forkBranches.all()
    expect(kept).toHaveLength(2)
    expect(kept).toEqual(
      expect.arrayContaining([
        { logId: log, branch: long },
        { logId: other, branch: Buffer.from('other') },
      ]),
    )
  })

  it('have a place in a file of the version before', () => {
    const db = openSealedDatabase(path, key)
    migrate(db, MIGRATIONS.slice(0, 1))
    db.close()
    const state = opened(openState(path, key))
    state.forkBranches.put(randomBytes(32), randomBytes(32), Buffer.from('branch'))
    expect(state.forkBranches.all()).toHaveLength(1)
  })
})

describe('imports', () => {
  const [one, two] = [randomBytes(16), randomBytes(16)]
  const [house, other] = [randomBytes(32), randomBytes(32)]
  const names = (n: number) => Array.from({ length: n }, () => randomBytes(16))

  it('keep the names of what they wrote, batch by batch, across a new start', () => {
    const state = opened(createState(path, key))
    const [first, second] = [names(300), names(1)]
    state.imports.begin({ importId: one, fileName: 'log.xlsx', begunAt: '2026-01-01T00:00:00.000Z' })
    state.imports.begin({ importId: one, fileName: 'again.xlsx', begunAt: '2026-01-03T00:00:00.000Z' })
    state.imports.begin({ importId: two, fileName: 'two.csv', begunAt: '2026-01-02T00:00:00.000Z' })
    state.imports.note(one, house, first)
    state.imports.note(one, other, second)
    const { imports } = reopened(state)
    expect(imports.list()).toEqual([
      { importId: two, fileName: 'two.csv', begunAt: '2026-01-02T00:00:00.000Z' },
      { importId: one, fileName: 'log.xlsx', begunAt: '2026-01-01T00:00:00.000Z' },
    ])
    expect(imports.batches(one)).toEqual([
      { part: 0, space: house, names: first },
      { part: 1, space: other, names: second },
    ])
    imports.drop(one, 1)
    imports.note(one, other, second)
    expect(imports.batches(one).map(({ part }) => part)).toEqual([0, 1])
    imports.remove(one)
    expect([imports.batches(one), imports.list().length]).toEqual([[], 1])
  })
})

describe('a transaction', () => {
  it('keeps all or nothing, also when one is inside another', () => {
    const state = opened(createState(path, key))
    const put = (draftId: string) => state.drafts.put({ draftId, value: 1, updatedAt: draftId })
    expect(() =>
      state.transaction(() => {
        put('a')
        state.transaction(() => put('b'))
        throw new Error('stop')
      }),
    ).toThrow('stop')
    expect(state.drafts.list()).toEqual([])
    const result = state.transaction(() => {
      put('c')
      return 'result'
    })
    expect(result).toBe('result')
    expect(reopened(state).drafts.list()).toHaveLength(1)
  })
})

describe('closing', () => {
  it('zeroes the secrets that were handed out', () => {
    const state = createState(path, key)
    state.secrets.setOrganisationSeed(Buffer.alloc(32, 7))
    const spaceId = randomBytes(32)
    state.spaces.put({ spaceId, kind: 'house', name: 'House' })
    state.epochKeys.put(spaceId, { ring: 2, epochId: randomBytes(32), key: Buffer.alloc(32, 9) })
    const secrets = [state.secrets.organisationSeed(), state.devices.start().seed, state.epochKeys.list(spaceId)[0]?.key]
    for (const secret of secrets) expect(secret?.some((byte) => byte !== 0)).toBe(true)
    state.close()
    for (const secret of secrets) expect(secret?.every((byte) => byte === 0)).toBe(true)
  })
})

describe('roster positions', () => {
  it('are kept once each, by space, in order', () => {
    const state = opened(createState(path, key))
    const [space, other, signer] = [randomBytes(32), randomBytes(32), randomBytes(32)]
    for (const spaceId of [space, other]) state.spaces.put({ spaceId, kind: 'coalition', name: '' })
    for (const index of [7, 0, 7, 3]) state.rosterPositions.add(space, signer, index)
    expect(reopened(state).rosterPositions.list(space)).toEqual([0, 3, 7].map((index) => ({ signer, index })))
  })
})
