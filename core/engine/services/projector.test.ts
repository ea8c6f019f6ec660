import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bring, joinAs, makeCoalition, makeParty, type Party } from '../../../test/support/spaces.ts'
import { randomBytes } from '../../crypto/bytes.ts'
import { type Index, openIndex, type Waiting } from '../../index/index.ts'
import { filters, KEY, OPTIONS, titles } from '../../index/testing.ts'
import type { Log } from '../../log/log.ts'
import { ENTRY_TYPE, RING } from '../../log/types.ts'
import { encodeBody, tombstoneBody, writeBody } from '../../records/body.ts'
import type { RecordBody } from '../../records/kinds.ts'
import { fields } from '../../records/testing.ts'
import { type Circumstances, sealRecord, sealRosterEntry } from '../../space/entries.ts'
import { encodeEpoch, newEpoch, sealEpoch } from '../../space/format/epoch.ts'
import type { Space } from '../../space/space.ts'
import { Changes } from '../changes.ts'
import { Projector } from './projector.ts'

let folder: string
let parties: Party[]
let index: Index
let projector: Projector
let a: Space
let b: Space
let c: Space
let d: Space

const party = async (name: string): Promise<Party> => {
  const made = await makeParty(folder, name)
  parties.push(made)
  return made
}
const meet = async (...spaces: Space[]): Promise<void> => {
  for (let round = 0; round < 2; round += 1) for (const from of spaces) for (const to of spaces) if (from !== to) await bring(from, to)
}
const nameOf = (n: number): string => n.toString(16).padStart(32, '0')
const outgoing = (made: RecordBody) => {
  const { bytes, ...rest } = encodeBody(made)
  return { ...rest, body: bytes }
}
const incident = (n: number) => outgoing(writeBody(nameOf(n), fields({ title: `case ${n}` })))
const instanceOf = (space: Space): Buffer => {
  if (!space.me) throw new Error('not in the roster')
  return space.me.instance
}
const logOf = async (of: Space, at: Space): Promise<Log> => {
  const log = (await at.openLogs()).find(({ id }) => id.equals(of.own.id))
  if (!log) throw new Error('not known')
  return log
}
const shown = async (): Promise<string[]> => {
  await projector.catchUp(d)
  return titles(index).sort()
}

