import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { equal, toHex } from '../../crypto/bytes.ts'
import type { Authorship } from '../../index/made.ts'
import { type Packed, Unpacker } from '../../index/packed.ts'
import type { EarlyOpener, EarlyRequest, OpenedEarly } from '../../space/opener.ts'
import type { Space } from '../../space/space.ts'
import { organisationIdSchema, type SpaceId, spaceIdSchema } from '../contract/index.ts'
import { logFault } from '../faults.ts'
import type { FromOpener, OpenRequest } from '../opening.ts'

/** The thread's program: beside the engine's source, or beside its bundle. */
const PROGRAM = import.meta.url.endsWith('.ts') ? '../opener-thread.ts' : './opener-thread.js'
/** The thread ends when nothing was to be opened for so long: it holds keys, and some 60 MB. */
const IDLE_MS = 10_000
/** Far more than it needs: should it ever need more, it ends, and the engine does its work. */
const MEMORY_MB = 256

interface Pending {
  by: Authorship
  blocks: number
  resolve(opened: (OpenedEarly | null)[]): void
}

/**
 * Opens entries in a thread of its own while the engine writes others into the index (DESIGN 11, "rebuild"): where a long log is read, each takes about half
 * of the time. Until that thread is there, after a fault of it, and on a computer with one processor, nothing is opened early.
 */
export class Opener {
  private readonly house: SpaceId
  private readonly pending = new Map<number, Pending>()
  private worker: Worker | null = null
  private isReady = false
  private starting = Promise.withResolvers<void>()
  private canHelp = availableParallelism() > 1
  private told = new WeakMap<EarlyRequest['keyring'], number>()
  private requests = 0
  private idle: NodeJS.Timeout | null = null

  constructor(house: SpaceId) {
    this.house = house
  }

  /** One for the logs of a space. */
  in(space: Space): EarlyOpener {
    return {
      open: async (request) => {
        if (!this.canHelp) return []
        this.stayAwake()
        if (!this.worker) this.start()
        return this.isReady ? this.ask(request, equal(request.organisation, space.organisationKey)) : []
      },
    }
  }

  /** Starts the thread where it is not there yet; resolves once it can be asked. Rejects where it cannot be started. */
  wake(): Promise<void> {
    if (!this.worker) this.start()
    return this.starting.promise
  }

  /** Ends the thread. */
  stop(): void {
    if (this.idle) clearTimeout(this.idle)
    this.idle = null
    const { worker } = this
    this.worker = null
    this.isReady = false
    this.told = new WeakMap()
    for (const { resolve } of this.pending.values()) resolve([])
    this.pending.clear()
    worker?.removeAllListeners()
    void worker?.terminate()
  }

  private start(): void {
    const worker = new Worker(new URL(PROGRAM, import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } })
    this.worker = worker
    // What it was to open is opened in its turn.
    this.starting = Promise.withResolvers()
    this.starting.promise.catch(() => undefined)
    const failed = (error: unknown): void => {
      this.canHelp = false
      this.starting.reject(error)
      this.stop()
      logFault('opening early', error)
    }
    worker.on('message', (message: FromOpener) => {
      if (message !== 'ready') {
        this.answer(message.id, message.packed)
        return
      }
      this.isReady = true
      this.starting.resolve()
    })
    worker.on('error', failed)
    worker.on('exit', () => failed(new Error('the thread ended')))
    worker.unref()
  }

  private ask({ space, keyring, logId, organisation, index, blocks }: EarlyRequest, own: boolean): Promise<(OpenedEarly | null)[]> {
    const { worker } = this
    if (!worker) return Promise.resolve([])
    const keys = keyring.all().slice(this.told.get(keyring) ?? 0)
    this.told.set(keyring, keyring.size)
    const bytes = new ArrayBuffer(blocks.reduce((sum, { length }) => sum + length, 0))
    const all = new Uint8Array(bytes)
    let at = 0
    for (const block of blocks) {
      all.set(block, at)
      at += block.length
    }
    const id = this.requests++
    const request: OpenRequest = {
      id,
      house: this.house,
      space,
      logId,
      organisation,
      own,
      keys,
      index,
      bytes,
      lengths: blocks.map(({ length }) => length),
    }
    const by = { space: spaceIdSchema.parse(toHex(space)), organisation: organisationIdSchema.parse(toHex(organisation)), own }
    return new Promise((resolve) => {
      this.pending.set(id, { by, blocks: blocks.length, resolve })
      worker.ref()
      worker.postMessage(request, [bytes])
    })
  }

  private answer(id: number, packed: Packed): void {
    const pending = this.pending.get(id)
    this.pending.delete(id)
    // Only somebody who waits keeps it, and this process.
    if (this.pending.size === 0) this.worker?.unref()
    pending?.resolve(unpacked(packed, pending.by, pending.blocks))
  }

  private stayAwake(): void {
    if (this.idle) this.idle.refresh()
    else this.idle = setTimeout(() => this.stop(), IDLE_MS).unref()
  }
}

function unpacked(packed: Packed, by: Authorship, blocks: number): (OpenedEarly | null)[] {
  const from = new Unpacker(packed, by)
  return Array.from({ length: blocks }, () => {
    if (from.number() === 0) return null
    const [kindVersion, minimumReader] = [from.number(), from.number()]
    const clock = { ms: from.number(), counter: from.number() }
    const [wall, certificate] = [from.number(), Buffer.from(from.text(), 'latin1')]
    const made = from.made()
    return { causal: { kind: made.kind, kindVersion, minimumReader, clock, wall, certificate }, made }
  })
}
