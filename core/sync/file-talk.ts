import { equal, toHex } from '../crypto/bytes.ts'
import { bareHash } from '../crypto/hash.ts'
import { Allowance } from './allowance.ts'
import { decodeAsk, decodePart, encodeAsk, encodePart, FILE_PART_MAX, type FileAsk, type FilePart } from './file-messages.ts'
import { Ration } from './ration.ts'
import { BreachError } from './refusal.ts'
import type { SpaceFiles, Wish } from './space-files.ts'
import type { SpaceLine } from './space-line.ts'
import type { Timers } from './timers.ts'

/** Lists and chunks that are asked for at once: as many MiB may be on their way, and in memory. */
const AT_ONCE = 4
/** Those that a peer may have asked for and not been given yet. */
const ASKS_MAX = 8
/** So long nothing came of what was asked for, ms: then others may be asked for it too. */
const LATE_MS = 60_000
/** How often in a minute a peer is asked for what it has not; one that asks us for twice as much is a flood. */
const MISSES = 256

export interface FileTalkPorts {
  files: SpaceFiles
  line: Pick<SpaceLine, 'later' | 'room' | 'say' | 'closed'>
  timers: Timers
  failed(error: unknown): void
}

interface Coming {
  wish: Wish
  /** What came of it, from the first part on. */
  bytes: Buffer | null
  filled: number
  /** All of it has come, and is being kept. */
  whole: boolean
  late: boolean
  cancel: () => void
}

interface Going {
  ask: FileAsk
  bytes: Buffer | null
  at: number
}

const keyOf = ({ list, name }: FileAsk): string => toHex(list) + toHex(name)

/**
 * What is said to one peer of the files of a space. What it asks for goes out in small parts, one when it has read the one before, so that entries and
 * alerts never wait behind a chunk; of what comes only what was asked for is taken, and only as it must be.
 */
export class FileTalk {
  private readonly ports: FileTalkPorts
  private readonly coming = new Map<string, Coming>()
  private readonly keeping = new Set<Promise<void>>()
  private going: Going[] = []
  private readonly missesOfTheirs: Allowance
  private readonly misses: Ration
  private tired = false
  private closed = false
  private readonly stop: () => void

  constructor(ports: FileTalkPorts) {
    this.ports = ports
    this.missesOfTheirs = new Allowance(ports.timers, MISSES * 2)
    this.misses = new Ration(ports.timers, MISSES, () => {
      this.tired = false
      this.ask()
    })
    this.stop = ports.files.onWish(() => this.ask())
  }

  /** Asks for what is wanted, as much as may be on its way. */
  ask(): void {
    while (!this.closed && !this.tired && this.coming.size < AT_ONCE) {
      const wish = this.ports.files.next(this)
      if (!wish) return
      const one: Coming = { wish, bytes: null, filled: 0, whole: false, late: false, cancel: () => undefined }
      this.coming.set(keyOf(wish), one)
      this.startClock(one)
      void this.ports.line.later(async () => {
        if (await this.ports.line.room()) this.ports.line.say('ask', encodeAsk(wish))
      })
    }
  }

  /** In the same tick: nothing is asked for or taken afterwards, and others may be asked. */
  close(): void {
    if (this.closed) return
    this.closed = true
    this.stop()
    this.misses.close()
    this.going = []
    for (const one of this.coming.values()) this.release(one, 'ended')
    this.coming.clear()
  }

  /** Resolves, after close(), when nothing is written any more. */
  async idle(): Promise<void> {
    await Promise.all(this.keeping)
  }

  /** The peer asks for something. Throws MalformedError, BreachError. */
  takeAsk(bytes: Buffer): void {
    const ask = decodeAsk(bytes)
    if (this.going.length >= ASKS_MAX) throw new BreachError('flood')
    this.going.push({ ask, bytes: null, at: 0 })
    if (this.going.length === 1) this.serveSoon()
  }

  /** The peer sends a part. Throws MalformedError, BreachError where nobody would have sent it who follows the rules. */
  takePart(message: Buffer): void {
    const part = decodePart(message)
    const key = keyOf(part)
    const one = this.coming.get(key)
    if (!one || one.whole) throw new BreachError('unasked')
    if (part.bytes.length === 0) this.miss(key, one)
    else this.add(key, one, part)
  }

  private add(key: string, one: Coming, { start, bytes }: FilePart): void {
    const { wish } = one
    if (start !== one.filled || bytes.length > wish.length - one.filled) throw new BreachError('malformed')
    one.bytes ??= Buffer.alloc(wish.length)
    one.filled += bytes.copy(one.bytes, one.filled)
    one.cancel()
    // How long a list is only who has it can know: the first part that is not full is its last.
    one.whole = one.filled === wish.length || (equal(wish.list, wish.name) && bytes.length < FILE_PART_MAX)
    if (!one.whole) {
      this.startClock(one)
      return
    }
    const all = one.bytes.subarray(0, one.filled)
    if (!equal(bareHash([all]), wish.name)) throw new BreachError('wrong-file')
    const kept = this.keep(key, one, all).then(() => void this.keeping.delete(kept))
    this.keeping.add(kept)
  }

  private async keep(key: string, one: Coming, bytes: Buffer): Promise<void> {
    try {
      await this.ports.files.keep(one.wish, bytes)
    } catch (error) {
      this.ports.files.letGo(one.wish, this, 'ended')
      this.ports.failed(error)
    }
    // The same list may be asked for again by now, for another record that names it.
    if (this.coming.get(key) === one) this.coming.delete(key)
    this.ask()
  }

  private miss(key: string, one: Coming): void {
    this.coming.delete(key)
    this.release(one, 'not-here')
    if (this.misses.take(1) === 0) this.tired = true
    this.ask()
  }

  private release(one: Coming, why: 'not-here' | 'ended'): void {
    one.cancel()
    if (!one.whole && !one.late) this.ports.files.letGo(one.wish, this, why)
  }

  /** It may still come: a peer with much to say sends what is new first. */
  private startClock(one: Coming): void {
    if (one.late) return
    one.cancel = this.ports.timers.after(LATE_MS, () => {
      one.late = true
      this.ports.files.letGo(one.wish, this, 'late')
    })
  }

  /** What cannot be read here is not here: the peer may ask another. */
  private async find(ask: FileAsk): Promise<Buffer | null> {
    try {
      return await this.ports.files.give(ask)
    } catch (error) {
      this.ports.failed(error)
      return null
    }
  }

  private serveSoon(): void {
    void this.ports.line.later(() => this.serve())
  }

  /** One part a task: whatever else is to be said comes between two of them. */
  private async serve(): Promise<void> {
    const { files, line } = this.ports
    const [one] = this.going
    if (!one || !(await line.room())) return
    one.bytes ??= await this.find(one.ask)
    if (this.closed) return
    if (one.bytes && files.gives(one.ask.list)) {
      const bytes = one.bytes.subarray(one.at, one.at + FILE_PART_MAX)
      line.say('chunk', encodePart({ ...one.ask, start: one.at, bytes }))
      one.at += bytes.length
      if (one.at >= one.bytes.length) this.going.shift()
    } else {
      this.going.shift()
      this.missesOfTheirs.use()
      line.say('chunk', encodePart({ ...one.ask, start: one.at, bytes: Buffer.alloc(0) }))
    }
    if (this.going.length > 0) this.serveSoon()
  }
}
