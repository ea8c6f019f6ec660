import { equal, toHex } from '../../crypto/bytes.ts'
import type { Index, Marks, Waiting } from '../../index/index.ts'
import { type Made, madeVersion } from '../../index/made.ts'
import type { Log } from '../../log/log.ts'
import { Queue } from '../../log/queue.ts'
import { Pacer } from '../../pacer.ts'
import { isRecordKind } from '../../records/kinds.ts'
import type { RecordVersion } from '../../records/version.ts'
import type { Roster } from '../../space/roster/types.ts'
import type { IngestBatch, Space } from '../../space/space.ts'
import type { Changes } from '../changes.ts'
import { organisationIdSchema, spaceIdSchema } from '../contract/index.ts'
import { Harvest } from './harvest.ts'
import type { Opener } from './opener.ts'
import { recordVersion } from './record-version.ts'
import { Tidier } from './tidier.ts'

/** Until a catch-up that failed is tried again. */
const RETRY_MS = 1_000

/** Entries that waited, tried again in one go. */
const RETRY_ENTRIES = 64
/** From here on the thread is given away meanwhile. */
const FEW = 50

/** Keeps the index level with the logs: folds what is new, and tries again what waited for a key. Each space in order, and none waits for another. */
export class Projector {
  private readonly index: Index
  private readonly changes: Changes
  private readonly opener: Opener | null
  private readonly queues = new Map<Space, Queue>()
  private readonly writing = new Queue()
  private readonly tidier: Tidier
  private readonly late = new Set<Space>()
  private isStopped = false
  private readonly watched = new WeakSet<Space>()
  /** Of how many of a space's keys the entries that waited for them were tried again. */
  private readonly tried = new WeakMap<Space, number>()
  /** How far each log was read behind the end at which its entries cease to count, and that end. */
  private readonly beyond = new Map<string, { end: number; read: number }>()
  private readonly listeners: ((space: Space, log: Log, entry: IngestBatch['records'][number]) => Promise<void>)[] = []
  private heardLevel: (space: Space, files: boolean) => void = () => undefined
  /** Spaces in which other files are named since `heardLevel` was told last. */
  private readonly files = new Set<Space>()
  private readonly recordListeners: ((versions: readonly RecordVersion[]) => void)[] = []

  /** `opener`: opens entries in a thread of its own where there are many. */
  constructor(index: Index, changes: Changes, opener: Opener | null = null) {
    this.index = index
    this.changes = changes
    this.opener = opener
    this.tidier = new Tidier(index)
  }

  /** Has entries that are no records told to `listener`, in their order, before the index goes past them; the same one may come again. */
  hear(listener: (space: Space, log: Log, entry: IngestBatch['records'][number]) => Promise<void>): void {
    this.listeners.push(listener)
  }

  /** Has entries of records told to `listener` before the index goes past them; the same one may come again. It must not wait. */
  hearRecords(listener: (versions: readonly RecordVersion[]) => void): void {
    this.recordListeners.push(listener)
  }

  /** Has it told to `listener` when the index is level with a space’s logs, and whether records name other files since it was last. */
  hearLevel(listener: (space: Space, files: boolean) => void): void {
    this.heardLevel = listener
  }

  /** Resolves when everything that the space's logs held at the call is in the index. */
  catchUp(space: Space): Promise<void> {
    const queue = this.queues.get(space) ?? new Queue()
    this.queues.set(space, queue)
    this.watch(space)
    return queue.run(async () => {
      // A roster entry in one log may bring in another log, or end one: until nothing is new.
      for (let known = -1, roster: Roster | null = null; ; ) {
        const logs = await space.openLogs()
        if (logs.length === known && roster === space.roster) break
        known = logs.length
        roster = space.roster
        let changed = await this.judge(space, logs)
        changed = (await this.read(space, logs)) || changed
        if (changed) this.changes.publish('records')
      }
      this.index.flush()
      this.tidier.wake()
      this.heardLevel(space, this.files.delete(space))
    })
  }

  /** Nothing is done any more that nobody waits for: the index is about to be closed. */
  stop(): void {
    this.isStopped = true
    this.tidier.stop()
    this.opener?.stop()
  }

  /** Tries again a little later, for as long as it fails: a full disk gets room some time. */
  catchUpSoon(space: Space): void {
    if (this.isStopped || this.late.has(space)) return
    this.late.add(space)
    setTimeout(() => {
      this.late.delete(space)
      if (this.isStopped) return
      this.catchUp(space).catch(() => this.catchUpSoon(space))
    }, RETRY_MS).unref()
  }

  /** A removal, or a watermark that is set or lifted, changes what counts though no entry came. */
  private watch(space: Space): void {
    if (this.watched.has(space)) return
    this.watched.add(space)
    // What stands behind a fork is shown with a word on that.
    space.forks.onNew(() => {
      this.changes.publish('records')
      this.changes.publish('alerts')
    })
    space.onRosterChange(() => {
      this.catchUp(space).catch(() => this.catchUpSoon(space))
    })
  }

  /** Takes out of the index what was taken in and does not count any more. Its logs keep it: it comes back where it counts again. */
  private async judge(space: Space, logs: readonly Log[]): Promise<boolean> {
    let changed = false
    for (const log of logs) {
      const name = toHex(log.id)
      const end = space.endOf(log)
      if (this.index.cursor(name) > end) changed = (await this.writing.run(async () => this.index.withdraw(name, end))) > 0 || changed
    }
    if (changed) {
      this.files.add(space)
      this.changes.publish('alerts')
    }
    return changed
  }

