import { describe, expect, it } from 'vitest'
import { ahead, openedOf, withWhatComes } from './opener.ts'

interface Item {
  n: number
}

/** Gives 0, 1, 2 and so on, and says how far it has got and whether it was stopped. */
function counting(end: number, fault?: Error) {
  const state = { given: 0, stopped: false }
  async function* count(): AsyncGenerator<Item, void, void> {
    try {
      while (state.given < end) yield { n: state.given++ }
      if (fault) throw fault
    } finally {
      state.stopped = true
    }
  }
  return { state, source: count() }
}

const each = (): number => 1

describe('a generator that is read ahead', () => {
  it('gives all of its items in their order, and no more than so much waits', async () => {
    const { state, source } = counting(20)
    const read = ahead(source, 8, ({ n }) => (n < 2 ? 4 : 2))
    expect((await read.next()).value).toEqual({ n: 0 })
    // One is out, and those of 4, 2 and 2 wait.
    await expect.poll(() => state.given).toBe(4)
    const rest: number[] = []
    for await (const { n } of read) rest.push(n)
    expect(rest).toEqual(Array.from({ length: 19 }, (_, n) => n + 1))
    expect(state.stopped).toBe(true)
  })

  it('gives an item that alone is more than may wait', async () => {
    const read = ahead(counting(3).source, 8, () => 100)
    const all: number[] = []
    for await (const { n } of read) all.push(n)
    expect(all).toEqual([0, 1, 2])
  })

  it('is stopped with its reader', async () => {
    const { state, source } = counting(1_000)
    for await (const { n } of ahead(source, 3, each)) if (n === 2) break
    expect(state.stopped).toBe(true)
    expect(state.given).toBeLessThan(10)
  })

  it('fails in its turn, after all that came before', async () => {
    const { source } = counting(3, new Error('the disk is gone'))
    const seen: number[] = []
    const read = async (): Promise<void> => {
      for await (const { n } of ahead(source, 8, each)) seen.push(n)
    }
    await expect(read()).rejects.toThrow('the disk is gone')
    expect(seen).toEqual([0, 1, 2])
  })
})

describe('who waits for a stretch that is opened early', () => {
  /** One that has so much left that nobody has begun, and whose answer comes after `after` of it. */
  function opening(left: number, after: number, isAwake = true) {
    const { promise, resolve } = Promise.withResolvers<readonly null[]>()
    const helped: number[] = []
    const help = async (): Promise<boolean> => {
      if (helped.length === after) resolve([null])
      if (helped.length === left) return false
      helped.push(helped.length)
      return true
    }
    return {
      stretch: { index: 0, blocks: [], opened: promise },
      opener: { open: () => promise, help, isAwake: () => isAwake },
      helped,
      resolve,
    }
  }

  it('helps until it is there', async () => {
    const { stretch, opener, helped } = opening(10, 3)
    expect(await openedOf(stretch, opener)).toEqual([null])
    expect(helped.length).toBeLessThanOrEqual(5)
  })

  it('waits where there is nothing to help with', async () => {
    const { stretch, opener, helped, resolve } = opening(2, 99)
    const opened = openedOf(stretch, opener)
    await expect.poll(() => helped.length).toBe(2)
    resolve([null])
    expect(await opened).toEqual([null])
  })

  it('leaves the processor to what comes meanwhile, if somebody else opens it', async () => {
    const awake = opening(10, 99)
    const opened = openedOf({ ...awake.stretch, hasMore: () => true }, awake.opener)
    awake.resolve([null])
    expect(await opened).toEqual([null])
    expect(awake.helped).toEqual([])
    const asleep = opening(10, 3, false)
    expect(await openedOf({ ...asleep.stretch, hasMore: () => true }, asleep.opener)).toEqual([null])
    expect(asleep.helped).not.toEqual([])
  })

  it('helps once nothing comes any more, or whoever was to open it does not', async () => {
    for (const ends of ['more', 'awake'] as const) {
      const { stretch, opener, helped } = opening(10, 3)
      let looks = 0
      const at = (what: 'more' | 'awake') => () => what !== ends || ++looks < 3
      const answer = await openedOf({ ...stretch, hasMore: at('more') }, { ...opener, isAwake: at('awake') })
      expect(answer).toEqual([null])
      expect(looks).toBeGreaterThanOrEqual(3)
      expect(helped).not.toEqual([])
    }
  })

  it('does not help where it is there already', async () => {
    const { stretch, opener, helped, resolve } = opening(2, 99)
    resolve([null])
    expect(await openedOf(stretch, opener)).toEqual([null])
    expect(helped).toEqual([])
  })
})

describe('a log that grows while it is read', () => {
  /** So many blocks, and more with each piece of a thousand that is read. */
  class Growing {
    length: number
    private readonly more: number[]

    constructor(length: number, more: number[]) {
      this.length = length
      this.more = more
    }

    async *read(from: number, to = this.length) {
      for (let index = from; index < to; index += 1_000) {
        yield { index, blocks: Array.from({ length: Math.min(1_000, to - index) }, () => Buffer.alloc(0)) }
        this.length += this.more.shift() ?? 0
      }
    }
  }

  async function readOf(log: Growing, from: number): Promise<number> {
    let next = from
    for await (const { index, blocks } of withWhatComes(log, from)) {
      expect(index).toBe(next)
      next += blocks.length
    }
    return next
  }

  it('is read to where it ends by then', async () => {
    expect(await readOf(new Growing(5_000, []), 2_000)).toBe(5_000)
    expect(await readOf(new Growing(5_000, [0, 700, 0, 50]), 2_000)).toBe(5_750)
  })

  it('lets others have their turn', async () => {
    const log = new Growing(
      5_000,
      Array.from({ length: 100 }, () => 2_000),
    )
    expect(await readOf(log, 0)).toBeGreaterThanOrEqual(20_000)
    expect(log.length).toBeLessThan(205_000)
  })
})
