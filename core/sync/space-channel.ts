import type Protomux from 'protomux'
import type { Channel, Message } from 'protomux'
import { equal, toHex } from '../crypto/bytes.ts'
import { H } from '../crypto/hash.ts'
import type { Log } from '../log/log.ts'
import { Queue } from '../log/queue.ts'
import { decodeSegment, encodeSegment } from '../log/segment.ts'
import type { Segment } from '../log/types.ts'
import { LOG_LENGTH_MAX, limitOf } from '../space/quota.ts'
import type { Space } from '../space/space.ts'
import type { Claims } from './claims.ts'
import { faultCode } from './faults.ts'
import { Fetcher } from './fetcher.ts'
import { ForkTalk } from './forks.ts'
import {
  decodeHeads,
  decodeReceipts,
  decodeWant,
  encodeHeads,
  encodeReceipts,
  encodeWant,
  HEADS_MAX,
  type HeadMessage,
  type Receipt,
} from './messages.ts'
import { type Receipts, receiptMessage } from './receipts.ts'
import { BreachError, type RefusalCode } from './refusal.ts'
import { Strikes } from './strikes.ts'
import { type Timers, turn } from './timers.ts'
import type { TrackedLog } from './tracked-log.ts'
import type { Wire } from './wire.ts'

/** Messages that wait for their turn before the stream is held. */
const BACKLOG_MAX = 8
/** Heads looked at before others get their turn. */
const HEADS_A_TURN = 32

export interface ChannelPorts {
  /** Device log key of the computer at the other end. */
  peer: Buffer
  handshake: Buffer
  wire: Wire
  claims: Claims
  receipts: Receipts
  timers: Timers
  drop(code: RefusalCode): void
  /** Tells of a member who is not at the other end. */
  accuse(logId: Buffer, code: RefusalCode): void
  failed(error: unknown): void
  closed(): void
}

/**
 * What two members say about one space: which logs they hold, and the segments that the other lacks. The receiver asks for the next segment of a log
 * when the last has come, so that one is under way while one is written, and never more: neither side can flood the other.
 */
export class SpaceChannel {
  private readonly space: Space
  private readonly ports: ChannelPorts
  private readonly channel: Channel | null
  private readonly messages: { heads: Message; want: Message; segment: Message; receipt: Message; fork: Message } | null
  private readonly logs = new Map<string, TrackedLog>()
  /** Heads of logs that the roster does not know yet. */
  private readonly unknown = new Map<string, HeadMessage>()
  private readonly wanted = new Map<TrackedLog, number>()
  private readonly inbox = new Queue()
  private readonly outbox = new Queue()
  private readonly fetcher: Fetcher
  private readonly strikes: Strikes
  private readonly forks: ForkTalk
  private readonly stopReceipts: () => void
  private backlog = 0
  private greeted = false
  private telling = false
  private closed = false
  private onDrain: (() => void) | null = null
  private readonly drained: () => boolean

  constructor(mux: Protomux, space: Space, ports: ChannelPorts) {
    this.space = space
    this.ports = ports
    this.drained = () => mux.drained
    this.strikes = new Strikes(ports.timers)
    this.fetcher = new Fetcher({
      claims: ports.claims,
      timers: ports.timers,
      strikes: this.strikes,
      logs: () => this.logs.values(),
      limitOf: (log) => limitOf(space, log),
      want: (logId, start) => this.messages?.want.send(encodeWant({ logId, start })),
      suspect: (tracked) => this.suspect(tracked),
      silent: () => ports.drop('silent'),
      failed: (error) => ports.failed(error),
    })
    this.forks = new ForkTalk({
      space,
      timers: ports.timers,
      logOf: (logId) => (space.isDisputed(logId) ? undefined : this.logs.get(toHex(logId))?.log),
      send: (bytes) =>
        this.send(async () => {
          if (await this.room()) this.messages?.fork.send(bytes)
        }),
    })
    this.stopReceipts = ports.receipts.onFresh((fresh) => this.send(() => this.pass(fresh)))
    this.channel = mux.createChannel({
      protocol: 'parasol/space/1',
      id: H('channel', space.id, ports.handshake),
      ondrain: () => this.onDrain?.(),
      onclose: () => {
        this.close()
        ports.closed()
      },
    })
    this.messages = this.channel && {
      heads: this.channel.addMessage({ onmessage: (bytes) => this.receive(() => this.onHeads(bytes)) }),
      want: this.channel.addMessage({ onmessage: (bytes) => this.receive(() => this.onWant(bytes)) }),
      segment: this.channel.addMessage({ onmessage: (bytes) => this.receive(() => this.onSegment(bytes)) }),
      receipt: receiptMessage(this.channel, {
        take: (bytes) => this.receive(() => this.ports.receipts.take(decodeReceipts(bytes))),
        reserved: () => this.ports.drop('malformed'),
      }),
      fork: this.channel.addMessage({ onmessage: (bytes) => this.receive(() => this.forks.take(bytes)) }),
    }
  }