/** A founder, two who are made stewards, and Dora, whose index it is. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-projector-'))
  parties = []
  ;({ a, b } = await makeCoalition(await party('Asha'), await party('Bella')))
  c = await joinAs(a, await party('Cleo'))
  d = await joinAs(a, await party('Dora'))
  await meet(a, b, c, d)
  index = openIndex(join(folder, 'index.db'), KEY, OPTIONS)
  projector = new Projector(index, new Changes())
})
afterEach(async () => {
  await projector.catchUp(d)
  projector.stop()
  index.close()
  for (const { store } of parties) await store.close()
  await rm(folder, { recursive: true })
})

describe('what is in the index already', () => {
  it('leaves it when a removal arrives that cuts below it', async () => {
    await b.write([incident(1)])
    await meet(a, b, c, d)
    await b.write([incident(2)])
    await bring(b, d)
    expect(await shown()).toEqual(['case 1', 'case 2'])
    await a.remove(instanceOf(b))
    await bring(a, d)
    expect(await shown()).toEqual(['case 1'])
    expect(index.cursor((await logOf(b, d)).id.toString('hex'))).toBe(d.endOf(await logOf(b, d)))
    // The copy keeps it.
    expect((await logOf(b, d)).length).toBeGreaterThan(d.endOf(await logOf(b, d)))
  })

  it('is the same where the removal came first', async () => {
    await b.write([incident(1)])
    await meet(a, b, c, d)
    await b.write([incident(2)])
    await a.remove(instanceOf(b))
    await bring(a, d)
    await bring(b, d)
    expect(await shown()).toEqual(['case 1'])
  })

  it('leaves it under a watermark of two stewards, and comes back when one lifts it', async () => {
    await a.appoint(instanceOf(b))
    await a.appoint(instanceOf(c))
    const eve = await joinAs(a, await party('Eve'))
    await meet(a, b, c, d, eve)
    const { length } = eve.own
    await eve.write([incident(1)])
    await meet(a, b, c, d, eve)
    expect(await shown()).toEqual(['case 1'])
    const cuts = [{ logId: eve.own.id, length, treeHash: Buffer.alloc(32) }]
    for (const steward of [b, c]) await steward.watermark(instanceOf(eve), cuts)
    await meet(a, b, c, d, eve)
    expect(await shown()).toEqual([])
    await c.watermark(instanceOf(eve), cuts, true)
    await meet(a, b, c, d, eve)
    expect(await shown()).toEqual(['case 1'])
  })

  it('comes back where a tombstone of a removed member does not count any more', async () => {
    await b.write([incident(1)])
    await meet(a, b, c, d)
    await b.write([outgoing(tombstoneBody(nameOf(1), []))])
    await bring(b, d)
    expect(await shown()).toEqual([])
    await a.remove(instanceOf(b))
    await bring(a, d)
    expect(await shown()).toEqual(['case 1'])
  })

  it('goes at once when this computer removes the member itself', async () => {
    await a.appoint(instanceOf(d))
    await meet(a, b, c, d)
    await b.write([incident(1)])
    const before = await logOf(b, d)
    expect(before.length).toBeLessThan(b.own.length)
    await d.remove(instanceOf(b))
    await bring(b, d)
    await d.write([incident(2)])
    expect(await shown()).toEqual(['case 2'])
  })
})

describe('many logs', () => {
  it('go into the index together', async () => {
    await projector.catchUp(d)
    await Promise.all([b, c].map((space, at) => space.write([incident(2 * at), incident(2 * at + 1)])))
    await meet(b, c, d)
    const apply = vi.spyOn(index, 'apply')
    expect(await shown()).toEqual(['case 0', 'case 1', 'case 2', 'case 3'])
    expect(apply).toHaveBeenCalledTimes(1)
  })

  it('are there, apart from one that cannot be read', async () => {
    await Promise.all([b, c].map((space, at) => space.write([incident(at)])))
    await meet(b, c, d)
    const [unreadable] = (await d.openLogs()).slice(-1)
    const ingest = d.ingest.bind(d)
    vi.spyOn(d, 'ingest').mockImplementation((log, from) => {
      if (log === unreadable) throw new Error('cannot be read')
      return ingest(log, from)
    })
    await expect(projector.catchUp(d)).rejects.toThrow('cannot be read')
    expect(titles(index)).toHaveLength(1)
    vi.restoreAllMocks()
    expect(await shown()).toEqual(['case 0', 'case 1'])
  })
})

describe('what waits for a key', () => {
  it('is read when the key comes, in small parts, and what waits for others stays untouched', async () => {
    const epoch = newEpoch(b.id, RING.main)
    b.keyring.add(epoch)
    const at = (at: number): Circumstances => ({
      space: b.id,
      logId: b.own.id,
      index: at,
      wall: Date.now(),
      clock: { ms: Date.now(), counter: 0 },
      certificate: b.statements()[0]?.hash ?? randomBytes(32),
      rosterHash: randomBytes(32),
      heads: [],
    })
    await b.own.append((first) => Array.from({ length: 300 }, (_, i) => sealRecord(at(first + i), incident(i), epoch, null, b.keyring)))
    await bring(b, d)
    expect(await shown()).toEqual([])
    // What a member can leave behind: entries without end, each under an epoch of its own.
    const log = b.own.id.toString('hex')
    const waiting = Array.from({ length: 50_000 }, (_, i) => ({ log, index: 1_000_000 + i, epochId: randomBytes(32) }))
    index.apply([], { waiting })
    const asked = vi.spyOn(index, 'waiting')
    const [under] = b.rosterEpochs()
    if (!under) throw new Error('no roster epoch')
    const body = encodeEpoch({ ring: RING.main, epochId: epoch.epochId, rosterHash: randomBytes(32), instances: [instanceOf(d)] })
    const boxes = sealEpoch(epoch.key, [d.device.box.publicKey])
    await b.own.append((first) => [sealRosterEntry(at(first), ENTRY_TYPE.epoch, body, under, b.keyring, boxes)])
    await bring(b, d)
    await projector.catchUp(d)
    expect(titles(index)).toHaveLength(200)
    expect(index.count(filters()).matching).toBe(300)
    expect(Math.max(...asked.mock.results.map(({ value }) => (value as Waiting[]).length))).toBeLessThanOrEqual(64)
  })
})
