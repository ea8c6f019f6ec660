import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { suggestPassphrase, wordOf } from './diceware.ts'
import { EFF_LARGE } from './eff-large.ts'

describe('a suggested passphrase', () => {
  it('comes from the list of the EFF, whole and unchanged', () => {
    expect(EFF_LARGE).toHaveLength(7776)
    expect(new Set(EFF_LARGE).size).toBe(7776)
    // The hash of the second column of eff_large_wordlist.txt as the EFF publishes it.
    expect(
      createHash('sha256')
        .update(`${EFF_LARGE.join('\n')}\n`)
        .digest('hex'),
    ).toBe('6d557f0693958fb5e650b68b5bee585eb82cf4da32965505c789e924743bc522')
  })

  it('has six words of it, each time others', () => {
    const known = new Set(EFF_LARGE)
    const drawn = Array.from({ length: 50 }, suggestPassphrase)
    for (const words of drawn) {
      expect(words).toHaveLength(6)
      for (const word of words) expect(known).toContain(word)
    }
    expect(new Set(drawn.map((words) => words.join(' '))).size).toBe(50)
  })

  it('draws every word equally often over all 16-bit values', () => {
    const times = new Map<string, number>()
    for (let draw = 0; draw <= 0xffff; draw += 1) {
      const word = wordOf(draw)
      if (word !== null) times.set(word, (times.get(word) ?? 0) + 1)
    }
    expect(times.size).toBe(7776)
    expect(new Set(times.values())).toEqual(new Set([8]))
  })
})
