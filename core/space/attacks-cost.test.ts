import { describe, expect, it } from 'vitest'
import { bring, makeCoalition } from '../../test/support/spaces.ts'
import { Stage } from '../../test/support/stage.ts'
import { randomBytes } from '../crypto/bytes.ts'
import { ENTRY_TYPE, RING } from '../log/types.ts'
import { LOG_WEIGHT_MAX, RosterBook } from './book.ts'
import { sealRosterEntry } from './entries.ts'
import { encodeEpoch } from './format/epoch.ts'
import { openSpace } from './found.ts'
import { Story } from './roster/testing.ts'
import type { RosterBlock } from './roster/types.ts'
import { weightOf } from './roster/weight.ts'
import type { Space } from './space.ts'

const stage = Stage.forThisFile()
const party = (name: string) => stage.party(name)

/** Epochs that name a victim among many, and hold nothing for it: as many boxes as there may be. */
async function floodEpochs(by: Space, victim: Space, count: number): Promise<void> {
  const [under] = by.rosterEpochs()
  const instance = victim.me?.instance
  if (!under || !instance) throw new Error('both are members')
  await by.own.append((first) =>
    Array.from({ length: count }, (_, i) => {
      const epoch = { ring: RING.main, epochId: randomBytes(32), rosterHash: randomBytes(32), instances: [instance] }
      const at = {
        space: by.id,
        logId: by.own.id,
        index: first + i,
        wall: Date.now(),
        clock: { ms: Date.now(), counter: 0 },
        certificate: by.statements()[0]?.hash ?? randomBytes(32),
        rosterHash: randomBytes(32),
        heads: [],
      }
      const boxes = Array.from({ length: 512 }, () => randomBytes(80))
      return sealRosterEntry(at, ENTRY_TYPE.epoch, encodeEpoch(epoch), under, by.keyring, boxes)
    }),
  )
}

describe('what a member writes without end into the roster', () => {
  it('has its boxes tried once, not at every start', async () => {
    const asha = await party('Asha')
    const { a, b } = await makeCoalition(asha, await party('Bella'))
    await bring(b, a)
    await floodEpochs(b, a, 64)
    const before = performance.now()
    await bring(b, a)
    const first = performance.now() - before
    const again = performance.now()
    const reopened = await openSpace(a.facts, asha.identity, asha.around)
    expect(reopened.roster?.epochs.length).toBe(a.roster?.epochs.length)
    expect(performance.now() - again).toBeLessThan(first / 4)
  }, 60_000)

  it('counts up to its full weight, and all leave out the same in whatever order it comes', () => {
    const story = new Story()
    const bad = story.organisation('Bad')
    story.admit(bad)
    const heavy = Array.from({ length: LOG_WEIGHT_MAX / 1024 + 3 }, () => {
      const block = story.operate(bad.computer, { operation: 'accept', accepted: randomBytes(32) })
      const ids = Array.from({ length: 1024 }, () => randomBytes(32)).sort(Buffer.compare)
      block.causal.heads = ids.map((logId) => ({ logId, length: 7, treeHash: Buffer.alloc(32) }))
      return block
    })
    const light = story.operate(bad.computer, { operation: 'leave', instance: bad.instance })
    const others = story.blocks.filter((block) => !heavy.includes(block) && block !== light)
    const presentAfter = (order: readonly RosterBlock[]): boolean | undefined => {
      const book = new RosterBook(story.space, story.genesisHash)
      for (const block of order) book.add(block)
      return book.roster?.members.find(({ instance }) => instance.equals(bad.instance))?.present
    }
    expect(heavy.reduce((sum, block) => sum + weightOf(block), 0)).toBeGreaterThan(LOG_WEIGHT_MAX)
    const orders = [
      [...others, ...heavy, light],
      [light, ...heavy, ...others],
      [...heavy.toReversed(), ...others, light],
      [...others, ...heavy.slice(0, 3), light, ...heavy.slice(3)],
    ]
    expect(orders.map(presentAfter)).toEqual([true, true, true, true])
    expect(presentAfter([...others, light])).toBe(false)
  })
})
