import { treeSignable } from 'hypercore/lib/caps.js'
import { describe, expect, it, vi } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { sign, signKeyPair } from '../../core/crypto/sign.ts'
import { encodeSegment } from '../../core/log/segment.ts'
import type { Segment } from '../../core/log/types.ts'
import { LOG_BYTES_MAX } from '../../core/space/quota.ts'
import type { Space } from '../../core/space/space.ts'
import { decodeForkMessage, encodeForkMessage } from '../../core/sync/fork-messages.ts'
import { decodeWant, encodeHeads, encodeWant, type HeadMessage, type Proof } from '../../core/sync/messages.ts'
import type { RefusalCode } from '../../core/sync/refusal.ts'
import { eventually } from '../support/eventually.ts'
import { heldUp, STILL_MAX } from '../support/held-up.ts'
import { Hostile } from '../support/hostile.ts'
import { joinAs, makeCoalition, record } from '../support/spaces.ts'
import { Stage } from '../support/stage.ts'
import { connect, Peer, streamPair } from '../support/sync.ts'

const stage = Stage.forThisFile()
const party = (name: string) => stage.party(name)
const peer = (...spaces: Space[]) => stage.peer(...spaces)

/** Alma's computer, which has been level with Bosko's; his then writes on, alone, and turns hostile. */
async function scene(): Promise<{ a: Space; b: Space; victim: Peer; fresh: Segment; head: HeadMessage }> {
  const { a, b } = await makeCoalition(await party('Alma'), await party('Bosko'))
  await a.write([record('a secret of Alma')])
  const victim = peer(a)
  const [session] = connect(victim, peer(b))
  await eventually(() => expect(b.writable).toBe(true))
  const copy = (await a.openLogs()).find((log) => log.id.equals(b.own.id))
  await eventually(() => expect(copy?.length).toBe(b.own.length))
  session.close()
  await eventually(() => expect(victim.sessions.size).toBe(0))
  await b.write(Array.from({ length: 4 }, (_, i) => record(`new ${i}`)))
  const fresh = await b.own.segmentFrom(copy?.length ?? 0)
  const head = b.own.head()
  if (!fresh || !head) throw new Error('there is a new entry')
  return { a, b, victim, fresh, head: { ...head, logId: b.own.id, signer: b.own.signer } }
}

const refused = (victim: Peer, code: RefusalCode, name: string | null = 'Bosko') =>
  eventually(() => expect(victim.refusals.map((one) => [one.code, one.name])).toEqual([[code, name]]))

const lengthAt = async (space: Space, of: Space) => (await space.openLogs()).find((log) => log.id.equals(of.own.id))?.length

