import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { signKeyPair } from '../../core/crypto/sign.ts'
import type { Log } from '../../core/log/log.ts'
import type { LogCopy } from '../../core/log/log-copy.ts'
import type { OwnLog } from '../../core/log/own-log.ts'
import { decodeSegment, encodeSegment, SegmentError } from '../../core/log/segment.ts'
import { LogStore } from '../../core/log/store.ts'
import type { Segment } from '../../core/log/types.ts'

/*
 * One author, two copies in other stores, and a list of blocks as the model. Whatever happens in whatever order, a copy holds the author's
 * first blocks and nothing else.
 */

type Spoil = 'block' | 'signature' | 'cut' | 'doubled' | 'moved' | 'other log' | 'small block' | 'none left'
type Step =
  | { do: 'append'; sizes: number[] }
  | { do: 'pass'; from: number; to: number; start: number }
  | { do: 'spoil'; to: number; how: Spoil; seed: number }
  | { do: 'reopen'; which: number }
  | { do: 'at once'; to: number }

const size = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1024, max: 4096 }) },
  { weight: 1, arbitrary: fc.constantFrom(200 * 1024, 256 * 1024) },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('append' as const), sizes: fc.array(size, { minLength: 1, maxLength: 90, size: 'max' }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('pass' as const), from: fc.nat(2), to: fc.integer({ min: 1, max: 2 }), start: fc.nat(2) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('spoil' as const),
      to: fc.integer({ min: 1, max: 2 }),
      how: fc.constantFrom<Spoil>('block', 'signature', 'cut', 'doubled', 'moved', 'other log', 'small block', 'none left'),
      seed: fc.nat(1000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const), which: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('at once' as const), to: fc.integer({ min: 1, max: 2 }) }) },
)

function spoiled(segment: Segment, how: Spoil, seed: number): Segment {
  const { blocks } = segment
  const which = seed % blocks.length
  const replaced = (block: Buffer) => blocks.map((one, i) => (i === which ? block : one))
  const [first = Buffer.alloc(1024)] = blocks
  switch (how) {
    case 'block': {
      const changed = Buffer.from(blocks[which] ?? first)
      changed[seed] = (changed[seed] ?? 0) ^ 1
      return { ...segment, blocks: replaced(changed) }
    }
    case 'signature': {
      const signature = Buffer.from(segment.signature)
      signature[seed % 64] = (signature[seed % 64] ?? 0) ^ 1
      return { ...segment, signature }
    }
    case 'cut':
      return { ...segment, blocks: blocks.slice(1), length: segment.length - 1 }
    case 'doubled':
      return { ...segment, blocks: [first, ...blocks], length: segment.length + 1 }
    case 'moved':
      return { ...segment, start: segment.start + 1, length: segment.length + 1 }
    case 'other log':
      return { ...segment, logId: randomBytes(32) }
    case 'small block':
      return { ...segment, blocks: replaced(Buffer.alloc(1023)) }
    case 'none left':
      return { ...segment, blocks: [], length: segment.start }
  }
}

class World {
  readonly model: Buffer[] = []
  readonly space = randomBytes(32)
  readonly keyPair = signKeyPair(randomBytes(32))
  private readonly folder: string
  private stores: LogStore[] = []
  private logs: Log[] = []

  constructor(folder: string) {
    this.folder = folder
  }

  async start(): Promise<void> {
    for (const which of [0, 1, 2]) await this.open(which)
  }

  async run(step: Step): Promise<void> {
    if (step.do === 'append') {
      const blocks = step.sizes.map((length) => randomBytes(length))
      const { index } = await this.author.append(() => blocks)
      expect(index).toBe(this.model.length)
      this.model.push(...blocks)
    } else if (step.do === 'reopen') {
      await this.stores[step.which]?.close()
      await this.open(step.which)
    } else if (step.do === 'at once') {
      const segment = await this.author.segmentFrom(this.copy(step.to).length)
      if (segment)
        expect((await Promise.all([1, 2, 3].map(() => this.copy(step.to).append(segment)))).sort()).toEqual(['added', 'held', 'held'])
    } else if (step.do === 'pass') await this.pass(this.log(step.from), this.copy(step.to), step.start)
    else await this.spoil(this.copy(step.to), step.how, step.seed)
    await this.check()
  }

