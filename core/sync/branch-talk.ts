import { equal, toHex } from '../crypto/bytes.ts'
import { verify } from '../crypto/sign.ts'
import type { BranchCopy, BranchPart } from '../log/branch.ts'
import { signableOf } from '../log/internals.ts'
import type { BranchHead, BranchStart } from '../space/branches.ts'
import type { Space } from '../space/space.ts'
import { Allowance } from './allowance.ts'
import { type BranchWant, type ForkMessage, TOLD_A_MESSAGE } from './fork-messages.ts'
import { Ration } from './ration.ts'
import { BreachError } from './refusal.ts'
import type { Timers } from './timers.ts'

/** Heads that a peer may tell, and parts that it may ask for, in a minute. An honest one asks for the next part when it has the last. */
const TOLD_MAX = 2_048
const WANTS_MAX = 8_192
/** Heads that are told in a minute: a forked log that grows all the time makes nobody who says so a flood. */
const TELL_MAX = 512
/** Answers that may wait until the peer has read: an honest one waits for one. */
const ANSWERS_MAX = 4
/** Heads of branches that are remembered until they can be asked for. */
const WAITING_MAX = 256
/** Heads that are remembered as told, and as asked for: who forgets one does it again. */
const REMEMBERED_MAX = 4_096
/** How long a branch is left to one connection, in ms: then others that have it too may be asked as well, whatever this one still sends. */
const ALONE_MS = 30_000

/** What is said of branches. */
export type BranchMessage = Extract<ForkMessage, { is: 'heads' | 'want' | 'part' | 'none' }>

export interface BranchTalkPorts {
  space: Space
  timers: Timers
  send(message: BranchMessage): Promise<void>
}

/** A branch that is under way. */
interface Fetching {
  head: BranchHead
  copy: BranchCopy
  /** Where else it may be asked for from, if the peer does not have it from there. */
  starts: BranchStart[]
  /** Leaves it to others too; once. */
  release: () => void
}

/**
 * Brings the branches that two partners know of forked logs level: each tells the heads of its own, and asks for those that it does not know, part by
 * part, one branch at a time.
 */
export class BranchTalk {
  private readonly ports: BranchTalkPorts
  private readonly told = new Set<string>()
  private readonly waiting = new Map<string, BranchHead>()
  private readonly asked = new Set<string>()
  private fetching: Fetching | null = null
  private readonly heads: Allowance
  private readonly wants: Allowance
  private answers = 0
  /** Of heads that are told: what there is to tell beyond those of a minute is told in the next, as it is by then. */
  private readonly telling: Ration
  private closed = false
  private readonly stop: () => void

  constructor(ports: BranchTalkPorts) {
    this.ports = ports
    this.heads = new Allowance(ports.timers, TOLD_MAX)
    this.wants = new Allowance(ports.timers, WANTS_MAX)
    this.telling = new Ration(ports.timers, TELL_MAX, () => this.tell())
    this.stop = ports.space.branches.onNews(() => {
      this.tell()
      this.ask()
    })
  }

  close(): void {
    this.closed = true
    this.stop()
    this.telling.close()
    this.end()
  }

  /** Tells the peer every branch that it was not told of. */
  tell(): void {
    const untold = this.ports.space.branches.heads().filter((head) => !this.told.has(nameOf(head)))
    const fresh = untold.slice(0, this.telling.take(untold.length))
    for (const head of fresh) remember(this.told, nameOf(head))
    for (let at = 0; at < fresh.length; at += TOLD_A_MESSAGE) {
      void this.ports.send({ is: 'heads', heads: fresh.slice(at, at + TOLD_A_MESSAGE) })
    }
  }

  /** Throws BreachError, SegmentError where no honest peer would have sent it. */
  async take(message: BranchMessage): Promise<void> {
    if (message.is === 'heads') this.takeHeads(message.heads)
    else if (message.is === 'want') await this.answer(message.want)
    else if (message.is === 'part') this.takePart(message.part)
    else this.takeNone(message.logId, message.start)
  }

