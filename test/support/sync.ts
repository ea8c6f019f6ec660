import type { Socket } from 'node:net'
import { type Duplex, PassThrough } from 'node:stream'
import SecretStream from '@hyperswarm/secret-stream'
import type { Log } from '../../core/log/log.ts'
import { Queue } from '../../core/log/queue.ts'
import type { Member, Succession } from '../../core/space/roster/types.ts'
import type { Space } from '../../core/space/space.ts'
import { Claims } from '../../core/sync/claims.ts'
import { Follower } from '../../core/sync/follower.ts'
import { type ReceiptStore, Receipts } from '../../core/sync/receipts.ts'
import type { Refusal } from '../../core/sync/refusal.ts'
import { PeerSession } from '../../core/sync/session.ts'
import { NO_FILES, type SpaceFiles } from '../../core/sync/space-files.ts'
import { systemTimers, type Timers } from '../../core/sync/timers.ts'
import { socketPair } from './sockets.ts'

/** Two ends of a Noise-encrypted stream over a socket of this computer. Every byte that passes goes through `tap`. */
export function streamPair(tap?: (bytes: Buffer) => void): [SecretStream, SecretStream] {
  const a = new SecretStream(true, null, { autoStart: false })
  const b = new SecretStream(false, null, { autoStart: false })
  void socketPair().then(([here, there]) => {
    for (const socket of tap ? [here, there] : []) socket.on('data', tap as (bytes: Buffer) => void)
    begin(a, here)
    begin(b, there)
  })
  return [a, b]
}

function begin(stream: SecretStream, socket: Socket): void {
  if (stream.destroyed) socket.destroy()
  else stream.start(socket)
}

const keepNothing: ReceiptStore = { load: () => null, save: () => undefined }

/** Receipts of a space that nobody keeps. */
export const throwAwayReceipts = (space: Space): Receipts =>
  new Receipts(space, { store: keepNothing, sync: async () => undefined, timers: systemTimers })

/** A pair of streams with a line that can be stopped in one direction, and then is soon full. */
export function slowLine(): { from: SecretStream; to: SecretStream; stop(): void; go(): void; full(): boolean } {
  const [from, to] = [new SecretStream(true), new SecretStream(false)]
  const line = new PassThrough()
  const target = to.rawStream as Duplex
  ;(from.rawStream as Duplex).pipe(line)
  line.pipe(target)
  target.pipe(from.rawStream as Duplex)
  return { from, to, stop: () => line.unpipe(target), go: () => line.pipe(target), full: () => line.writableNeedDrain }
}

/** One computer in a test: a session's surroundings that keep what they are told. */
export class Peer {
  readonly claims = new Claims()
  readonly refusals: Refusal[] = []
  readonly failures: unknown[] = []
  readonly met: { space: Space; member: Member }[] = []
  /** What it was told of others in its place. */
  readonly succeeded: { space: Space; how: Succession }[] = []
  readonly sessions = new Set<PeerSession>()
  readonly spaces: Space[]
  private readonly followers: Follower[]
  private readonly receipts = new Map<Space, Receipts>()
  private readonly timers: Timers
  private readonly files: SpaceFiles

  constructor(spaces: Space[], timers: Timers = systemTimers, files: SpaceFiles = NO_FILES) {
    this.files = files
    this.spaces = spaces
    this.timers = timers
    this.followers = spaces.map((space) => {
      const read = reader(space)
      const readAndSign = async () => {
        await read()
        await this.receiptsOf(space).signOwn()
      }
      return new Follower(space, readAndSign, (error) => void this.failures.push(error))
    })
  }

  receiptsOf(space: Space): Receipts {
    const receipts = this.receipts.get(space) ?? throwAwayReceipts(space)
    this.receipts.set(space, receipts)
    return receipts
  }

  session(stream: SecretStream): PeerSession {
    stream.on('error', () => undefined)
    const session = new PeerSession(stream, this.spaces, {
      claims: this.claims,
      receiptsOf: (space) => this.receiptsOf(space),
      filesOf: () => this.files,
      timers: this.timers,
      events: {
        met: (space, member) => void this.met.push({ space, member }),
        left: () => undefined,
        gave: () => undefined,
        succeeded: (space, how) => void this.succeeded.push({ space, how }),
        refused: (refusal) => void this.refusals.push(refusal),
        failed: (error) => void this.failures.push(error),
        closed: (one) => void this.sessions.delete(one),
      },
    })
    this.sessions.add(session)
    return session
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    const sessions = [...this.sessions]
    for (const session of sessions) session.close()
    await Promise.all([...sessions.map((session) => session.idle()), ...this.followers.map((follower) => follower.stop())])
  }
}

/** Connects two computers. */
export function connect(a: Peer, b: Peer, tap?: (bytes: Buffer) => void): [PeerSession, PeerSession] {
  const [left, right] = streamPair(tap)
  return [a.session(left), b.session(right)]
}

/** Reads what is new in a space's logs, as the engine does: roster entries take effect, new logs are opened, what waited for a key is tried again. */
export function reader(space: Space): () => Promise<void> {
  const queue = new Queue()
  const cursors = new Map<string, number>()
  let waiting: { log: Log; index: number; epochId: Buffer }[] = []
  return () =>
    queue.run(async () => {
      for (let again = true; again; ) {
        again = false
        for (const log of await space.openLogs()) {
          const name = log.id.toString('hex')
          for await (const batch of space.ingest(log, cursors.get(name) ?? 0)) {
            again ||= batch.next > (cursors.get(name) ?? 0)
            cursors.set(name, batch.next)
            waiting.push(...batch.waiting.map((one) => ({ log, ...one })))
          }
        }
        const due = waiting.filter(({ epochId }) => space.keyring.has(epochId))
        waiting = waiting.filter((one) => !due.includes(one))
        for (const { log, index } of due) await space.again(log, index)
        again ||= due.length > 0
      }
    })
}
