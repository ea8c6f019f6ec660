import { describe, expect, it } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { type SignKeyPair, sign } from '../../core/crypto/sign.ts'
import { signableOf } from '../../core/log/internals.ts'
import { logIdOf } from '../../core/log/log-id.ts'
import { parentOf, rootsOf, type Span, type TreeNode, treeHashOf } from '../../core/log/tree.ts'
import { type ForkProof, forkProof, nodesOf, type Witness } from '../../core/log/witness.ts'
import { deviceKeys } from '../../core/space/keys.ts'
import { decodeForkMessage, encodeForkMessage } from '../../core/sync/fork-messages.ts'
import { encodeHeads } from '../../core/sync/messages.ts'
import type { RefusalCode } from '../../core/sync/refusal.ts'
import { eventually } from '../support/eventually.ts'
import { forkedTo, proofOf, witnessOf } from '../support/fork-scene.ts'
import { bringAll, copyOf, ForkStage, write } from '../support/forks.ts'
import { heldUp, STILL_MAX } from '../support/held-up.ts'
import { Hostile } from '../support/hostile.ts'
import { joinAs } from '../support/spaces.ts'
import { connect } from '../support/sync.ts'

const stage = ForkStage.forThisFile()
const scene = () => forkedTo(stage)
type Scene = Awaited<ReturnType<typeof scene>>

/** Says to hold the other branch, so that the victim asks; `answer` is what it gets for the block that it asks for. */
function claim(hostile: Hostile, { other }: Scene, answer: (index: number) => Promise<Witness>): void {
  hostile.onFork = (bytes) => {
    const message = decodeForkMessage(bytes)
    if (message.is === 'ask')
      void answer(message.index).then((witness) => hostile.fork?.send(encodeForkMessage({ is: 'witness', witness })))
  }
  const head = other.own.head()
  if (head) hostile.heads?.send(encodeHeads([{ ...head, logId: other.own.id, signer: other.own.signer }]))
}

