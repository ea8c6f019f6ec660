import { describe, expect, it } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import type { BranchPart } from '../../core/log/branch.ts'
import type { BranchHead } from '../../core/space/branches.ts'
import { type BranchWant, decodeForkMessage, encodeForkMessage, type ForkMessage } from '../../core/sync/fork-messages.ts'
import type { RefusalCode } from '../../core/sync/refusal.ts'
import { eventually } from '../support/eventually.ts'
import { type ForkScene, forkedTo, proofOf } from '../support/fork-scene.ts'
import { ForkStage } from '../support/forks.ts'
import { heldUp, STILL_MAX } from '../support/held-up.ts'
import { Hostile } from '../support/hostile.ts'
import { Peer } from '../support/sync.ts'

const stage = ForkStage.forThisFile()
const scene = () => forkedTo(stage)

/** Proves the fork, and tells of the other branch; `answer` is what the victim gets for what it asks for. */
async function tellOf(hostile: Hostile, at: ForkScene, answer: (want: BranchWant) => Promise<ForkMessage> | ForkMessage): Promise<void> {
  hostile.onFork = (bytes) => {
    const message = decodeForkMessage(bytes)
    if (message.is === 'want') void Promise.resolve(answer(message.want)).then((said) => hostile.fork?.send(encodeForkMessage(said)))
  }
  hostile.fork?.send(encodeForkMessage({ is: 'proofs', proofs: [await proofOf(at)] }))
  hostile.fork?.send(encodeForkMessage({ is: 'heads', heads: [headOf(at)] }))
}

function headOf({ other }: ForkScene): BranchHead {
  const head = other.own.head()
  if (!head) throw new Error('an empty log')
  return { ...head, logId: other.own.id, whole: true }
}

async function partOf({ other }: ForkScene, start: number): Promise<BranchPart> {
  const segment = await other.own.segmentFrom(start)
  if (!segment) throw new Error('nothing there')
  return { logId: other.own.id, start, signature: segment.signature, items: segment.blocks }
}

