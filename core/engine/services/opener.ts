import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { equal, toHex } from '../../crypto/bytes.ts'
import type { Packed } from '../../index/packed.ts'
import type { Authorship } from '../../records/version.ts'
import type { EarlyOpener, EarlyRequest, OpenedEarly } from '../../space/opener.ts'
import type { Space } from '../../space/space.ts'
import { organisationIdSchema, type SpaceId, spaceIdSchema } from '../contract/index.ts'
import { logFault } from '../faults.ts'
import { type FromWorker, type OpenRequest, unpackOpened } from '../opening.ts'

/** The worker's program: beside the engine's source, or beside its bundle. */
const PROGRAM = import.meta.url.endsWith('.ts') ? '../opener-worker.ts' : './opener-worker.js'
/** The worker ends when nothing was to be opened for so long: it holds keys, and some 60 MB. */
const IDLE_MS = 10_000
/**
 * Far more than it needs: should it ever need more, it ends, and the engine does its work. What it makes of a stretch of entries fits into the memory for what
 * is young, and is let go of there.
 */
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 128 }

type Opened = (OpenedEarly | null)[]

interface Asked {
  by: Authorship
  blocks: number
  resolve(opened: Opened): void
}

/**
 * Opens entries in a worker while the engine writes others into the index: where a long log is read, each takes about half of the time. Until that worker
 * is there, after a fault of it, and where `canHelp` is false, nothing is opened early.
 */
export class Opener {
  private readonly house: SpaceId
  /** Answers come in the order of the questions. */
  private readonly asked: Asked[] = []
  private worker: Worker | null = null
  private isReady = false
  private canHelp: boolean
  private told = new WeakMap<EarlyRequest['keyring'], number>()
  private idle: NodeJS.Timeout | null = null
  private readonly listeners: (() => void)[] = []

  constructor(house: SpaceId, canHelp = availableParallelism() > 1) {
    this.house = house
    this.canHelp = canHelp
  }

  /** One for the logs of a space. */
  in(space: Space): EarlyOpener {
    return {
      open: async (request) => {
        if (!this.canHelp) return []
        try {
          this.wake()
          return this.isReady ? await this.ask(request, equal(request.organisation, space.organisationKey)) : []
        } catch (error) {
          this.fail(error)
          return []
        }
      },
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
    this.canHelp = false
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
    for (const { resolve } of this.asked.splice(0)) resolve([])
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
    const worker = new Worker(new URL(PROGRAM, import.meta.url), {
      workerData: this.house,
      resourceLimits: LIMITS,
    })
    this.worker = worker
    worker.on('message', (message: FromWorker) => {
      if (message !== 'ready') {
        this.answer(message)
        return
      }
      this.isReady = true
      for (const ready of this.listeners.splice(0)) ready()
    })
    worker.on('error', (error) => this.fail(error))
    worker.on('messageerror', (error) => this.fail(error))
    worker.on('exit', () => this.fail(new Error('the worker ended')))
    worker.unref()
  }

  private ask({ space, keyring, logId, organisation, index, blocks }: EarlyRequest, own: boolean): Promise<Opened> {
    const { worker } = this
    if (!worker) return Promise.resolve([])
    const keys = keyring.all().slice(this.told.get(keyring) ?? 0)
    const bytes = new ArrayBuffer(blocks.reduce((sum, { length }) => sum + length, 0))
    const all = new Uint8Array(bytes)
    let at = 0
    for (const block of blocks) {
      all.set(block, at)
      at += block.length
    }
    const request: OpenRequest = {
      space: alone(space),
      logId: alone(logId),
      organisation: alone(organisation),
      own,
      keys: keys.map(({ epochId, ring, key }) => ({ epochId: alone(epochId), ring, key: alone(key) })),
      index,
      bytes,
      lengths: blocks.map(({ length }) => length),
    }
    worker.postMessage(request, [bytes])
    this.told.set(keyring, keyring.size)
    const by = { space: spaceIdSchema.parse(toHex(space)), organisation: organisationIdSchema.parse(toHex(organisation)), own }
    return new Promise((resolve) => {
      this.asked.push({ by, blocks: blocks.length, resolve })
      worker.ref()
    })
  }

  private answer(packed: Packed): void {
    const asked = this.asked.shift()
    // Only somebody who waits keeps it, and this process.
    if (this.asked.length === 0) this.worker?.unref()
    if (!asked) return
    try {
      asked.resolve(unpackOpened(packed, asked.blocks, asked.by))
    } catch (error) {
      asked.resolve([])
      this.fail(error)
    }
  }
}

/** The same bytes in memory of their own: a message carries all of the memory that a view is of, and beside a key may lie another. */
const alone = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes)
