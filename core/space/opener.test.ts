import { expect, it } from 'vitest'
import { early } from './opener.ts'

/** Gives 0, 1, 2 and so on, and says how far it has got and whether it was stopped. */
function counting(end: number, fault?: Error) {
  const state = { given: 0, stopped: false }
  async function* count(): AsyncGenerator<number, void, void> {
    try {
      while (state.given < end) yield state.given++
      if (fault) throw fault
    } finally {
      state.stopped = true
    }
  }
  return { state, source: count() }
}

it('pulls so many items before their turn, and gives them in their order', async () => {
  const { state, source } = counting(10)
  const ahead = early(source, 4)
  const first = await ahead.next()
  expect(first.value).toBe(0)
  await expect.poll(() => state.given).toBe(5)
  const rest: number[] = []
  for await (const one of ahead) rest.push(one)
  expect(rest).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(state.stopped).toBe(true)
})

it('leaves nothing running where the caller stops', async () => {
  const { state, source } = counting(1_000)
  for await (const one of early(source, 3)) if (one === 2) break
  expect(state.stopped).toBe(true)
  expect(state.given).toBeLessThan(10)
})

it('fails in its turn, after all that came before', async () => {
  const { source } = counting(3, new Error('the disk is gone'))
  const seen: number[] = []
  const read = async (): Promise<void> => {
    for await (const one of early(source, 8)) seen.push(one)
  }
  await expect(read()).rejects.toThrow('the disk is gone')
  expect(seen).toEqual([0, 1, 2])
})
