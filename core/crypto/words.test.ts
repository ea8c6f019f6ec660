import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seedToWords, WordsError, wordsToSeed } from './words.ts'

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 })

function failure(text: string): WordsError {
  try {
    wordsToSeed(text)
  } catch (error) {
    if (error instanceof WordsError) return error
    throw error
  }
  throw new Error('the words were taken')
}

describe('recovery words', () => {
  it('give back any seed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(wordsToSeed(seedToWords(seed).join(' '))).toEqual(Buffer.from(seed))
      }),
    )
  })

  it('are read however they are written down', () => {
    const layouts: ((words: string[]) => string)[] = [
      (words) => words.map((word, at) => `${at + 1}. ${word}`).join('\n'),
      (words) => words.map((word, at) => `${at + 1}) ${word.toUpperCase()}`).join('\r\n'),
      (words) => `  ${words.join(',\t')}  `,
      (words) => words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join('\u00a0 '),
      // Full-width letters, as some input methods give them.
      (words) => words.map((word) => String.fromCodePoint(...[...word].map((c) => (c.codePointAt(0) ?? 0) + 0xfee0))).join('\u3000'),
    ]
    fc.assert(
      fc.property(seeds, fc.constantFrom(...layouts), (seed, layout) => {
        expect(wordsToSeed(layout(seedToWords(seed)))).toEqual(Buffer.from(seed))
      }),
    )
  })

  it('say what is wrong, and never quote a word', () => {
    const words = seedToWords(new Uint8Array(32).fill(7))
    expect(failure(words.slice(1).join(' ')).reason).toBe('count')
    expect(failure('').reason).toBe('count')
    const mistyped = failure(words.with(4, 'zzzzq').join(' '))
    expect(mistyped).toMatchObject({ reason: 'unknown', index: 4 })
    expect(String(mistyped)).not.toContain('zzzzq')
    const other = words[23] === 'zoo' ? 'zone' : 'zoo'
    const swapped = failure(words.with(0, other).with(1, other).with(2, other).join(' '))
    expect(swapped.reason).toBe('checksum')
    expect(swapped.cause).toBeUndefined()
    expect(String(swapped)).not.toContain(other)
  })

  it('refuse a seed of another length', () => {
    expect(() => seedToWords(new Uint8Array(16))).toThrow(RangeError)
  })
})
