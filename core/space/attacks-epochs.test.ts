import { describe, expect, it } from 'vitest'
import { joinAs, makeCoalition, meet, record, texts } from '../../test/support/spaces.ts'
import { Stage } from '../../test/support/stage.ts'
import { randomBytes } from '../crypto/bytes.ts'
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