describe('a member that lies about branches is dropped and harms nothing', () => {
  const attacks: [string, RefusalCode, (hostile: Hostile, at: ForkScene) => Promise<void>][] = [
    [
      'a head that its author never signed',
      'forged',
      async (h, at) => {
        h.fork?.send(encodeForkMessage({ is: 'proofs', proofs: [await proofOf(at)] }))
        h.fork?.send(encodeForkMessage({ is: 'heads', heads: [{ ...headOf(at), treeHash: randomBytes(32) }] }))
      },
    ],
    [
      'a part that nobody asked for',
      'malformed',
      async (h, at) => void h.fork?.send(encodeForkMessage({ is: 'part', part: await partOf(at, at.common) })),
    ],
    [
      'a refusal of what nobody asked for',
      'malformed',
      async (h, { c }) => void h.fork?.send(encodeForkMessage({ is: 'none', logId: c.own.id, start: 0 })),
    ],
    [
      'a part with other entries',
      'forged',
      (h, at) =>
        tellOf(h, at, async ({ from }) => {
          const part = await partOf(at, from.length)
          return { is: 'part', part: { ...part, items: part.items.map(() => Buffer.alloc(1024, 7)) } }
        }),
    ],
    [
      'a part of another place',
      'gap',
      (h, at) => tellOf(h, at, async ({ from }) => ({ is: 'part', part: await partOf(at, from.length + 1) })),
    ],
    [
      'a part of another log',
      'malformed',
      (h, at) => tellOf(h, at, async ({ from }) => ({ is: 'part', part: { ...(await partOf(at, from.length)), logId: randomBytes(32) } })),
    ],
    [
      'the branch that the victim holds, in the place of the one that was told of',
      'malformed',
      (h, at) =>
        tellOf(h, at, async ({ from }) => {
          const segment = await at.c.own.segmentFrom(from.length)
          if (!segment) throw new Error('nothing there')
          return { is: 'part', part: { logId: at.c.own.id, start: segment.start, signature: segment.signature, items: segment.blocks } }
        }),
    ],
    [
      'questions for parts without end',
      'flood',
      async (h, at) => {
        const from = { length: at.common, treeHash: await at.c.own.treeHashAt(at.common) }
        const to = { length: at.c.own.length, treeHash: await at.c.own.treeHashAt(at.c.own.length) }
        h.fork?.send(encodeForkMessage({ is: 'proofs', proofs: [await proofOf(at)] }))
        for (let i = 0; i < 9_000; i += 1) h.fork?.send(encodeForkMessage({ is: 'want', want: { logId: at.c.own.id, from, to } }))
      },
    ],
    [
      'heads without end',
      'flood',
      async (h, at) => {
        const heads = Array.from({ length: 64 }, () => ({ ...headOf(at), logId: randomBytes(32) }))
        for (let i = 0; i < 40; i += 1) h.fork?.send(encodeForkMessage({ is: 'heads', heads }))
      },
    ],
  ]

  it.each(attacks)('for %s', async (_, code, attack) => {
    const at = await scene()
    const hostile = await Hostile.meet(at.b, at.victim)
    await eventually(() => expect(at.victim.met).toHaveLength(1))
    const held = await heldUp(async () => {
      await attack(hostile, at)
      await eventually(() => expect(at.victim.refusals.map((one) => [one.code, one.name])).toContainEqual([code, 'Bosko']))
    })
    expect(held).toBeLessThan(STILL_MAX)
    await eventually(() => expect([hostile.dropped, at.victim.sessions.size]).toEqual([true, 0]))
    expect([at.victim.failures, at.a.branches.heads().filter(({ whole }) => !whole)]).toEqual([[], []])
  })

  it('and who takes its time keeps nobody else from telling it, nor is it reproached', async () => {
    const at = await scene()
    const alarms = new Set<() => void>()
    const victim = new Peer([at.a], {
      now: Date.now,
      after: (ms, run) => {
        if (ms === 30_000) alarms.add(run)
        return () => alarms.delete(run)
      },
    })
    try {
      const [slow, honest] = [await Hostile.meet(at.b, victim), await Hostile.meet(at.b, victim)]
      const wants = (from: Hostile) => from.received.fork.map(decodeForkMessage).filter(({ is }) => is === 'want')
      let late: ForkMessage | undefined
      await tellOf(slow, at, async ({ from }) => {
        late = { is: 'part', part: await partOf(at, from.length) }
        return new Promise(() => undefined)
      })
      await eventually(() => expect(late).toBeDefined())
      await tellOf(honest, at, async ({ from }) => ({ is: 'part', part: await partOf(at, from.length) }))
      // Whoever answers this has read what came before.
      honest.fork?.send(encodeForkMessage({ is: 'ask', logId: at.c.own.id, index: 0 }))
      await eventually(() => expect(honest.received.fork.map((bytes) => decodeForkMessage(bytes).is)).toContain('witness'))
      expect(wants(honest)).toEqual([])
      for (const alarm of [...alarms]) alarm()
      const { treeHash } = headOf(at)
      await eventually(() => expect(at.a.branches.heads().map((one) => one.treeHash)).toContainEqual(treeHash))
      expect(wants(honest)).not.toEqual([])
      if (late) slow.fork?.send(encodeForkMessage(late))
      slow.fork?.send(encodeForkMessage({ is: 'ask', logId: at.c.own.id, index: 0 }))
      await eventually(() => expect(slow.received.fork.map((bytes) => decodeForkMessage(bytes).is)).toContain('witness'))
      expect([slow.dropped, victim.refusals, victim.failures]).toEqual([false, [], []])
    } finally {
      await victim.close()
    }
  })

  it('while who tells the truth is heard, and does not have to tell it twice', async () => {
    const at = await scene()
    const hostile = await Hostile.meet(at.b, at.victim)
    await tellOf(hostile, at, async ({ from }) => ({ is: 'part', part: await partOf(at, from.length) }))
    const { treeHash } = headOf(at)
    await eventually(() => expect(at.a.branches.heads().map((one) => one.treeHash)).toContainEqual(treeHash))
    const asked = () => hostile.received.fork.filter((bytes) => decodeForkMessage(bytes).is === 'want').length
    const before = asked()
    hostile.fork?.send(encodeForkMessage({ is: 'heads', heads: [headOf(at)] }))
    // Whoever answers this has read what came before.
    hostile.fork?.send(encodeForkMessage({ is: 'ask', logId: at.c.own.id, index: 0 }))
    await eventually(() => expect(hostile.received.fork.map((bytes) => decodeForkMessage(bytes).is)).toContain('witness'))
    expect([asked(), hostile.dropped, at.victim.refusals]).toEqual([before, false, []])
  })
})
