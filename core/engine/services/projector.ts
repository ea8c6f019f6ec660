import { equal, toHex } from '../../crypto/bytes.ts'
import type { Applied, Index, Marks, Waiting } from '../../index/index.ts'
import type { Log } from '../../log/log.ts'
import { Queue } from '../../log/queue.ts'
import { decodeBody } from '../../records/body.ts'
import { BodyError } from '../../records/error.ts'
import { entryIdOf, type RecordVersion } from '../../records/version.ts'
import type { IngestBatch, Space } from '../../space/space.ts'
import type { Changes } from '../changes.ts'
import { organisationIdSchema, spaceIdSchema } from '../contract/index.ts'
import { Tidier } from './tidier.ts'

/** Until a catch-up that failed is tried again. */
const RETRY_MS = 1_000

/** Records of one transaction, and bytes of their bodies: places and ids come in no order, so that the more there are, the fewer pages are written again. */
const FEED_RECORDS = 5_000
const FEED_BYTES = 16 * 1024 * 1024
/** From here on the thread is given away meanwhile. */
const FEW = 50

/** Keeps the index level with the logs: folds what is new, and tries again what waited for a key. Each space in order, and none waits for another. */
export class Projector {
  private readonly index: Index
  private readonly changes: Changes
  private readonly queues = new Map<Space, Queue>()
  private readonly writing = new Queue()
  private readonly tidier: Tidier
  private readonly late = new Set<Space>()

  constructor(index: Index, changes: Changes) {
    this.index = index
    this.changes = changes
    this.tidier = new Tidier(index)
  }

  /** Resolves when everything that the space's logs held at the call is in the index. */
  catchUp(space: Space): Promise<void> {
    const queue = this.queues.get(space) ?? new Queue()
    this.queues.set(space, queue)
    return queue.run(async () => {
      // A roster entry in one log may bring in another log: until none is new.
      for (let known = -1, logs = await space.openLogs(); logs.length !== known; logs = await space.openLogs()) {
        known = logs.length
        let changed = false
        for (const log of logs) {
          const { learnt, taken } = await this.follow(space, log)
          changed ||= taken
          // A key that blocks elsewhere wait for.
          if (learnt) changed = (await this.retry(space)) || changed
        }
        if (changed) this.changes.publish('records')
      }
      this.tidier.wake()
    })
  }

  /** Tries again a little later, for as long as it fails: a full disk gets room some time. */
  catchUpSoon(space: Space): void {
    if (this.late.has(space)) return
    this.late.add(space)
    setTimeout(() => {
      this.late.delete(space)
      this.catchUp(space).catch(() => this.catchUpSoon(space))
    }, RETRY_MS).unref()
  }

  private async follow(space: Space, log: Log): Promise<{ learnt: boolean; taken: boolean }> {
    const name = toHex(log.id)
    const from = this.index.cursor(name)
    let learnt = false
    let taken = false
    let versions: RecordVersion[] = []
    let waiting: Waiting[] = []
    let next = from
    let done = from
    let bytes = 0
    const apply = async (): Promise<void> => {
      if (next === done) return
      await this.write(versions, { cursors: [{ log: name, next }], waiting })
      versions = []
      waiting = []
      bytes = 0
      done = next
      taken = true
    }
    for await (const batch of space.ingest(log, from)) {
      versions.push(...this.versions(space, log, batch))
      waiting.push(...this.waiting(log, batch))
      next = batch.next
      learnt ||= batch.learnt
      for (const { body } of batch.records) bytes += body.length
      if (versions.length + waiting.length >= FEED_RECORDS || bytes >= FEED_BYTES) await apply()
    }
    await apply()
    return { learnt, taken }
  }

  /** Blocks that waited for an epoch key which is held by now. */
  private async retry(space: Space): Promise<boolean> {
    let found = false
    const logs = new Map((await space.openLogs()).map((log) => [toHex(log.id), log]))
    for (const { log: name, index, epochId } of this.index.waiting()) {
      const log = logs.get(name)
      if (!log || !space.keyring.has(epochId)) continue
      const batch = await space.again(log, index)
      await this.write(this.versions(space, log, batch), {
        waiting: this.waiting(log, batch),
        opened: batch.waiting.length === 0 ? [{ log: name, index }] : [],
      })
      found = true
    }
    return found
  }

  /** The index takes one batch at a time: spaces, which are read side by side, write in turn. */
  private write(versions: readonly RecordVersion[], marks: Marks): Promise<Applied> {
    return this.writing.run(async () => (versions.length < FEW ? this.index.apply(versions, marks) : this.index.feed(versions, marks)))
  }

  private waiting(log: Log, batch: IngestBatch): { log: string; index: number; epochId: Buffer }[] {
    return batch.waiting.map(({ index, epochId }) => ({ log: toHex(log.id), index, epochId }))
  }

  private versions(space: Space, log: Log, batch: IngestBatch): RecordVersion[] {
    const name = toHex(log.id)
    const spaceId = spaceIdSchema.parse(toHex(space.id))
    // All entries of a log are of one member.
    const key = batch.records[0]?.member.organisation
    if (!key) return []
    const organisation = organisationIdSchema.parse(toHex(key))
    const own = equal(key, space.organisation.sign.publicKey)
    return batch.records.flatMap(({ index, causal, body }) => {
      const decoded = decodeRecord(causal, body)
      if (!decoded) return []
      return [
        {
          ...decoded,
          entryId: entryIdOf(name, index),
          space: spaceId,
          log: name,
          index,
          organisation,
          own,
          clock: causal.clock,
          wall: causal.wall,
        },
      ]
    })
  }
}

/** A body that does not fit its kind counts for nothing; one of a later version is kept in the log for that version. */
function decodeRecord(causal: { kind: string; kindVersion: number; minimumReader: number }, body: Buffer) {
  try {
    const decoded = decodeBody(causal, body)
    return decoded === 'newer' ? null : decoded
  } catch (error) {
    if (error instanceof BodyError) return null
    throw error
  }
}
