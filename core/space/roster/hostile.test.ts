import { describe, expect, it } from 'vitest'
import { heldUp, STILL_MAX } from '../../../test/support/held-up.ts'
import { randomBytes } from '../../crypto/bytes.ts'
import { RING } from '../../log/types.ts'
import { foldRoster } from './fold.ts'
import { type Computer, type Organisation, Story, someBytes } from './testing.ts'
import type { ForkedLog, RosterBlock } from './types.ts'

const NONE = Buffer.alloc(32)

/** How long a fold takes, in ms of this thread's own time. */
const timeOf = (story: Story, forked: readonly ForkedLog[] = []): Promise<number> =>
  heldUp(async () => void foldRoster(story.space, story.genesisHash, story.blocks, [], forked))

/** How often a fold looks at one of these blocks. */
function looksAt(some: readonly RosterBlock[], story: Story, forked: readonly ForkedLog[]): number {
  let looks = 0
  const get = (at: RosterBlock, key: string | symbol): unknown => {
    looks += 1
    return Reflect.get(at, key)
  }
  const counted = some.map((block) => new Proxy(block, { get }))
  foldRoster(story.space, story.genesisHash, [...story.blocks, ...counted], [], forked)
  return looks
}

function scene() {
  const story = new Story()
  const [good, bad] = [story.organisation('Good'), story.organisation('Bad')]
  story.admit(good)
  story.admit(bad)
  return { story, good, bad }
}

