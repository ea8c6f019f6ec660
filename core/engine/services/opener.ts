import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { equal, toHex } from '../../crypto/bytes.ts'
import type { Packed } from '../../index/packed.ts'
import { Pacer } from '../../pacer.ts'
import type { Authorship } from '../../records/version.ts'
import type { EarlyOpener, EarlyRequest, OpenedEarly } from '../../space/opener.ts'
import type { Space } from '../../space/space.ts'
import { organisationIdSchema, type SpaceId, spaceIdSchema } from '../contract/index.ts'
import { logFault } from '../faults.ts'
import { type FromWorker, type Opened, type OpenRequest, openBlock, unpackOpened } from '../opening.ts'

/** The worker's program: beside the engine's source, or beside its bundle. */
const PROGRAM = new URL(import.meta.url.endsWith('.ts') ? '../opener-worker.ts' : './opener-worker.js', import.meta.url)
/** The worker ends when nothing was to be opened for so long: it holds keys, and some 60 MB. */
const IDLE_MS = 10_000
/**
 * Far more than it needs: should it ever need more, it ends, and the engine does its work. What it makes of a stretch of entries fits into V8's young
 * generation, and is let go of there.
 */
const WORKER_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 128 }
/** Requests that the worker has at once: the next is there when it is done with one. What is not begun may be done here. */
const BEGUN_MAX = 3

/** By then, in ms, the worker has started: what it has not begun is done here if it should be stuck. */
const START_MS = 2_000

interface Asked {
  request: EarlyRequest
  by: Authorship
  resolve(opened: readonly (OpenedEarly | null)[]): void
}

/**
 * Opens entries in a worker while the engine writes others into the index: where a long log is read, each takes about half of the time. Whoever waits for
 * what is not begun lends a hand. After a fault of the worker, and where it `isOff`, nothing is opened early.
 */
export class Opener {
  private readonly house: SpaceId
  /** Not begun. */
  private readonly queue: Asked[] = []
  /** Answers come in the order of the questions. */
  private readonly begun: Asked[] = []
  private worker: Worker | null = null
  private isReady = false
  private started = Number.NEGATIVE_INFINITY
  private isOff: boolean
  private readonly program: string | URL
  private told = new WeakMap<EarlyRequest['keyring'], number>()
  private idle: NodeJS.Timeout | null = null
  private readonly listeners: (() => void)[] = []

  constructor(house: SpaceId, isOff = availableParallelism() < 2, program: string | URL = PROGRAM) {
    this.house = house
    this.isOff = isOff
    this.program = program
  }

  /** One for the logs of a space. */
  in(space: Space): EarlyOpener {
    return {
      open: (request) => this.open(request, equal(request.organisation, space.organisationKey)),
      help: () => this.help(space.id),
      isAwake: () => this.isReady || performance.now() - this.started < START_MS,
    }
  }

  /** Starts the worker where it is not there yet. `ready` is called once it can be asked. Throws where it cannot be started. */
  wake(ready?: () => void): void {
    if (this.idle) this.idle.refresh()
    else this.idle = setTimeout(() => this.end(), IDLE_MS).unref()
    if (ready && this.isReady) ready()
    else if (ready) this.listeners.push(ready)
    if (!this.worker) this.start()
  }

  /** Ends the worker, for good: nothing is opened early any more. */
  stop(): void {
    this.isOff = true
    this.end()
  }

  private end(): void {
    if (this.idle) clearTimeout(this.idle)
    this.idle = null
    const { worker } = this
    this.worker = null
    this.isReady = false
    this.told = new WeakMap()
    // What it was to open is opened in its turn.
    for (const { resolve } of [...this.begun.splice(0), ...this.queue.splice(0)]) resolve([])
    if (!worker) return
    worker.removeAllListeners()
    // A fault on its way would end the engine where nobody hears it.
    worker.on('error', () => undefined)
    void worker.terminate()
  }

