import { describe, expect, it } from 'vitest'
import { bring, joinAs, makeCoalition, meet, pull, record, texts } from '../../test/support/spaces.ts'
import { Stage } from '../../test/support/stage.ts'
import { randomBytes } from '../crypto/bytes.ts'
import { LogCopy } from '../log/log-copy.ts'
import { ENTRY_TYPE, type EpochKey, RING, type Ring } from '../log/types.ts'
import { sealRosterEntry } from './entries.ts'
import { encodeEpoch, newEpoch, sealEpoch } from './format/epoch.ts'
import type { Space } from './space.ts'

const stage = Stage.forThisFile()
const party = (name: string) => stage.party(name)

async function three(): Promise<{ a: Space; b: Space; c: Space }> {
  const { a, b } = await makeCoalition(await party('Asha'), await party('Bella'))
  const c = await joinAs(a, await party('Cleo'))
  await meet(a, b, c)
  return { a, b, c }
}

/** An epoch whose id comes before all that there are: of several, writers take the smallest. */
function firstEpoch(space: Space, ring: Ring): EpochKey {
  const others = space.roster?.epochs.filter((one) => one.ring === ring) ?? []
  for (;;) {
    const epoch = newEpoch(space.id, ring)
    if (others.every(({ epochId }) => Buffer.compare(epoch.epochId, epochId) < 0)) return epoch
  }
}

/** Says that an epoch is sealed to all, and seals it to some only. */
async function sealToSome(by: Space, epoch: EpochKey, some: readonly Space[]): Promise<void> {
  const [under] = by.rosterEpochs()
  if (!under) throw new Error('no roster epoch')
  const instances = by.roster?.members.filter((one) => one.present).map((one) => one.instance) ?? []
  const body = encodeEpoch({ ring: epoch.ring, epochId: epoch.epochId, rosterHash: randomBytes(32), instances })
  const boxes = sealEpoch(
    epoch.key,
    some.map((one) => one.device.box.publicKey),
  )
  by.keyring.add(epoch)
  await by.own.append((index) => {
    const at = {
      space: by.id,
      logId: by.own.id,
      index,
      wall: Date.now(),
      clock: { ms: Date.now(), counter: 0 },
      certificate: by.statements()[0]?.hash ?? randomBytes(32),
      rosterHash: randomBytes(32),
      heads: [],
    }
    return [sealRosterEntry(at, ENTRY_TYPE.epoch, body, under, by.keyring, boxes)]
  })
}

describe('a member who starts an epoch that only some can open, and says that all can', () => {
  it('cuts nobody off from what others write: it is not written under', async () => {
    const { a, b, c } = await three()
    const epoch = firstEpoch(a, RING.main)
    await sealToSome(b, epoch, [a, b])
    await meet(a, b, c)
    expect([a, c].map((one) => one.keyring.has(epoch.epochId))).toEqual([true, false])
    await a.write([record('to all')])
    await meet(a, b, c)
    expect(await texts(c)).toEqual(['to all'])
    expect(await texts(b)).toEqual(['to all'])
  })

  it('nor by saying so of an epoch of before, that a newcomer was not given', async () => {
    const { a, b, c } = await three()
    const old = a.keyring.all().find(({ ring }) => ring === RING.main)
    const d = await joinAs(a, await party('Dora'), false)
    await meet(a, b, c, d)
    if (!old) throw new Error('no epoch')
    await sealToSome(b, old, [a])
    await meet(a, b, c, d)
    await c.write([record('to all')])
    await meet(a, b, c, d)
    expect(await texts(d)).toEqual(['to all'])
  })
})

describe('a member who fills its log with boxes before it is appointed', () => {
  it('holds nobody up when the appointment has them tried: others have their turn in between', async () => {
    const { a, b, c } = await three()
    // None of them is for Cleo, who tries them all as soon as she hears that Bella has a say.
    const entries = 12
    for (let i = 0; i < entries; i += 1)
      await sealToSome(
        b,
        newEpoch(b.id, RING.roster),
        Array.from({ length: 256 }, () => b),
      )
    const copy = (await c.openLogs()).find(({ id }) => id.equals(b.own.id))
    if (!(copy instanceof LogCopy)) throw new Error('Bella is known')
    await pull(b.own, copy)
    for await (const batch of c.ingest(copy, 0)) void batch
    if (!b.me) throw new Error('Bella is a member')
    await a.appoint(b.me.instance)
    const founder = (await c.openLogs()).find(({ id }) => id.equals(a.own.id))
    if (!(founder instanceof LogCopy)) throw new Error('Asha is known')
    await pull(a.own, founder)
    let turns = 0
    let isOver = false
    const count = (): void => {
      turns += 1
      if (!isOver) setImmediate(count)
    }
    setImmediate(count)
    for await (const batch of c.ingest(founder, 0)) void batch
    isOver = true
    // A go takes the first entry and 32 KiB more.
    expect(turns).toBeGreaterThan(entries / 4)
    await bring(a, b)
    await b.write([record('after all that')])
    await bring(b, c)
    expect(await texts(c)).toEqual(['after all that'])
  })
})
