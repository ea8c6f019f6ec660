import { expect, it } from 'vitest'
import { NameBudget } from './name-budget.ts'

const MINUTE = 60_000

function budgetOf() {
  const state = { now: 0, said: 0, fails: false }
  const say = async (): Promise<void> => {
    if (state.fails) throw new Error('not written')
    state.said += 1
  }
  return { state, budget: new NameBudget(say, () => state.now) }
}
/** Words of six letters, none twice. */
const list = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `n${from + i + 10_000}`)

it('says nothing of what a person types and shares, again and again', async () => {
  const { state, budget } = budgetOf()
  for (let text = 0; text < 200; text += 1) {
    const words = list(text * 60, text * 60 + 200).join(' ')
    for (let times = 0; times < 5; times += 1) await budget.look().at(words)
    state.now += 4 * MINUTE
  }
  expect(state.said).toBe(0)
})

it('says it of a dictionary, however it is cut and hidden, and before anything is told', async () => {
  for (const [a, between] of [
    [1, ' '],
    [100, '\n'],
    [3_000, ', '],
    [60_000, "'"],
    [60_000, ' '],
  ] as const) {
    const { state, budget } = budgetOf()
    for (let at = 0; at < 60_000; at += a) {
      await budget.look().at(list(at, at + a).join(between))
      if (at >= 3_000) expect(state.said).toBeGreaterThan(0)
    }
  }
})

it('says it once of one question, and then once for as much as it takes to say it', async () => {
  const { state, budget } = budgetOf()
  const look = budget.look()
  for (const word of list(0, 20_000)) await look.at(word)
  expect(state.said).toBe(1)
  await budget.look().at(list(0, 20_000).join(' '))
  for (let at = 20_000; at < 22_000; at += 10) await budget.look().at(list(at, at + 10).join(' '))
  expect(state.said).toBe(1)
  for (let at = 22_000; at < 24_000; at += 10) await budget.look().at(list(at, at + 10).join(' '))
  expect(state.said).toBe(2)
})

it('counts words that are put together of others that it has seen, and numbers of digits that it has seen', async () => {
  const pieces = Array.from({ length: 100 }, (_, i) => [`p${i + 10}`, `${i + 100}`] as const)
  for (const [which, between] of [
    [0, "'"],
    [1, ' '],
  ] as const) {
    const { state, budget } = budgetOf()
    const some = pieces.map((both) => both[which])
    await budget.look().at(some.join('\n'))
    for (const one of some.slice(0, 40)) for (const other of some) await budget.look().at(`${one}${between}${other}`)
    expect(state.said).toBeGreaterThan(0)
  }
})

it('tells nothing where it cannot be said, and does not take it for seen', async () => {
  const { state, budget } = budgetOf()
  state.fails = true
  const dictionary = list(0, 10_000).join(' ')
  for (let times = 0; times < 2; times += 1) await expect(budget.look().at(dictionary)).rejects.toThrow('not written')
  state.fails = false
  await budget.look().at(dictionary)
  expect(state.said).toBe(1)
})

it('lets a hint go without, and says nothing of it', async () => {
  const { state, budget } = budgetOf()
  expect(budget.take(list(0, 10_000).join(' '))).toBe(false)
  expect(budget.take(list(0, 1_000).join(' '))).toBe(true)
  expect(budget.take(list(0, 1_000).join(' '))).toBe(true)
  expect(state.said).toBe(0)
})

it('counts all words anew as soon as more is looked for', async () => {
  const { state, budget } = budgetOf()
  const dictionary = list(0, 10_000).join(' ')
  for (let times = 0; times < 2; times += 1) await budget.look().at(dictionary)
  expect(state.said).toBe(1)
  const before = budget.look()
  budget.forget()
  await before.at(dictionary)
  await budget.look().at(dictionary)
  expect(state.said).toBe(2)
  budget.forget()
  const late = budget.look()
  budget.forget()
  await late.at(dictionary)
  expect(state.said).toBe(3)
  await budget.look().at(dictionary)
  expect(state.said).toBe(4)
})