describe('a member that turns hostile is dropped and named', () => {
  const attacks: [string, RefusalCode, (hostile: Hostile, at: Awaited<ReturnType<typeof scene>>) => void][] = [
    ['a head of 2^53 - 1', 'too-long', (h, { head }) => h.heads?.send(encodeHeads([{ ...head, length: Number.MAX_SAFE_INTEGER }]))],
    ['a head with a forged signature', 'forged', (h, { head }) => h.heads?.send(encodeHeads([{ ...head, signature: randomBytes(64) }]))],
    ['a head of length 0', 'malformed', (h, { head }) => h.heads?.send(encodeHeads([{ ...head, length: 0 }]))],
    ['a head under another signer', 'malformed', (h, { head }) => h.heads?.send(encodeHeads([{ ...head, signer: randomBytes(32) }]))],
    ['a segment that nobody signed', 'forged', (h, { fresh }) => h.segment?.send(encodeSegment({ ...fresh, signature: randomBytes(64) }))],
    [
      'a segment with one byte changed',
      'forged',
      (h, { fresh }) =>
        h.segment?.send(
          encodeSegment({
            ...fresh,
            blocks: fresh.blocks.map((block) => Buffer.concat([block.subarray(0, -1), Buffer.of((block.at(-1) ?? 0) ^ 1)])),
          }),
        ),
    ],
    [
      'a segment after a gap',
      'gap',
      (h, { fresh }) => h.segment?.send(encodeSegment({ ...fresh, start: fresh.start + 2, length: fresh.length + 2 })),
    ],
    ['a segment for the log of the victim', 'own-log', (h, { a, fresh }) => h.segment?.send(encodeSegment({ ...fresh, logId: a.own.id }))],
    [
      'a segment of blocks that are too small',
      'malformed',
      (h, { fresh }) => h.segment?.send(encodeSegment({ ...fresh, blocks: fresh.blocks.map(() => Buffer.alloc(8)) })),
    ],
    ['bytes that are no message', 'malformed', (h) => h.heads?.send(randomBytes(300))],
    ['bytes that are no want', 'malformed', (h) => h.want?.send(randomBytes(39))],
    ['an oversize want', 'malformed', (h) => h.want?.send(Buffer.alloc(4096))],
    ['a message of 14 MB', 'oversize', (h) => h.raw(Buffer.alloc(14 * 1024 * 1024, 1))],
    ['a batch of protomux', 'malformed', (h) => h.raw(Buffer.from([0, 0, 1, 1, 0]))],
    [
      'batches nested without end',
      'malformed',
      (h) => h.raw(Buffer.concat(Array.from({ length: 100_000 }, () => Buffer.from([0, 0, 0, 0xfd, 0xff, 0xff])))),
    ],
    [
      'frames about channels without end',
      'flood',
      (h) => {
        for (let i = 0; i < 400; i += 1) h.raw(Buffer.from([0, 3, 200]))
      },
    ],
    ['a channel whose name does not end', 'oversize', (h) => h.raw(Buffer.concat([Buffer.from([0, 1, 3, 252]), Buffer.alloc(252, 97)]))],
  ]

  it.each(attacks)('for %s', async (_, code, attack) => {
    const at = await scene()
    const before = await lengthAt(at.a, at.b)
    const still = await heldUp(async () => {
      const hostile = await Hostile.meet(at.b, at.victim)
      attack(hostile, at)
      await refused(at.victim, code)
      await eventually(() => expect(hostile.dropped).toBe(true))
      expect(await lengthAt(at.a, at.b)).toBe(before)
      expect(at.victim.failures).toEqual([])
      // The honest still get on with each other.
      connect(at.victim, peer(at.b))
      await eventually(async () => expect(await lengthAt(at.a, at.b)).toBe(at.b.own.length))
    })
    expect(still).toBeLessThan(STILL_MAX)
  })

  it('for an answer that begins elsewhere than was asked', async () => {
    const at = await scene()
    const hostile = await Hostile.meet(at.b, at.victim)
    hostile.heads?.send(encodeHeads([at.head]))
    await eventually(() => expect(hostile.received.want).toHaveLength(1))
    const overlap = await at.b.own.segmentFrom(at.fresh.start - 1)
    if (!overlap) throw new Error('there are entries')
    hostile.segment?.send(encodeSegment(overlap))
    await refused(at.victim, 'gap')
    expect(await lengthAt(at.a, at.b)).toBe(at.fresh.start)
  })

  it.each<[string, (segment: Segment) => Segment]>([
    ['with another signature', (segment) => ({ ...segment, signature: randomBytes(64) })],
    ['with another block', (segment) => ({ ...segment, blocks: [...segment.blocks.slice(1), randomBytes(1024)] })],
  ])('for one answer %s among good ones, of which none is lost and none behind it taken', async (_, forge) => {
    const at = await scene()
    await at.b.write(Array.from({ length: 600 }, (_, i) => record(`more ${i}`)))
    const head = at.b.own.head()
    if (!head) throw new Error('there are entries')
    let answers = 0
    let forgedAt = -1
    const hostile = await Hostile.meet(at.b, at.victim)
    hostile.onWant = async (bytes) => {
      const segment = await at.b.own.segmentFrom(decodeWant(bytes).start)
      if (!segment) throw new Error('there is more')
      answers += 1
      if (answers === 4) forgedAt = segment.start
      hostile.segment?.send(encodeSegment(answers === 4 ? forge(segment) : segment))
    }
    hostile.heads?.send(encodeHeads([{ ...at.head, ...head }]))
    await refused(at.victim, 'forged')
    await eventually(() => expect(hostile.dropped).toBe(true))
    await at.victim.close()
    expect(await lengthAt(at.a, at.b)).toBe(forgedAt)
    connect(at.victim, peer(at.b))
    await eventually(async () => expect(await lengthAt(at.a, at.b)).toBe(at.b.own.length))
    expect(at.victim.failures).toEqual([])
  })

  it('and not for going in the midst of its answers: what came is kept, and another goes on', async () => {
    const at = await scene()
    await at.b.write(Array.from({ length: 600 }, (_, i) => record(`more ${i}`)))
    const head = at.b.own.head()
    if (!head) throw new Error('there are entries')
    let answers = 0
    const leaver = await Hostile.meet(at.b, at.victim)
    leaver.onWant = async (bytes) => {
      const segment = await at.b.own.segmentFrom(decodeWant(bytes).start)
      if (!segment) throw new Error('there is more')
      answers += 1
      if (answers === 4) leaver.stream.destroy()
      else leaver.segment?.send(encodeSegment(segment))
    }
    leaver.heads?.send(encodeHeads([{ ...at.head, ...head }]))
    // The log is the first one's to bring while that is here.
    connect(at.victim, peer(at.b))
    await eventually(async () => expect(await lengthAt(at.a, at.b)).toBe(at.b.own.length))
    expect([at.victim.refusals, at.victim.failures]).toEqual([[], []])
  })

  it('for a log that would fill the disk', async () => {
    const at = await scene()
    const copy = (await at.a.openLogs()).find((log) => log.id.equals(at.b.own.id))
    if (!copy) throw new Error('the log is not known')
    const { length } = copy
    const big = vi.spyOn(copy, 'byteLength', 'get').mockReturnValue(LOG_BYTES_MAX + 1)
    const hostile = await Hostile.meet(at.b, at.victim)
    hostile.segment?.send(encodeSegment(at.fresh))
    await refused(at.victim, 'too-long')
    expect(copy.length).toBe(length)
    big.mockRestore()
  })

  it('or named alone for another branch of its log: it may be honest, and restored from a backup', async () => {
    const at = await scene()
    const length = at.fresh.start
    const treeHash = randomBytes(32)
    const signature = sign(treeSignable(at.b.own.id, treeHash, length, 0), at.b.device.log.secretKey)
    const hostile = await Hostile.meet(at.b, at.victim)
    hostile.heads?.send(encodeHeads([{ logId: at.b.own.id, signer: at.b.own.signer, length, treeHash, signature }]))
    await refused(at.victim, 'fork')
    // The answer to this comes behind what is done with that head.
    hostile.fork?.send(encodeForkMessage({ is: 'ask', logId: at.a.own.id, index: 0 }))
    await eventually(() => expect(hostile.received.fork.map((bytes) => decodeForkMessage(bytes).is)).toContain('witness'))
    expect([hostile.dropped, at.victim.sessions.size]).toEqual([false, 1])
  })

  it('for wishes without end, which it does not even read the answers to', async () => {
    const at = await scene()
    await at.a.write(Array.from({ length: 640 }, (_, i) => record(`${i} ${'x'.repeat(3000)}`)))
    const hostile = await Hostile.meet(at.b, at.victim)
    hostile.stream.pause()
    const still = await heldUp(async () => {
      for (let i = 0; i < 20_000; i += 1) hostile.want?.send(encodeWant({ logId: at.a.own.id, start: 0 }))
      await refused(at.victim, 'flood')
    })
    expect(still).toBeLessThan(STILL_MAX)
  })

  it('without holding up the others while it sends heads without end', async () => {
    const at = await scene()
    const hostile = await Hostile.meet(at.b, at.victim)
    const many = encodeHeads(Array.from({ length: 4000 }, () => at.head))
    const third = await joinAs(at.a, await party('Cvetka'))
    const still = await heldUp(async () => {
      for (let i = 0; i < 10; i += 1) hostile.heads?.send(many)
      connect(at.victim, peer(third))
      await eventually(() => expect(third.writable).toBe(true))
    })
    expect(still).toBeLessThan(STILL_MAX)
  })
})

