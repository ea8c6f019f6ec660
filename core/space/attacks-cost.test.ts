import sodium from 'sodium-native'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { circumstances, floodEpochs } from '../../test/support/flood.ts'
import { copyOf } from '../../test/support/forks.ts'
import { bring, joinAs, makeCoalition, meet, pull } from '../../test/support/spaces.ts'
import { Stage } from '../../test/support/stage.ts'
import { randomBytes } from '../crypto/bytes.ts'
import { ENTRY_TYPE } from '../log/types.ts'
import { LOG_WEIGHT_MAX, RosterBook } from './book.ts'
import { sealRosterEntry } from './entries.ts'
import { encodeOperation, type OperationFields } from './format/operation.ts'
import { openSpace } from './found.ts'
import { Story } from './roster/testing.ts'
import type { Member, RosterBlock } from './roster/types.ts'
import { weightOf } from './roster/weight.ts'
import type { Space } from './space.ts'

const stage = Stage.forThisFile()
const party = (name: string) => stage.party(name)

describe('what a member writes without end into the roster', () => {
  it('has its boxes tried once, not at every start', async () => {
    const asha = await party('Asha')
    const { a, b } = await makeCoalition(asha, await party('Bella'))
    await bring(b, a)
    await floodEpochs(b, (a.me as Member).instance, 4)
    const tried = vi.spyOn(sodium, 'crypto_box_seal_open')
    onTestFinished(() => tried.mockRestore())
    await bring(b, a)
    expect(tried.mock.calls.length).toBeGreaterThanOrEqual(4 * 512)
    tried.mockClear()
    const reopened = await openSpace(a.facts, asha.identity, asha.around)
    expect(reopened.roster?.epochs.length).toBe(a.roster?.epochs.length)
    expect(tried.mock.calls.length).toBeLessThan(4)
  })

  it('has its boxes tried a few at a time, between which everybody else has a turn', async () => {
    const { a, b } = await makeCoalition(await party('Asha'), await party('Bella'))
    await bring(b, a)
    await floodEpochs(b, (a.me as Member).instance, 3)
    // Each look at the clock finds that it is time to give way.
    let now = performance.now()
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1_000))
    const tried = vi.spyOn(sodium, 'crypto_box_seal_open')
    onTestFinished(() => [clock, tried].forEach((spy) => void spy.mockRestore()))
    let most = 0
    const turn = (before: number): NodeJS.Immediate =>
      setImmediate(() => {
        const { length } = tried.mock.calls
        most = Math.max(most, length - before)
        next = turn(length)
      })
    let next = turn(0)
    await bring(b, a)
    clearImmediate(next)
    expect(tried.mock.calls.length).toBeGreaterThanOrEqual(3 * 512)
    expect(most).toBeLessThan(128)
  })

  it('that is too heavy stays so for who was closed and opened since: all have one roster', async () => {
    const [asha, cleo] = [await party('Asha'), await party('Cleo')]
    const { a, b } = await makeCoalition(asha, await party('Bella'))
    const c = await joinAs(a, cleo)
    await meet(a, b, c)
    const [under] = b.rosterEpochs()
    const instance = b.me?.instance
    if (!under || !instance) throw new Error('Bella is a member')
    const entry = (index: number, fields: OperationFields, heads: number) => {
      const ids = Array.from({ length: heads }, () => randomBytes(32)).sort(Buffer.compare)
      const at = { ...circumstances(b, index), heads: ids.map((logId) => ({ logId, length: 7, treeHash: randomBytes(32) })) }
      return sealRosterEntry(at, ENTRY_TYPE.roster, encodeOperation({ appointment: Buffer.alloc(32), fields }), under, b.keyring)
    }
    const heavy = LOG_WEIGHT_MAX / 1024 + 2
    await b.own.append((first) =>
      Array.from({ length: heavy }, (_, i) => entry(first + i, { operation: 'accept', accepted: instance }, 1024)),
    )
    for (const one of [a, c]) await bring(b, one)
    const reopened = await openSpace(a.facts, asha.identity, asha.around)
    await b.own.append((first) => [entry(first, { operation: 'leave', instance }, 0)])
    // As the engine does, what was read is not read again.
    for (const one of [reopened, c]) {
      const copy = await copyOf(one, b)
      const read = copy.length
      await pull(b.own, copy)
      for await (const batch of one.ingest(copy, read)) void batch
    }
    const isThere = (space: Space) => space.roster?.members.find((one) => one.instance.equals(instance))?.present
    expect([reopened, c].map(isThere)).toEqual([true, true])
  })

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
