import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bring, joinAs, makeCoalition, makeParty, type Party } from '../../../test/support/spaces.ts'
import { type Index, openIndex } from '../../index/index.ts'
import { KEY, OPTIONS, titles } from '../../index/testing.ts'
import type { Log } from '../../log/log.ts'
import { encodeBody, tombstoneBody, writeBody } from '../../records/body.ts'
import type { RecordBody } from '../../records/kinds.ts'
import { fields } from '../../records/testing.ts'
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