/** A member writes what its log may hold, each entry made to be dear to fold. The engine has one thread: it must have it back soon. */
describe('a member cannot make the roster dear to fold', () => {
  it('by naming heads of logs that are not there', async () => {
    const { story, bad } = scene()
    for (let i = 0; i < 256; i += 1) {
      const block = story.operate(bad.computer, { operation: 'accept', accepted: randomBytes(32) })
      const ids = Array.from({ length: 1024 }, () => randomBytes(32)).sort(Buffer.compare)
      block.causal.heads = ids.map((logId) => ({ logId, length: 7, treeHash: NONE }))
    }
    expect(await timeOf(story)).toBeLessThan(STILL_MAX)
  })

  it('by epochs that name members without end, under one id or many', async () => {
    const { story, bad } = scene()
    for (let i = 0; i < 1_000; i += 1) {
      const instances = Array.from({ length: 256 }, () => randomBytes(32))
      const epochId = i % 2 === 0 ? someBytes('one epoch') : randomBytes(32)
      story.write(bad.computer, { is: 'epoch', epoch: { ring: RING.main, epochId, rosterHash: NONE, instances } })
    }
    expect(await timeOf(story)).toBeLessThan(STILL_MAX)
  })

  it('by leaving over and over, or answering nobody, from one computer or many', async () => {
    for (const computers of [1, 6]) {
      for (const leaves of [true, false]) {
        const { story, bad, good } = scene()
        const logs = [bad.computer]
        for (let i = 1; i < computers; i += 1) {
          const { computer, statement } = story.computer(bad, `${i}`)
          story.operate(bad.computer, { operation: 'statement', statement: statement.bytes })
          logs.push(computer)
        }
        for (const log of logs)
          for (let i = 0; i < 4_000; i += 1)
            story.operate(
              log,
              leaves ? { operation: 'leave', instance: good.instance } : { operation: 'accept', accepted: randomBytes(32) },
            )
        expect(await timeOf(story)).toBeLessThan(STILL_MAX)
      }
    }
  })

  it('by epochs that name one over and over who has removed many computers', async () => {
    const { story, good, bad } = scene()
    for (let i = 0; i < 31; i += 1) {
      const { computer, statement } = story.computer(bad, `${i}`)
      const revoke = story.state(bad, { kind: 'revoke', device: computer.keys.publicKey, length: 0, treeHash: NONE })
      for (const { bytes } of [statement, revoke]) story.operate(bad.computer, { operation: 'statement', statement: bytes })
    }
    for (const by of [bad.computer, good.computer])
      for (let i = 0; i < 3_900; i += 1) {
        const instances = Array.from({ length: 60 }, () => bad.instance)
        story.write(by, { is: 'epoch', epoch: { ring: RING.main, epochId: randomBytes(32), rosterHash: NONE, instances } })
      }
    expect(await timeOf(story)).toBeLessThan(STILL_MAX)
  })

  it('by votes of nobody for another founder', async () => {
    const { story, bad } = scene()
    const votes = Array.from({ length: 255 }, () => ({ steward: story.founder.instance, signature: randomBytes(64) }))
    for (let i = 0; i < 200; i += 1) story.operate(bad.computer, { operation: 'succeed-founder', instance: bad.instance, votes })
    expect(await timeOf(story)).toBeLessThan(STILL_MAX)
  })

  it('by votes of a steward without end, quoted without end', async () => {
    const { story, good, bad } = scene()
    for (const one of [good, bad]) story.appoint(one)
    const { since } = story.fold()
    const votes = Array.from({ length: 2_000 }, (_, number) => story.vote(bad, bad, { since, number }))
    for (const vote of votes)
      story.operate(bad.computer, { operation: 'accept', accepted: story.succeed(good, bad, [[bad, vote]]).operationId })
    expect(await timeOf(story)).toBeLessThan(STILL_MAX)
  })

  it('by a fork in each of many logs, for every entry of others', () => {
    const { story, bad, good } = scene()
    const logs = Array.from({ length: 60 }, (_, at) => {
      const { computer, statement } = story.computer(bad, `computer ${at}`)
      story.operate(bad.computer, { operation: 'statement', statement: statement.bytes })
      return computer
    })
    const sample = story.operate(good.computer, { operation: 'accept', accepted: good.instance })
    const many = Array.from({ length: 8_000 }, (_, at) => ({
      ...sample,
      index: good.computer.length + at,
      blockHash: randomBytes(32),
      operationId: randomBytes(32),
    }))
    const forked = logs.map(({ logId }) => ({ logId, index: 0, branches: [] }))
    const [one = 0, sixty] = [forked.slice(0, 1), forked].map((some) => looksAt(many, story, some))
    expect(one).toBeGreaterThan(0)
    expect(sixty).toBeLessThan(2 * one)
  })

  it('by two branches of each of its logs, that cite each other’s', async () => {
    const { story, bad, good } = scene()
    const pairs: [Computer, Computer][] = []
    for (let i = 0; i < 16; i += 1) {
      const { computer, statement } = story.computer(bad, `computer ${i}`)
      story.operate(bad.computer, { operation: 'statement', statement: statement.bytes })
      story.operate(computer, { operation: 'accept', accepted: bad.instance })
      pairs.push([computer, story.twin(computer)])
    }
    const all = pairs.flat()
    for (let i = 0; i < 1_000; i += 1) {
      const by = all[i % all.length] as Computer
      const heads: [Computer, number][] = pairs.map((pair) => [pair[i % 2] as Computer, 1 + (i % 30)])
      story.operate(i % 3 === 0 ? good.computer : by, { operation: 'accept', accepted: randomBytes(32) }, { heads })
    }
    const forked = pairs.map((pair) => story.forked(pair))
    expect(forked.every(({ branches }) => branches.every(({ blocks }) => blocks.length > 5))).toBe(true)
    expect(await timeOf(story, forked)).toBeLessThan(STILL_MAX)
  })

  it('by removals without end on two branches of each of its logs, as a steward, of who cites them all from many computers', async () => {
    const { story, bad, good } = scene()
    const appointment = story.appoint(bad)
    const computers = (of: Organisation, count: number): Computer[] =>
      Array.from({ length: count }, (_, at) => {
        const { computer, statement } = story.computer(of, `${of.name} ${at}`)
        story.operate(of.computer, { operation: 'statement', statement: statement.bytes })
        return computer
      })
    const logs = computers(bad, 8)
    for (const one of logs) story.operate(one, { operation: 'accept', accepted: bad.instance })
    const pairs = logs.map((one): [Computer, Computer] => [one, story.twin(one)])
    const removals = 256
    const cuts = Array.from({ length: 64 }, () => ({ logId: randomBytes(32), length: 7, treeHash: NONE }))
    for (const by of pairs.flat())
      for (let i = 0; i < removals; i += 1)
        story.operate(by, { operation: 'remove', instance: good.instance, reason: 0, cuts }, { appointment })
    // A branch knows its tree by heart.
    const forked = pairs.map((pair) => {
      const one = story.forked(pair)
      const branches = one.branches.map(({ blocks, treeHashAt }) => {
        const known = new Map<number, Buffer | null>()
        const remembered = (length: number) => {
          if (!known.has(length)) known.set(length, treeHashAt(length))
          return known.get(length) ?? null
        }
        return { blocks, treeHashAt: remembered }
      })
      return { ...one, branches }
    })
    for (const [at, by] of computers(good, 30).entries())
      for (let i = 0; i < 100; i += 1) {
        const block = story.operate(by, { operation: 'accept', accepted: good.instance })
        block.causal.heads = forked.map(({ logId, branches }) => {
          const length = 2 + ((i + at) % (removals - 1))
          return { logId, length, treeHash: branches[i % 2]?.treeHashAt(length) ?? NONE }
        })
      }
    expect(await timeOf(story, forked)).toBeLessThan(STILL_MAX)
  })
})
