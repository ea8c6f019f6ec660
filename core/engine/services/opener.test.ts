import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeParty, type Party } from '../../../test/support/spaces.ts'
import { toHex } from '../../crypto/bytes.ts'
import { type Index, openIndex } from '../../index/index.ts'
import { madeOf } from '../../index/made.ts'
import { filters, KEY, OPTIONS } from '../../index/testing.ts'
import { RING } from '../../log/types.ts'
import { amendBody, cardBody, encodeBody, shareBody, tombstoneBody, writeBody } from '../../records/body.ts'
import type { RecordBody } from '../../records/kinds.ts'
import { fields } from '../../records/testing.ts'
import { entryIdOf } from '../../records/version.ts'
import { foundSpace, openSpace } from '../../space/found.ts'
import { Keyring } from '../../space/keyring.ts'
import type { EarlyRequest, OpenedEarly } from '../../space/opener.ts'
import type { Space } from '../../space/space.ts'
import { Changes } from '../changes.ts'
import { type RecordId, recordIdSchema, spaceIdSchema } from '../contract/index.ts'
import { Opener } from './opener.ts'
import { Projector } from './projector.ts'

/** More than are opened early at once, in a log that is long enough for it. */
const MANY = 9_000
const PAGE = 200
const nameOf = (n: number): string => n.toString(16).padStart(32, '0')

let folder: string
let party: Party
let house: Space

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-opener-'))
  party = await makeParty(folder, 'Asha')
  const { identity, around } = party
  house = await openSpace(await foundSpace('house', '', identity, around), identity, around)
})
afterEach(async () => {
  await party.store.close()
  await rm(folder, { recursive: true })
})

const outgoing = (made: RecordBody) => {
  const { bytes, ...rest } = encodeBody(made)
  return { ...rest, body: bytes }
}

/** Entries of many kinds: most are records of their own, some change, erase or share others. */
function bodies(): RecordBody[] {
  const log = toHex(house.own.id)
  const first = house.own.length
  return Array.from({ length: MANY }, (_, n): RecordBody => {
    const before = nameOf(n - 7)
    if (n % 50 === 49) return amendBody(before, [entryIdOf(log, first + n - 7)], { title: `amended ${n}` })
    if (n % 500 === 498) return tombstoneBody(before, [entryIdOf(log, first + n - 7)])
    if (n % 300 === 299) return shareBody(before, spaceIdSchema.parse('5a'.repeat(32)), nameOf(n + 1_000_000))
    if (n % 5 === 1) return cardBody(nameOf(n), { kind: 'person', fields: { pseudonym: `person ${n}` } })
    const harmed = { 'harmed:00000001': { name: `someone ${n}` }, feedbackDue: { date: '2026-05-01', about: false } }
    return writeBody(nameOf(n), fields({ title: `case ${n}`, area: `area ${n % 20}`, narrative: `word${n} common`, ...harmed }))
  })
}

async function write(all: readonly RecordBody[]): Promise<void> {
  for (let at = 0; at < all.length; at += 500) await house.write(all.slice(at, at + 500).map(outgoing))
}

/** All rows of the log, all people, what is due, and what some records say. */
function answers(index: Index) {
  const rows: ReturnType<Index['list']>['rows'] = []
  for (let cursor: string | null = null; ; ) {
    const page = index.list(filters(), cursor, PAGE)
    rows.push(...page.rows)
    cursor = page.nextCursor
    if (cursor === null) break
  }
  const people = index.cards({ kind: 'person', text: '', unit: null, cursor: null, limit: PAGE }).rows
  const some = rows.filter((_, at) => at % 97 === 0).map(({ recordId }) => recordId)
  const read = (ids: readonly RecordId[]) => ids.map((id) => [index.get(id), index.history(id)])
  return {
    rows,
    people,
    due: index.due(null, PAGE),
    counts: ['word77', 'common', 'amended', 'someone'].map((text) => index.count(filters({ text }))),
    areas: index.areas('area'),
    some: read(some),
    card: people.slice(0, 5).map(({ recordId }) => index.card(recordIdSchema.parse(recordId))),
  }
}

