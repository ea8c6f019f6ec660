import { describe, expect, it } from 'vitest'
import { isolated } from './isolated.ts'

describe('isolated', () => {
  it('keeps the text and its marks of direction', () => {
    expect(isolated('الخرطوم\u200f (2)')).toBe('\u2068الخرطوم\u200f (2)\u2069')
  })

  it('lets no text close what it stands in, or open what it does not close', () => {
    expect(isolated('\u2069\u202eNairobi\u2067')).toBe('\u2068Nairobi\u2069')
  })
})