  private fail(error: unknown): void {
    this.stop()
    logFault('opening early', error)
  }

  private start(): void {
    const worker = new Worker(this.program, {
      workerData: this.house,
      resourceLimits: WORKER_LIMITS,
    })
    this.worker = worker
    this.started = performance.now()
    worker.on('message', (message: FromWorker) => {
      if (message !== 'ready') {
        this.answer(message)
        return
      }
      this.isReady = true
      this.send()
      for (const ready of this.listeners.splice(0)) ready()
    })
    worker.on('error', (error) => this.fail(error))
    worker.on('messageerror', (error) => this.fail(error))
    worker.on('exit', () => this.fail(new Error('the worker ended')))
    worker.unref()
  }

  private open(request: EarlyRequest, own: boolean): Promise<readonly (OpenedEarly | null)[]> {
    if (this.isOff) return Promise.resolve([])
    const { space, organisation } = request
    const by = { space: spaceIdSchema.parse(toHex(space)), organisation: organisationIdSchema.parse(toHex(organisation)), own }
    return new Promise((resolve) => {
      this.queue.push({ request, by, resolve })
      try {
        this.wake()
      } catch (error) {
        this.fail(error)
      }
      this.send()
    })
  }

  /** Opens what comes first of a space that the worker has not begun. Where that fails it is opened in its turn, as after a fault of the worker. */
  private async help(space: Buffer): Promise<boolean> {
    const at = this.queue.findIndex(({ request }) => request.space.equals(space))
    const [asked] = at === -1 ? [] : this.queue.splice(at, 1)
    if (!asked) return false
    this.hold()
    const { request, by, resolve } = asked
    const opened: (Opened | null)[] = []
    const pace = new Pacer()
    try {
      for (const [offset, block] of request.blocks.entries()) {
        if (pace.due) await pace.breathe()
        opened.push(openBlock(request, request.index + offset, block, by, this.house))
      }
    } catch (error) {
      this.fail(error)
    }
    resolve(opened)
    return true
  }

  /** Gives the worker what it can begin. */
  private send(): void {
    try {
      while (this.worker && this.isReady && this.begun.length < BEGUN_MAX) {
        const asked = this.queue.shift()
        if (!asked) break
        this.begun.push(asked)
        const { request, bytes } = this.requestOf(asked)
        this.worker.postMessage(request, [bytes])
      }
      this.hold()
    } catch (error) {
      this.fail(error)
    }
  }

  /** Only somebody who waits keeps the worker, and this process. */
  private hold(): void {
    if (this.begun.length + this.queue.length > 0) this.worker?.ref()
    else this.worker?.unref()
  }

  private requestOf({ request, by }: Asked): { request: OpenRequest; bytes: ArrayBuffer } {
    const { space, keyring, logId, organisation, index, blocks } = request
    const keys = keyring.all().slice(this.told.get(keyring) ?? 0)
    this.told.set(keyring, keyring.size)
    const bytes = new ArrayBuffer(blocks.reduce((sum, { length }) => sum + length, 0))
    const all = new Uint8Array(bytes)
    let at = 0
    for (const block of blocks) {
      all.set(block, at)
      at += block.length
    }
    const told: OpenRequest = {
      space: alone(space),
      logId: alone(logId),
      organisation: alone(organisation),
      own: by.own,
      keys: keys.map(({ epochId, ring, key }) => ({ epochId: alone(epochId), ring, key: alone(key) })),
      index,
      bytes,
      lengths: blocks.map(({ length }) => length),
    }
    return { request: told, bytes }
  }

  private answer(packed: Packed): void {
    const asked = this.begun.shift()
    try {
      asked?.resolve(unpackOpened(packed, asked.request.blocks.length, asked.by))
    } catch (error) {
      asked?.resolve([])
      this.fail(error)
    }
    this.send()
  }
}

/** The same bytes in memory of their own: a message carries all of the memory that a view is of, and beside a key may lie another. */
const alone = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes)