  /** Asks for the next branch that is not known, if none is under way. */
  ask(): void {
    if (this.closed || this.fetching) return
    for (const [name, head] of this.waiting) {
      const starts = this.ports.space.branches.startsFor(head)
      if (starts.length === 0) continue
      if (!this.ports.space.branches.isFree(head)) continue
      this.waiting.delete(name)
      if (this.isFalse(head) || !this.ports.space.branches.claim(head)) continue
      remember(this.asked, name)
      if (this.begin(head, starts)) return
    }
  }

  private takeHeads(heads: readonly BranchHead[]): void {
    this.heads.use(heads.length)
    for (const head of heads) {
      if (this.isFalse(head)) throw new BreachError('forged')
      if (!this.asked.has(nameOf(head))) this.waiting.set(nameOf(head), head)
      const [oldest] = this.waiting.keys()
      if (oldest && this.waiting.size > WAITING_MAX) this.waiting.delete(oldest)
    }
    this.ask()
  }

  /** Whether a head does not bear the signature of its log. Of one that nothing is proven of here yet, that is not known. */
  private isFalse({ logId, length, treeHash, signature }: BranchHead): boolean {
    const [branch] = this.ports.space.forks.of(logId)?.proof.branches ?? []
    return branch !== undefined && !verify(signature, signableOf(logId, treeHash, length), branch.signer)
  }

  private async answer({ logId, from, to }: BranchWant): Promise<void> {
    this.wants.use()
    if (this.answers >= ANSWERS_MAX) throw new BreachError('flood')
    const part = await this.ports.space.branches.partFor(logId, from, to)
    this.answers += 1
    const sent = this.ports.send(part ? { is: 'part', part } : { is: 'none', logId, start: from.length })
    void sent.then(() => {
      this.answers -= 1
    })
  }

  private takePart(part: BranchPart): void {
    const { fetching } = this
    if (!fetching || !equal(part.logId, fetching.head.logId)) throw new BreachError('malformed')
    const { head, copy } = fetching
    const fits = copy.take(part) === 'taken'
    if (fits && copy.tail.length < head.length) {
      this.want()
      return
    }
    if (fits) {
      // Who tells of a head, and answers from its branch, has both agree.
      if (!copy.tail.treeHashAt(head.length)?.equals(head.treeHash)) throw new BreachError('malformed')
      this.ports.space.keepBranch(copy)
    }
    this.next()
  }

  private takeNone(logId: Buffer, start: number): void {
    const { fetching } = this
    if (!fetching || !equal(logId, fetching.head.logId) || start !== fetching.copy.tail.length) throw new BreachError('malformed')
    const { head, starts } = fetching
    this.end()
    if (!this.ports.space.branches.claim(head) || !this.begin(head, starts)) this.ask()
  }

  /** Begins at the first start that still is one. */
  private begin(head: BranchHead, starts: readonly BranchStart[]): boolean {
    const { branches } = this.ports.space
    for (const [at, start] of starts.entries()) {
      const copy = branches.begin(head.logId, start)
      if (!copy) continue
      this.fetching = { head, copy, starts: starts.slice(at + 1), release: this.releaseOnce(head) }
      this.want()
      return true
    }
    branches.release(head)
    return false
  }

  private releaseOnce(head: BranchHead): () => void {
    let held = true
    const release = (): void => {
      cancel()
      if (held) this.ports.space.branches.release(head)
      held = false
    }
    const cancel = this.ports.timers.after(ALONE_MS, release)
    return release
  }

  private want(): void {
    const { fetching } = this
    if (!fetching) return
    const { head, copy } = fetching
    const { length } = copy.tail
    const treeHash = copy.tail.treeHashAt(length)
    if (!treeHash) throw new Error('a tail has a hash at its end')
    void this.ports.send({
      is: 'want',
      want: { logId: head.logId, from: { length, treeHash }, to: { length: head.length, treeHash: head.treeHash } },
    })
  }

  private next(): void {
    this.end()
    this.ask()
  }

  /** The branch that was under way is so no more. */
  private end(): void {
    this.fetching?.release()
    this.fetching = null
  }
}

function remember(names: Set<string>, name: string): void {
  if (names.size >= REMEMBERED_MAX) names.clear()
  names.add(name)
}

const nameOf = ({ logId, length, treeHash, whole }: BranchHead): string => `${toHex(logId)} ${length} ${toHex(treeHash)} ${whole}`