  /** From another holder to a copy: `start` 0 what it needs next, 1 from the beginning, 2 from one block too far. */
  private async pass(from: Log, to: LogCopy, start: number): Promise<void> {
    const before = to.length
    const at = start === 1 ? 0 : start === 2 ? before + 1 : before
    const segment = await from.segmentFrom(at)
    expect(segment === null).toBe(at >= from.length)
    if (!segment) return
    expect(segment.blocks).toEqual(this.model.slice(at, segment.length))
    const travelled = decodeSegment(encodeSegment(segment))
    expect(travelled).toEqual(segment)
    if (at > before) await expect(to.append(travelled)).rejects.toMatchObject({ fault: 'gap' })
    else if (segment.length <= before) expect(await to.append(travelled)).toBe('held')
    else if (at < before) await expect(to.append(travelled)).rejects.toMatchObject({ fault: 'gap' })
    else {
      expect(await to.append(travelled)).toBe('added')
      expect(to.length).toBe(segment.length)
    }
  }

  private async spoil(to: LogCopy, how: Spoil, seed: number): Promise<void> {
    const good = await this.author.segmentFrom(to.length)
    if (!good) return
    const { length } = to
    await expect(to.append(spoiled(good, how, seed))).rejects.toBeInstanceOf(SegmentError)
    expect(to.length).toBe(length)
    expect(await to.append(good)).toBe('added')
  }

  private async check(): Promise<void> {
    for (const which of [0, 1, 2]) {
      const log = this.log(which)
      expect(log.length).toBeLessThanOrEqual(this.model.length)
      if (log.length === 0) continue
      const last = log.length - 1
      expect(await log.get(last)).toEqual(this.model[last])
      const head = log.head()
      expect(head).toEqual({ length: log.length, treeHash: await this.author.treeHashAt(log.length), signature: head?.signature })
      expect(head && this.author.checkHead(head)).toBe(true)
    }
  }

  /** At the end: every block of every log is the model's, and each can bring an empty store level. */
  async finish(): Promise<void> {
    for (const which of [0, 1, 2]) {
      const log = this.log(which)
      for await (const { index, blocks } of log.read(0)) expect(blocks.every((block, i) => this.model[index + i]?.equals(block))).toBe(true)
      const fresh = await LogStore.open(join(this.folder, `fresh-${which}`))
      this.stores.push(fresh)
      const copy = await fresh.copy(this.space, this.keyPair.publicKey)
      for (let segment = await log.segmentFrom(0); segment; segment = await log.segmentFrom(copy.length)) await copy.append(segment)
      expect(copy.length).toBe(log.length)
    }
  }

  async end(): Promise<void> {
    for (const store of this.stores) await store.close()
    await rm(this.folder, { recursive: true })
  }

  private async open(which: number): Promise<void> {
    const store = await LogStore.open(join(this.folder, `${which}`))
    this.stores[which] = store
    this.logs[which] = which === 0 ? await store.own(this.space, this.keyPair) : await store.copy(this.space, this.keyPair.publicKey)
  }

  private log(which: number): Log {
    const log = this.logs[which]
    if (!log) throw new Error('three logs are open')
    return log
  }

  private get author(): OwnLog {
    return this.log(0) as OwnLog
  }

  private copy(which: number): LogCopy {
    return this.log(which) as LogCopy
  }
}

describe('segments', () => {
  it('in any order, spoiled, doubled and from anyone, leave every copy a beginning of the author’s log', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 60 }), async (steps) => {
        const world = new World(await mkdtemp(join(tmpdir(), 'parasol-segments-')))
        try {
          await world.start()
          for (const one of steps) await world.run(one)
          await world.finish()
        } finally {
          await world.end()
        }
      }),
      { numRuns: 5, endOnFailure: true },
    )
  })
})