describe('who is no member gets nothing', () => {
  const nothing = async (hostile: Hostile, victim: Peer, code: RefusalCode = 'stranger') => {
    await refused(victim, code, null)
    expect(hostile.received).toEqual({ heads: [], want: [], segment: [], fork: [] })
    expect(victim.met).toEqual([])
  }

  it('not a stranger that found the topic: no tag of it fits, and it is told none', async () => {
    const { a } = await makeCoalition(await party('Alma'), await party('Bosko'))
    const { a: elsewhere } = await makeCoalition(await party('Mira'), await party('Nada'))
    const victim = peer(a)
    const hostile = await Hostile.meet(elsewhere, victim)
    await nothing(hostile, victim)
    expect(hostile.proofs).toEqual([])
  })

  it.each<[string, (proofs: Proof[]) => Proof[]]>([
    [
      'a device key that no certificate names',
      (proofs) => proofs.map((one) => ({ ...one, device: signKeyPair(randomBytes(32)).publicKey })),
    ],
    [
      'a signature of another key',
      (proofs) => proofs.map((one) => ({ ...one, signature: sign(randomBytes(32), signKeyPair(randomBytes(32)).secretKey) })),
    ],
    ['no proof at all', () => []],
  ])('not who holds the roster key but shows %s', async (_, proofs) => {
    const { a, b } = await makeCoalition(await party('Alma'), await party('Bosko'))
    const victim = peer(a)
    await nothing(await Hostile.meet(b, victim, { proofs }), victim)
  })

  it('and who proves one space over and over is heard once: each proof has signatures to be checked', async () => {
    const { a, b } = await makeCoalition(await party('Alma'), await party('Bosko'))
    const shown = vi.spyOn(a, 'showStatements')
    const victim = peer(a)
    await Hostile.meet(b, victim, { proofs: (honest) => Array.from({ length: 16 }, () => honest[0] as Proof) })
    await eventually(() => expect(victim.met).toHaveLength(1))
    expect(shown).toHaveBeenCalledTimes(1)
  })

  it('not who replays the proof of another connection', async () => {
    const { a, b } = await makeCoalition(await party('Alma'), await party('Bosko'))
    const victim = peer(a)
    let seen: Proof[] = []
    const first = await Hostile.meet(b, victim, {
      proofs: (honest) => {
        seen = honest
        return honest
      },
    })
    await eventually(() => expect(victim.met).toHaveLength(1))
    first.stream.destroy()
    victim.met.length = 0
    await nothing(await Hostile.meet(b, victim, { proofs: () => seen }), victim)
    const tags = await Hostile.meet(b, peer(a), {
      proofs: (honest) => honest.map((one, i) => ({ ...one, signature: seen[i]?.signature ?? one.signature })),
    })
    await eventually(() => expect(tags.dropped).toBe(true))
  })

  it('not who says nothing: it has ten seconds', async () => {
    const { a } = await makeCoalition(await party('Alma'), await party('Bosko'))
    let fire = () => {}
    const waits: number[] = []
    const victim = new Peer([a], {
      now: Date.now,
      after: (ms, run) => {
        waits.push(ms)
        fire = run
        return () => undefined
      },
    })
    stage.peers.push(victim)
    const [left, right] = streamPair()
    left.on('error', () => undefined)
    victim.session(right)
    await left.opened
    expect(waits).toEqual([10_000])
    fire()
    await refused(victim, 'silent', null)
  })

  it('not who was removed: out in the same tick, and later entries never arrive', async () => {
    const { a, b } = await makeCoalition(await party('Alma'), await party('Bosko'))
    await a.write([record('before')])
    const [left, right] = [peer(a), peer(b)]
    connect(left, right)
    await eventually(async () => expect(await lengthAt(b, a)).toBe(a.own.length))
    const instance = a.roster?.members[1]?.instance as Buffer
    let sessionsThen = -1
    a.onRosterChange(() => {
      sessionsThen = left.sessions.size
    })
    const before = a.own.length
    await a.writeOperation({ appointment: Buffer.alloc(32), fields: { operation: 'remove', instance, reason: 0, cuts: [] } })
    for await (const batch of a.ingest(a.own, before)) void batch
    expect(sessionsThen).toBe(0)
    // The removal itself is the last that it may have got.
    const removal = a.own.length
    await a.write([record('after')])
    await eventually(() => expect(right.sessions.size).toBe(0))
    connect(left, right)
    await eventually(() => expect(left.refusals.map(({ code }) => code)).toEqual(['stranger']))
    // Only a founder of before is told why.
    expect(right.succeeded).toEqual([])
    expect(await lengthAt(b, a)).toBeLessThanOrEqual(removal)
    expect(a.own.length).toBeGreaterThan(removal)
  })
})