describe('a member that lies about forks is dropped and harms nothing', () => {
  const attacks: [string, RefusalCode, (hostile: Hostile, at: Scene) => Promise<void> | void][] = [
    ['a message of no kind', 'malformed', (h) => h.fork?.send(Buffer.from([9]))],
    ['bytes that are no message', 'malformed', (h) => h.fork?.send(Buffer.concat([Buffer.from([1]), randomBytes(400)]))],
    ['a message of 500 KB', 'malformed', (h) => h.fork?.send(Buffer.alloc(500_000, 2))],
    ['a message of 14 MB', 'oversize', (h) => h.raw(Buffer.alloc(14 * 1024 * 1024, 6))],
    [
      'a witness that nobody asked for',
      'malformed',
      async (h, { other, common }) => h.fork?.send(encodeForkMessage({ is: 'witness', witness: await witnessOf(other, common) })),
    ],
    [
      'a false witness',
      'forged',
      (h, at) => claim(h, at, async (index) => ({ ...(await witnessOf(at.other, index)), signature: randomBytes(64) })),
    ],
    ['a witness of another block', 'malformed', (h, at) => claim(h, at, (index) => witnessOf(at.other, index + 1))],
    ['a witness of another log', 'malformed', (h, at) => claim(h, at, (index) => witnessOf(at.b, index))],
    [
      'a proof with a wrong signature',
      'forged',
      async (h, at) => {
        const { branches } = await proofOf(at)
        const [first, second] = branches
        h.fork?.send(encodeForkMessage({ is: 'proofs', proofs: [{ branches: [first, { ...second, signature: randomBytes(64) }] }] }))
      },
    ],
    [
      'a proof of one branch only',
      'forged',
      async (h, { c, common }) => {
        const witness = await witnessOf(c, common)
        h.fork?.send(encodeForkMessage({ is: 'proofs', proofs: [{ branches: [witness, witness] }] }))
      },
    ],
    [
      'a proof against Alma that joins the witnesses of two logs',
      'forged',
      async (h, { a, b }) => {
        const proofs = [{ branches: [await witnessOf(a, 0), await witnessOf(b, 0)] } as ForkProof]
        h.fork?.send(encodeForkMessage({ is: 'proofs', proofs }))
      },
    ],
    [
      'questions without end',
      'flood',
      (h, { c }) => {
        for (let i = 0; i < 2_000; i += 1) h.fork?.send(encodeForkMessage({ is: 'ask', logId: c.own.id, index: i % 5 }))
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
    // Nothing is believed, nobody's entries are lost, and an honest partner is heard.
    expect([at.a.forks.all(), at.victim.failures, at.a.behind]).toEqual([[], [], false])
    connect(at.victim, stage.peer(at.c))
    await write(at.c, 1, 'later')
    await eventually(async () => expect((await copyOf(at.a, at.c)).length).toBe(at.c.own.length))
  })

  it('whatever is asked for of logs that it does not have', async () => {
    const at = await scene()
    const hostile = await Hostile.meet(at.b, at.victim)
    for (const index of [0, 50, 2 ** 40]) {
      hostile.fork?.send(encodeForkMessage({ is: 'ask', logId: randomBytes(32), index }))
      hostile.fork?.send(encodeForkMessage({ is: 'ask', logId: at.c.own.id, index: index + 1_000 }))
    }
    hostile.fork?.send(encodeForkMessage({ is: 'ask', logId: at.c.own.id, index: 0 }))
    await eventually(() => expect(hostile.received.fork.map((bytes) => decodeForkMessage(bytes).is)).toEqual(['witness']))
    expect([hostile.dropped, at.victim.refusals]).toEqual([false, []])
  })

  it('unless what it brings is proven: then that is passed on, to the author too, who goes on no more in that log', async () => {
    const at = await scene()
    const { a, b, c, victim } = at
    const hostile = await Hostile.meet(b, victim)
    hostile.fork?.send(encodeForkMessage({ is: 'proofs', proofs: [await proofOf(at), await proofOf(at)] }))
    await eventually(() => expect(a.forks.of(c.own.id)?.index).toBe(at.common))
    connect(victim, stage.peer(c))
    await eventually(() => expect([c.forks.of(c.own.id)?.index, c.behind]).toEqual([at.common, true]))
    expect([hostile.dropped, a.behind, victim.refusals]).toEqual([false, false, []])
  })

  it('nor has others take who passes on for who floods, by one branch after the other over several connections', async () => {
    const at = await scene()
    const { a, b, c, victim } = at
    const proofs = fallingProofs(at)
    const d = await stage.party('Dana')
    const third = await joinAs(a, d)
    await bringAll([a, c, third])
    const partner = stage.peer(third)
    connect(victim, partner)
    await eventually(() => expect(partner.met).toHaveLength(1))
    await eventually(async () => expect((await copyOf(third, c)).length).toBeGreaterThan(0))
    for (const some of [proofs.slice(0, 30), proofs.slice(30)]) {
      const hostile = await Hostile.meet(b, victim)
      await eventually(() => expect(hostile.received.heads).not.toEqual([]))
      for (const proof of some) hostile.fork?.send(encodeForkMessage({ is: 'proofs', proofs: [proof] }))
      await eventually(() => expect(a.forks.of(c.own.id)?.index).toBe(some.at(-1)?.branches[0].index))
    }
    await eventually(() => expect(third.forks.of(c.own.id)?.index).toBe(0))
    expect([partner.refusals, victim.refusals, partner.sessions.size]).toEqual([[], [], 1])
  })

  it('when it brings one branch after the other, each forked off a block before the last', async () => {
    const at = await scene()
    const { a, b, victim } = at
    const proofs = fallingProofs(at)
    const hostile = await Hostile.meet(b, victim)
    await eventually(() => expect(hostile.received.heads).not.toEqual([]))
    for (const proof of proofs) hostile.fork?.send(encodeForkMessage({ is: 'proofs', proofs: [proof] }))
    await eventually(() => expect(victim.refusals.map((one) => [one.code, one.name])).toEqual([['flood', 'Bosko']]))
    expect(a.forks.all().map(({ index }) => index)).toEqual([60 - 32])
  })
})

/** Sixty proofs against Cvetka's log, each of a smaller index than the one before, down to 0. */
function fallingProofs({ a, cvetka }: Scene): ForkProof[] {
  const keys = deviceKeys(cvetka.identity.deviceSeed, a.id).log
  const hashes = Array.from({ length: 60 }, () => randomBytes(32))
  const branch = (from: number) => hashes.map((hash, at) => (at < from ? hash : randomBytes(32)))
  return hashes.map((_, at) => forkProof(signedWitness(a.id, keys, hashes, at), signedWitness(a.id, keys, branch(at), at))).reverse()
}

/** A witness of a tree over leaves that are of no blocks, signed by who has the log's key. */
function signedWitness(space: Buffer, keys: SignKeyPair, hashes: readonly Buffer[], index: number): Witness {
  const node = ({ from, height }: Span): TreeNode =>
    height === 0
      ? { hash: hashes[from] ?? Buffer.alloc(32), size: 1024 }
      : parentOf(node({ from, height: height - 1 }), node({ from: from + 2 ** (height - 1), height: height - 1 }))
  const { length } = hashes
  const treeHash = treeHashOf(rootsOf(length).map((span) => ({ ...node(span), span })))
  const signature = sign(signableOf(logIdOf(space, keys.publicKey), treeHash, length), keys.secretKey)
  const nodes = nodesOf(index, length).map(node)
  return { signer: keys.publicKey, length, signature, index, leaf: node({ from: index, height: 0 }), nodes }
}
