import { randomBytes } from '../../core/crypto/bytes.ts'
import { sign } from '../../core/crypto/sign.ts'
import { signableOf } from '../../core/log/internals.ts'
import { encodeSegment } from '../../core/log/segment.ts'
import { leafHash, parentOf, type Span, type TreeNode, treeHashOf } from '../../core/log/tree.ts'
import { ENTRY_TYPE, type Segment } from '../../core/log/types.ts'
import { LOG_ENTRIES_MAX, LOG_WEIGHT_MAX } from '../../core/space/book.ts'
import { sealRosterEntry } from '../../core/space/entries.ts'
import { encodeOperation } from '../../core/space/format/operation.ts'
import { BEHIND_FULL_MAX } from '../../core/space/quota.ts'
import type { Space } from '../../core/space/space.ts'
import { encodeForkMessage } from '../../core/sync/fork-messages.ts'
import { encodeHeads, encodeWant } from '../../core/sync/messages.ts'
import { addComputer, boast, circumstances, flood, floodEpochs, serve } from '../support/flood.ts'
import type { Hostile } from '../support/hostile.ts'
import type { Party } from '../support/spaces.ts'

interface Preparing {
  space: Space
  /** Entries of the attacks that write a log. */
  n: number
  party(name: string): Promise<Party>
}

interface Running {
  space: Space
  /** Connects to the victim as one of the attacker's computers. */
  meet(as: Space): Promise<Hostile>
  until(isSo: () => boolean): Promise<void>
}

/** What a member does who wants the others' computers to stand still. */
export interface Attack {
  /** Before the clock runs. Resolves with what the attacker's log holds that the victim has to know before. */
  prepare(at: Preparing): Promise<Segment[]>
  /** Resolves with the length to which the victim is to hold the attacker's log, or null where it need not. */
  run(at: Running): Promise<number | null>
}

const COMPUTERS = 5
const WISHES = 20_000
const HEADS = { messages: 10, each: 4_000 }
const QUESTIONS = 2_000
const BOXED_EPOCHS = 64
const CITED_LOGS = 1_024

/** What is there so far. */
async function written({ own }: Space): Promise<Segment[]> {
  const all: Segment[] = []
  for (let next = await own.segmentFrom(0); next; next = await own.segmentFrom(next.length)) all.push(next)
  return all
}

/** One that only speaks. It is over when the victim has dropped it, or has answered a question that came behind all else. */
const talking = (say: (hostile: Hostile, space: Space, victim: Buffer) => void): Attack => ({
  prepare: ({ space }) => written(space),
  run: async ({ space, meet, until }) => {
    const victim = (await space.openLogs()).find((log) => log !== space.own)
    if (!victim) throw new Error('a member knows the founder’s log')
    const hostile = await meet(space)
    say(hostile, space, victim.id)
    hostile.fork?.send(encodeForkMessage({ is: 'ask', logId: victim.id, index: 0 }))
    await until(() => hostile.dropped || hostile.received.fork.length > 0)
    return null
  },
})

/** One that writes into its log what is dear to read, and has it fetched. */
const writing = (write: (space: Space, n: number) => Promise<void>): Attack => ({
  prepare: async ({ space, n }) => {
    const before = await written(space)
    await write(space, n)
    return before
  },
  run: async ({ space, meet, until }) => {
    const hostile = await meet(space)
    serve(hostile, space.own)
    const { own } = space
    const head = own.head()
    if (head) hostile.heads?.send(encodeHeads([{ ...head, logId: own.id, signer: own.signer }]))
    await until(() => hostile.dropped || hostile.received.want.length > 0)
    return hostile.dropped ? null : own.length
  },
})

/** The computers of the organisation that writes operations without end. */
const flooders: Space[] = []
/** The log in segments of one block each, signed one by one. */
let singles: Buffer[] = []

export const attacks = {
  wishes: talking((hostile, _, victim) => {
    hostile.stream.pause()
    for (let i = 0; i < WISHES; i += 1) hostile.want?.send(encodeWant({ logId: victim, start: 0 }))
  }),
  heads: talking((hostile, { own }) => {
    const head = own.head()
    if (!head) throw new Error('a member has written')
    const many = encodeHeads(Array.from({ length: HEADS.each }, () => ({ ...head, logId: own.id, signer: own.signer })))
    for (let i = 0; i < HEADS.messages; i += 1) hostile.heads?.send(many)
  }),
  questions: talking((hostile, { own }) => {
    for (let i = 0; i < QUESTIONS; i += 1) hostile.fork?.send(encodeForkMessage({ is: 'ask', logId: own.id, index: i % 5 }))
  }),
  boxes: writing((space) => floodEpochs(space, founder(space), BOXED_EPOCHS)),
  citations: writing(async (space) => {
    const [under] = space.rosterEpochs()
    if (!under) throw new Error('is a member')
    const body = encodeOperation({ appointment: Buffer.alloc(32), fields: { operation: 'accept', accepted: founder(space) } })
    await space.own.append((first) =>
      Array.from({ length: LOG_WEIGHT_MAX / CITED_LOGS + 2 }, (_, i) => {
        const ids = Array.from({ length: CITED_LOGS }, () => randomBytes(32)).sort(Buffer.compare)
        const heads = ids.map((logId) => ({ logId, length: 7, treeHash: randomBytes(32) }))
        return sealRosterEntry({ ...circumstances(space, first + i), heads }, ENTRY_TYPE.roster, body, under, space.keyring)
      }),
    )
  }),
  segments: {
    prepare: async ({ space, n }) => {
      const before = await written(space)
      await flood(space, 1, n)
      singles = oneByOne(space, await written(space)).slice(before.at(-1)?.length ?? 0)
      return before
    },
    run: async ({ space, meet }) => {
      const hostile = await meet(space)
      for (const one of singles) hostile.segment?.send(one)
      return space.own.length
    },
  },
  operations: {
    prepare: async ({ space, party }) => {
      flooders.push(space)
      for (let i = 0; i < COMPUTERS; i += 1) flooders.push(await addComputer(space, await party(`computer ${i}`)))
      const before = await written(space)
      for (const one of flooders) await flood(one, LOG_ENTRIES_MAX + 1, BEHIND_FULL_MAX)
      return before
    },
    run: async ({ meet, until }) => {
      for (const one of flooders) {
        const hostile = await meet(one)
        serve(hostile, one.own)
        hostile.heads?.send(boast(one, 1_000_000))
        await until(() => hostile.dropped)
      }
      return null
    },
  },
} as const satisfies Record<string, Attack>

export type AttackId = keyof typeof attacks

function founder(space: Space): Buffer {
  const [first] = space.roster?.members ?? []
  if (!first) throw new Error('the founder is a member')
  return first.instance
}

function oneByOne({ own, device }: Space, segments: readonly Segment[]): Buffer[] {
  const roots: (TreeNode & { span: Span })[] = []
  return segments
    .flatMap(({ blocks }) => blocks)
    .map((block, start) => {
      roots.push({ hash: leafHash(block), size: block.length, span: { from: start, height: 0 } })
      for (let last = roots.at(-1), left = roots.at(-2); last && left?.span.height === last.span.height; ) {
        roots.splice(-2, 2, { ...parentOf(left, last), span: { from: left.span.from, height: left.span.height + 1 } })
        last = roots.at(-1)
        left = roots.at(-2)
      }
      const length = start + 1
      const signature = sign(signableOf(own.id, treeHashOf(roots), length), device.log.secretKey)
      return encodeSegment({ logId: own.id, start, length, signature, blocks: [block] })
    })
}
