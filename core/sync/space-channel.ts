import type Protomux from 'protomux'
import { equal, toHex } from '../crypto/bytes.ts'
import { H } from '../crypto/hash.ts'
import type { Log } from '../log/log.ts'
import { decodeSegment } from '../log/segment.ts'
import { fillsDisk, fullEndOf, LOG_LENGTH_MAX, limitOf } from '../space/quota.ts'
import type { Space } from '../space/space.ts'
import { Allowance } from './allowance.ts'
import type { Claims } from './claims.ts'
import { Fetcher } from './fetcher.ts'
import { FileTalk } from './file-talk.ts'
import { ForkTalk } from './forks.ts'
import { Giver } from './giver.ts'
import {
  decodeHeads,
  decodeReceipts,
  decodeWant,
  encodeReceipts,
  encodeWant,
  HEADS_MAX,
  type HeadMessage,
  type Receipt,
} from './messages.ts'
import type { Receipts } from './receipts.ts'
import { BreachError, type RefusalCode } from './refusal.ts'
import type { SpaceFiles } from './space-files.ts'
import { SpaceLine } from './space-line.ts'
import { type Timers, turn } from './timers.ts'
import type { TrackedLog } from './tracked-log.ts'
import type { Wire } from './wire.ts'

/** Heads looked at before others get their turn. */
const HEADS_A_TURN = 32
/** Messages of no use to us in a minute, forgiven because they cross on the way. */
const STRIKES_MAX = 64

export interface ChannelPorts {
  /** Device log key of the computer at the other end. */
  peer: Buffer
  handshake: Buffer
  wire: Wire
  claims: Claims
  receipts: Receipts
  files: SpaceFiles
  timers: Timers
  drop(code: RefusalCode): void
  /** Tells of a member who is not at the other end. */
  accuse(logId: Buffer, code: RefusalCode): void
  failed(error: unknown): void
  closed(): void
}

/**
 * What two members say about one space: compares which logs they hold, and leaves it to the fetcher and the giver to make them level. The receiver
 * asks for the next segment of a log when the last has come, so that one is under way while at most four are written: neither side can flood
 * the other.
 */
export class SpaceChannel {
  private readonly space: Space
  private readonly ports: ChannelPorts
  private readonly line: SpaceLine
  private readonly logs = new Map<string, TrackedLog>()
  /** Heads of logs that the roster does not know yet. */
  private readonly unknown = new Map<string, HeadMessage>()
  private readonly fetcher: Fetcher
  private readonly giver: Giver
  private readonly strikes: Allowance
  private readonly forks: ForkTalk
  private readonly files: FileTalk
  private readonly stopReceipts: () => void

  constructor(mux: Protomux, space: Space, ports: ChannelPorts) {
    this.space = space
    this.ports = ports
    this.line = new SpaceLine(mux, H('channel', space.id, ports.handshake), {
      wire: ports.wire,
      on: {
        heads: (bytes) => this.onHeads(bytes),
        want: (bytes) => this.onWant(bytes),
        segment: (bytes) => this.onSegment(bytes),
        ask: (bytes) => this.files.takeAsk(bytes),
        chunk: (bytes) => this.files.takePart(bytes),
        receipts: (bytes) => ports.receipts.take(decodeReceipts(bytes)),
        fork: (bytes) => this.forks.take(bytes),
      },
      drop: (code) => ports.drop(code),
      failed: (error) => ports.failed(error),
      stopped: () => this.stop(),
      closed: () => ports.closed(),
    })
    const logs = () => this.logs.values()
    this.strikes = new Allowance(ports.timers, STRIKES_MAX)
    this.giver = new Giver({ space, line: this.line, logs })
    this.fetcher = new Fetcher({
      claims: ports.claims,
      timers: ports.timers,
      strikes: this.strikes,
      logs,
      limitOf: (log) => limitOf(space, log),
      fullEndOf: (log) => fullEndOf(space, log),
      fillsDisk: (log) =>
        fillsDisk(
          space,
          log,
          [...logs()].map((one) => one.log),
        ),
      want: (logId, start) => this.line.say('want', encodeWant({ logId, start })),
      suspect: (tracked) => this.suspect(tracked),
      silent: () => ports.drop('silent'),
      beside: (work) => this.line.beside(work),
      failed: (error) => ports.failed(error),
    })
    this.forks = new ForkTalk({
      space,
      timers: ports.timers,
      logOf: (logId) => this.logs.get(toHex(logId))?.log,
      send: (bytes) =>
        this.line.later(async () => {
          if (await this.line.room()) this.line.say('fork', bytes)
        }),
    })
    this.files = new FileTalk({
      files: ports.files,
      line: this.line,
      timers: ports.timers,
      failed: (error) => ports.failed(error),
    })
    this.stopReceipts = ports.receipts.onFresh((fresh) => this.line.later(() => this.pass(fresh)))
  }

