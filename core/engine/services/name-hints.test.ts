import { expect, it } from 'vitest'
import { NameHints } from './name-hints.ts'

const MINUTE = 60_000

function hintsOf() {
  const state = { now: 0, looked: 0 }
  const mayName = async (words: readonly string[]): Promise<boolean> => {
    state.looked += 1
    return words.join(' ').includes('Mwende')
  }
  return { state, hints: new NameHints({ mayName }, () => state.now) }
}
/** Words of six letters, none twice. */
const list = (from: number, to: number): string => Array.from({ length: to - from }, (_, i) => `n${from + i + 10_000}`).join(' ')

it('looks at all that a person types, again and again as the text grows', async () => {
  const { state, hints } = hintsOf()
  let text = ''
  for (let word = 0; word < 600; word += 1) {
    text += `${list(word, word + 1)} `
    state.now += MINUTE / 40
    if (word % 2 === 0) expect(await hints.mayName([text])).toBe(false)
  }
  expect(await hints.mayName([`${text} Mwende`])).toBe(true)
})

it('does not look at a dictionary, however it is cut, and says so; a person who types goes on later', async () => {
  const { state, hints } = hintsOf()
  expect(await hints.mayName([list(0, 2_000)])).toBe(null)
  expect(await hints.mayName([list(0, 2_000).replaceAll(' ', ',')])).toBe(null)
  expect(state.looked).toBe(0)
  let words = 0
  for (let at = 0; at < 20_000; at += 100) if ((await hints.mayName([list(at, at + 100)])) !== null) words += 100
  expect(words).toBeLessThan(700)
  // Half of what was looked at, and half of that: only so often.
  state.now += MINUTE
  let answers = 0
  for (let i = 0; i < 200; i += 1) if ((await hints.mayName([list(0, 10)])) !== null) answers += 1
  expect(answers).toBeLessThan(70)
  state.now += MINUTE
  expect(await hints.mayName(['Mwende'])).toBe(true)
})