  open(): void {
    this.channel?.open()
    this.send(() => this.refresh())
    this.send(() => this.pass(this.ports.receipts.all()))
    this.forks.greet()
  }

  /** The roster moved: there may be logs to open, and heads that are understood now. */
  rosterChanged(): void {
    this.send(() => this.refresh())
  }

  /** In the same tick: nothing is sent or taken afterwards. */
  close(): void {
    if (this.closed) return
    this.closed = true
    this.ports.wire.release(this)
    this.fetcher.close()
    this.forks.close()
    this.stopReceipts()
    this.onDrain?.()
    for (const tracked of this.logs.values()) tracked.stop()
    this.channel?.close()
  }

  /** Whether the other side was given all of our own log. */
  get gaveOwn(): boolean {
    return [...this.logs.values()].some(({ own, held, log }) => own && log.length > 0 && held === log.length)
  }

  /** Resolves, after close(), when nothing is read or written for this peer any more. */
  async idle(): Promise<void> {
    await Promise.all([this.inbox.idle(), this.outbox.idle()])
  }

  /** Work on a message of the peer, one after the other; the stream is held while too many wait. */
  private receive(task: () => Promise<void>): void {
    this.backlog += 1
    if (this.backlog > BACKLOG_MAX) this.ports.wire.hold(this)
    void this.inbox.run(async () => {
      await this.guarded(task)
      this.backlog -= 1
      if (this.backlog <= BACKLOG_MAX) this.ports.wire.release(this)
    })
  }

  private send(task: () => Promise<void>): void {
    void this.outbox.run(() => this.guarded(task))
  }

  private async guarded(task: () => Promise<void>): Promise<void> {
    if (this.closed) return
    try {
      await task()
    } catch (error) {
      const code = faultCode(error)
      if (code) this.ports.drop(code)
      else this.ports.failed(error)
    }
  }

  /** Waits until the peer has read what was sent. */
  private async room(): Promise<boolean> {
    while (!this.closed && !this.drained()) {
      await new Promise<void>((resolve) => {
        this.onDrain = resolve
      })
    }
    this.onDrain = null
    return !this.closed
  }

  private async refresh(): Promise<void> {
    const fresh: TrackedLog[] = []
    for (const log of await this.space.openLogs()) {
      if (this.closed) return
      if (!this.logs.has(toHex(log.id))) fresh.push(this.track(log))
    }
    if (fresh.length > 0 || !this.greeted) await this.tell(fresh)
    const late = fresh.flatMap(({ log }) => this.unknown.get(toHex(log.id)) ?? [])
    for (const { logId } of late) this.unknown.delete(toHex(logId))
    if (late.length > 0) this.receive(() => this.consider(late))
    if (fresh.length > 0) this.receive(() => this.forks.rosterChanged())
  }

  private track(log: Log): TrackedLog {
    const tracked: TrackedLog = {
      log,
      own: log === this.space.own,
      founder: equal(log.signer, this.space.facts.founderSigner),
      theirs: equal(log.signer, this.ports.peer),
      offered: 0,
      held: this.greeted ? 0 : null,
      asked: null,
      told: 0,
      failed: false,
      forked: false,
      stop: log.onAppend(() => this.grown()),
    }
    this.logs.set(toHex(log.id), tracked)
    return tracked
  }

  /** A log of ours grew: tell the peer in the next turn, whatever else grows until then. */
  private grown(): void {
    if (this.telling || this.closed) return
    this.telling = true
    this.send(async () => {
      if (await this.room()) await this.news()
    })
  }

  /** What grew and was not told yet. It may be an alert: nothing that was asked for goes before it (DESIGN section 8). */
  private async news(): Promise<void> {
    if (!this.telling) return
    this.telling = false
    const heads: TrackedLog[] = []
    for (const tracked of this.logs.values()) {
      if (tracked.theirs || tracked.forked || tracked.log.length <= Math.max(tracked.told, tracked.held ?? 0)) continue
      if (!(await this.push(tracked))) heads.push(tracked)
    }
    if (heads.length > 0) await this.tell(heads)
  }

  /** A new own entry goes at once to who is level with us. False where it has to be announced instead. */
  private async push(tracked: TrackedLog): Promise<boolean> {
    const { log, held, told } = tracked
    if (!tracked.own || !held || held < told) return false
    const segment = await log.segmentFrom(held)
    if (!segment || segment.length !== log.length || this.closed) return false
    this.sendSegment(tracked, segment)
    return true
  }