  open(): void {
    this.line.open()
    this.line.later(() => this.refresh())
    this.line.later(() => this.pass(this.ports.receipts.all()))
    this.forks.greet()
    // Behind what was said above: entries first.
    this.line.later(async () => this.files.ask())
  }

  /** The roster moved: there may be logs to open, and heads that are understood now. */
  rosterChanged(): void {
    this.line.later(() => this.refresh())
  }

  /** In the same tick: nothing is sent or taken afterwards. */
  close(): void {
    this.line.close()
  }

  /** Whether the other side was given all of our own log. */
  get gaveOwn(): boolean {
    return this.giver.gaveOwn
  }

  /** Resolves, after close(), when nothing is read or written for this peer any more. */
  async idle(): Promise<void> {
    await this.line.idle()
    await this.files.idle()
  }

  private stop(): void {
    this.fetcher.close()
    this.forks.close()
    this.files.close()
    this.stopReceipts()
    for (const tracked of this.logs.values()) tracked.stop()
  }

  private async refresh(): Promise<void> {
    const fresh: TrackedLog[] = []
    for (const log of await this.space.openLogs()) {
      if (this.line.closed) return
      if (!this.logs.has(toHex(log.id))) fresh.push(this.track(log))
    }
    if (fresh.length > 0 || !this.giver.greeted) await this.giver.tell(fresh)
    const late = fresh.flatMap(({ log }) => this.unknown.get(toHex(log.id)) ?? [])
    for (const { logId } of late) this.unknown.delete(toHex(logId))
    if (late.length > 0) this.line.receive(() => this.consider(late))
    if (fresh.length > 0) this.line.receive(() => this.forks.rosterChanged())
  }

  private track(log: Log): TrackedLog {
    const tracked: TrackedLog = {
      log,
      own: log === this.space.own,
      founder: equal(log.signer, this.space.facts.founderSigner),
      theirs: equal(log.signer, this.ports.peer),
      offered: 0,
      held: this.giver.greeted ? 0 : null,
      asked: null,
      writing: 0,
      told: 0,
      failed: false,
      forked: false,
      stop: log.onAppend(() => this.giver.grown()),
    }
    this.logs.set(toHex(log.id), tracked)
    return tracked
  }

  /** Tells the peer who holds what; of itself it knows. */
  private async pass(receipts: readonly Receipt[]): Promise<void> {
    const news = receipts.filter(({ device }) => !equal(device, this.ports.peer))
    if (news.length > 0 && (await this.line.room())) this.line.say('receipts', encodeReceipts(news))
  }

  private async onHeads(bytes: Buffer): Promise<void> {
    const heads = decodeHeads(bytes)
    await this.consider(heads)
    for (const tracked of this.logs.values()) tracked.held ??= 0
  }

  private async consider(heads: readonly HeadMessage[]): Promise<void> {
    for (const [i, head] of heads.entries()) {
      if (i % HEADS_A_TURN === HEADS_A_TURN - 1) await turn()
      if (this.line.closed) return
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
    if (!agrees && retired) {
      // No reproach to ourselves, but the others are to know that there are two.
      this.forks.suspect(tracked.log)
      return
    }
    // Not even its author is turned away for that: it may be honest, and restored from a backup, and is to hear of it.
    if (!agrees && !tracked.forked && !tracked.own) this.ports.accuse(head.logId, 'fork')
    if (!agrees) this.suspect(tracked)
    if (tracked.forked) return
    tracked.failed = false
    this.fetcher.offer(tracked, head.length)
  }

  /** The peer may hold another branch: nothing more of this log is asked for or told here. */
  private suspect(tracked: TrackedLog): void {
    tracked.forked = true
    this.forks.suspect(tracked.log)
  }

  private async onWant(bytes: Buffer): Promise<void> {
    const { logId, start } = decodeWant(bytes)
    const tracked = this.logs.get(toHex(logId))
    if (!tracked || start >= tracked.log.length) return this.strikes.use()
    if (!this.giver.want(tracked, start)) this.strikes.use()
  }

  private async onSegment(bytes: Buffer): Promise<void> {
    const segment = decodeSegment(bytes)
    const tracked = this.logs.get(toHex(segment.logId))
    if (!tracked) return this.strikes.use()
    await this.fetcher.take(tracked, segment)
  }
}