/** What no worker opens: it is told a key that is not its epoch's. */
function broken(): EarlyRequest {
  const key = { epochId: Buffer.alloc(32), ring: RING.main, key: Buffer.alloc(32) }
  const keyring = new Keyring(house.id, { all: () => [key], add: () => undefined })
  return { space: house.id, keyring, logId: house.own.id, organisation: house.organisationKey, index: 0, blocks: [Buffer.alloc(1_024)] }
}

/** One whose worker can be asked. */
async function ready(): Promise<Opener> {
  const opener = new Opener(spaceIdSchema.parse(toHex(house.id)), false)
  await new Promise<void>((resolve) => opener.wake(resolve))
  return opener
}

async function built(name: string, opener: Opener | null, meanwhile: () => void = () => undefined) {
  const options = { ...OPTIONS, house: spaceIdSchema.parse(toHex(house.id)) }
  const index = openIndex(join(folder, name), KEY, options)
  const projector = new Projector(index, new Changes(), opener)
  try {
    let early = 0
    projector.hearRecords((versions) => {
      early += versions.filter((version) => madeOf(version) !== undefined).length
      if (early > 0) meanwhile()
    })
    await projector.catchUp(house)
    return { early, answers: answers(index) }
  } finally {
    projector.stop()
    index.close()
  }
}

describe('an opener', () => {
  it('has an index made of a long log that is as one made without it', async () => {
    await write(bodies())
    const opener = await ready()
    const [alone, helped] = [await built('alone.db', null), await built('helped.db', opener)]
    expect(alone.early).toBe(0)
    expect(helped.early).toBe(MANY)
    expect(helped.answers).toEqual(alone.answers)
  })

  /** What is read of the log first, as it is asked for. */
  async function firstOf(): Promise<EarlyRequest> {
    const { space, keyring, organisation } = { space: house.id, keyring: house.keyring, organisation: house.organisationKey }
    for await (const { index, blocks } of house.own.read(house.own.length - 8)) {
      return { space, keyring, organisation, logId: house.own.id, index, blocks }
    }
    throw new Error('the log is empty')
  }

  it('is helped by who waits for it while its worker starts, and is no use to who waits for another space', async () => {
    await write(bodies().slice(0, 20))
    const starting = new Opener(spaceIdSchema.parse(toHex(house.id)), false)
    const early = starting.in(house)
    const asked = early.open(await firstOf())
    expect(await starting.in({ ...house, id: Buffer.alloc(32) } as Space).help()).toBe(false)
    expect(await early.help()).toBe(true)
    expect(await early.help()).toBe(false)
    const helped = await asked
    starting.stop()
    const opener = await ready()
    const told = (all: readonly (OpenedEarly | null)[]) => all.map((one) => [one?.made, one?.causal.clock, one?.causal.wall])
    expect(helped).toHaveLength(8)
    expect(helped).not.toContain(null)
    expect(told(helped)).toEqual(told(await opener.in(house).open(await firstOf())))
    opener.stop()
  })

  it('that fails at an entry leaves it, and all that follow, to be opened in their turn', async () => {
    await write(bodies().slice(0, 20))
    const opener = new Opener(spaceIdSchema.parse(toHex(house.id)), false)
    const early = opener.in(house)
    const request = await firstOf()
    const keyring = Object.assign(Object.create(request.keyring) as typeof request.keyring, {
      has: () => {
        throw new TypeError('this program fails at it')
      },
    })
    const asked = early.open({ ...request, keyring })
    expect(await early.help()).toBe(true)
    expect(await asked).toEqual([])
    expect(await early.open(request)).toEqual([])
  })

  it('that ends half-way costs nothing but its help', async () => {
    await write(bodies())
    const opener = await ready()
    const alone = await built('alone.db', null)
    const left = await built('left.db', opener, () => opener.stop())
    expect(left.early).toBeGreaterThan(0)
    expect(left.early).toBeLessThan(MANY)
    expect(left.answers).toEqual(alone.answers)
  })

  it('whose worker fails is left alone from then on, and all is opened in its turn', async () => {
    await write(bodies())
    const opener = await ready()
    const alone = await built('alone.db', null)
    const unanswered = opener.in(house).open(broken())
    const failed = await built('failed.db', opener)
    expect(await unanswered).toEqual([])
    expect(failed.early).toBeLessThan(MANY)
    expect(failed.answers).toEqual(alone.answers)
    expect(await opener.in(house).open(broken())).toEqual([])
  })
})