  private async tell(tracked: readonly TrackedLog[]): Promise<void> {
    const heads: HeadMessage[] = []
    for (const one of tracked) {
      const head = one.log.head()
      if (!head || this.space.isDisputed(one.log.id)) continue
      one.told = head.length
      heads.push({ ...head, logId: one.log.id, signer: one.log.signer })
    }
    for (let start = 0; start === 0 || start < heads.length; start += HEADS_MAX) {
      if (!(await this.room())) return
      this.messages?.heads.send(encodeHeads(heads.slice(start, start + HEADS_MAX)))
    }
    this.greeted = true
  }

  private sendSegment(tracked: TrackedLog, segment: Segment): void {
    this.messages?.segment.send(encodeSegment(segment))
    tracked.held = segment.length
    tracked.told = Math.max(tracked.told, segment.length)
  }

  /** Tells the peer who holds what; of itself it knows. */
  private async pass(receipts: readonly Receipt[]): Promise<void> {
    const news = receipts.filter(({ device }) => !equal(device, this.ports.peer))
    if (news.length > 0 && (await this.room())) this.messages?.receipt.send(encodeReceipts(news))
  }

  private async onHeads(bytes: Buffer): Promise<void> {
    const heads = decodeHeads(bytes)
    await this.consider(heads)
    for (const tracked of this.logs.values()) tracked.held ??= 0
  }

  private async consider(heads: readonly HeadMessage[]): Promise<void> {
    for (const [i, head] of heads.entries()) {
      if (i % HEADS_A_TURN === HEADS_A_TURN - 1) await turn()
      if (this.closed) return
      if (head.length === 0) throw new BreachError('malformed')
      if (head.length > LOG_LENGTH_MAX) throw new BreachError('too-long')
      const tracked = this.logs.get(toHex(head.logId))
      if (tracked) await this.compare(tracked, head)
      else this.remember(head)
    }
    this.fetcher.ask()
  }

  private remember(head: HeadMessage): void {
    const name = toHex(head.logId)
    if (this.unknown.size >= HEADS_MAX && !this.unknown.has(name)) throw new BreachError('flood')
    this.unknown.set(name, head)
  }

  /** A head that bears its author's signature counts; where it does not agree with what is held, one of the two copies is of a fork. */
  private async compare(tracked: TrackedLog, head: HeadMessage): Promise<void> {
    if (!equal(head.signer, tracked.log.signer)) throw new BreachError('malformed')
    if (!tracked.log.checkHead(head)) throw new BreachError('forged')
    const agrees = await tracked.log.agrees(head)
    // Our own signature on what we do not hold: this computer was restored from a backup.
    const retired = this.space.isRetired(tracked.log)
    if ((tracked.own || retired) && (!agrees || head.length > tracked.log.length)) await this.space.showOwnHead(tracked.log, head, agrees)
    if (!agrees && retired) return
    if (!agrees && (tracked.theirs || tracked.own)) throw new BreachError('fork')
    if (!agrees && !tracked.forked) this.ports.accuse(head.logId, 'fork')
    if (!agrees) this.suspect(tracked)
    if (tracked.forked) return
    tracked.offered = Math.max(tracked.offered, head.length)
    tracked.held = Math.max(tracked.held ?? 0, head.length)
    tracked.failed = false
  }

  /** The peer may hold another branch: nothing more of this log is asked for or told here. */
  private suspect(tracked: TrackedLog): void {
    tracked.forked = true
    this.forks.suspect(tracked.log)
  }

  private async onWant(bytes: Buffer): Promise<void> {
    const { logId, start } = decodeWant(bytes)
    const tracked = this.logs.get(toHex(logId))
    if (!tracked || start >= tracked.log.length) return this.strikes.add()
    if (this.wanted.has(tracked)) this.strikes.add()
    tracked.held = start
    const idle = this.wanted.size === 0
    this.wanted.set(tracked, start)
    if (idle) this.send(() => this.serve())
  }

  /** Gives what was asked for, the founder's log first, each when the peer has read what went before, and news between. */
  private async serve(): Promise<void> {
    while (this.wanted.size > 0) {
      if (!(await this.room())) return
      await this.news()
      if (!(await this.room())) return
      const next = [...this.wanted.keys()].find((one) => one.founder) ?? this.wanted.keys().next().value
      if (!next) return
      const start = this.wanted.get(next) ?? 0
      const segment = await next.log.segmentFrom(start)
      if (this.closed) return
      if (segment && this.wanted.get(next) === start) this.sendSegment(next, segment)
      if (this.wanted.get(next) === start) this.wanted.delete(next)
    }
  }

  private async onSegment(bytes: Buffer): Promise<void> {
    const segment = decodeSegment(bytes)
    const tracked = this.logs.get(toHex(segment.logId))
    if (!tracked) return this.strikes.add()
    await this.fetcher.take(tracked, segment)
  }
}