  private async tell(space: Space, log: Log, { records }: IngestBatch): Promise<void> {
    for (const entry of records) {
      if (isRecordKind(entry.causal.kind)) continue
      for (const hear of this.listeners) await hear(space, log, entry)
    }
  }

  /** Reads what is new in these logs. True where the index looks different now. */
  private async read(space: Space, logs: readonly Log[]): Promise<boolean> {
    const harvest = new Harvest()
    let changed = false
    try {
      for (const log of logs) {
        changed = (await this.follow(space, log, harvest)) || changed
        if ((this.tried.get(space) ?? -1) >= space.keyring.size) continue
        // A key that blocks elsewhere wait for; or waited for when the engine ended.
        changed = (await this.reap(space, harvest)) || changed
        changed = (await this.retry(space)) || changed
      }
    } finally {
      // Also where one log cannot be read: that must not keep what was read of the others.
      changed = (await this.reap(space, harvest)) || changed
    }
    return changed
  }

  /** Reads what is new in a log. True where some of what was read went into the index. */
  private async follow(space: Space, log: Log, harvest: Harvest): Promise<boolean> {
    const name = toHex(log.id)
    let taken = false
    let from = this.index.cursor(name)
    const before = this.beyond.get(name)
    const start = before?.end === from && space.endOf(log) === from ? Math.max(from, before.read) : from
    for await (const batch of space.ingest(log, start, this.opener?.in(space))) {
      const versions = this.versions(space, log, batch)
      await this.tell(space, log, batch)
      for (const hear of this.recordListeners) hear(versions)
      harvest.add(log, from, batch.next, versions, this.waiting(log, batch))
      if (!harvest.isRipe) continue
      taken = (await this.reap(space, harvest)) || taken
      from = this.index.cursor(name)
    }
    return taken
  }

  /** Takes what was read into the index. True where that was anything. */
  private async reap(space: Space, harvest: Harvest): Promise<boolean> {
    const { versions, waiting, logs } = harvest.take((log) => space.endOf(log))
    const cursors = logs.filter(({ from, next }) => next > from)
    if (cursors.length > 0) await this.write(space, versions, { cursors, waiting })
    for (const { log, read, end } of logs) if (read > end) this.beyond.set(log, { end, read })
    return cursors.length > 0
  }

  /** Blocks that waited for an epoch key which is held by now. */
  private async retry(space: Space): Promise<boolean> {
    let found = false
    const logs = new Map((await space.openLogs()).map((log) => [toHex(log.id), log]))
    const keys = space.keyring.all()
    const pace = new Pacer()
    for (const { epochId } of keys.slice(this.tried.get(space) ?? 0)) {
      if (pace.due) await pace.breathe()
      for (let rows = this.index.waiting(epochId, null, RETRY_ENTRIES); rows.length > 0; ) {
        found = (await this.again(space, logs, rows)) || found
        rows = this.index.waiting(epochId, rows.at(-1) ?? null, RETRY_ENTRIES)
      }
    }
    this.tried.set(space, keys.length)
    return found
  }

  private async again(space: Space, logs: ReadonlyMap<string, Log>, rows: readonly Waiting[]): Promise<boolean> {
    const versions: RecordVersion[] = []
    const waiting: Waiting[] = []
    const opened: { log: string; index: number }[] = []
    for (const { log: name, index } of rows) {
      const log = logs.get(name)
      // A power cut may have taken the end of a copy; it comes again.
      if (!log || index >= log.length) continue
      const batch = await space.again(log, index)
      await this.tell(space, log, batch)
      const found = this.versions(space, log, batch)
      for (const hear of this.recordListeners) hear(found)
      versions.push(...found)
      waiting.push(...this.waiting(log, batch))
      if (batch.waiting.length === 0) opened.push({ log: name, index })
    }
    await this.write(space, versions, { waiting, opened })
    return versions.length > 0 || opened.length > 0
  }

  /** The index takes one batch at a time: spaces, which are read side by side, write in turn. */
  private async write(space: Space, versions: readonly RecordVersion[], marks: Marks): Promise<void> {
    const { alerts, files } = await this.writing.run(async () =>
      versions.length < FEW ? this.index.apply(versions, marks) : this.index.feed(versions, marks),
    )
    if (files) this.files.add(space)
    // At once, not at the end of a catch-up that may read for long.
    if (alerts > 0) this.changes.publish('alerts')
  }

  private waiting(log: Log, batch: IngestBatch): { log: string; index: number; epochId: Buffer }[] {
    return batch.waiting.map(({ index, epochId }) => ({ log: toHex(log.id), index, epochId }))
  }

  private versions(space: Space, log: Log, batch: IngestBatch): RecordVersion[] {
    const name = toHex(log.id)
    const spaceId = spaceIdSchema.parse(toHex(space.id))
    // All entries of a log are of one member.
    const key = (batch.records[0] ?? batch.made[0])?.member.organisation
    if (!key) return []
    const by = { space: spaceId, organisation: organisationIdSchema.parse(toHex(key)), own: equal(key, space.organisationKey) }
    const versions = batch.records.flatMap(({ index, causal, body }) => recordVersion(by, { log: name, index }, causal, body) ?? [])
    if (batch.made.length === 0) return versions
    for (const { index, causal, made } of batch.made) {
      const { clock, wall } = causal
      // Made by the opener that was lent.
      versions.push(madeVersion(by, { log: name, index, clock, wall }, made as Made))
    }
    return versions.sort((a, b) => a.index - b.index)
  }
}
