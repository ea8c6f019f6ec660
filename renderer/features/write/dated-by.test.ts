import { describe, expect, it } from 'vitest'
import { datedBy, type Reads } from './dated-by.ts'
import { NO_DATE } from './typed-values.ts'

const reads: Reads = (words) =>
  words === 'yesterday' ? { date: '2026-11-28', about: false } : words === 'may' ? { date: '2026-05', about: true } : null
const typed = { words: '', date: '2026-11-2', time: '9', about: true }

describe('datedBy', () => {
  it('takes what is in the words', () => {
    expect(datedBy(NO_DATE, 'yesterday', reads)).toEqual({ words: 'yesterday', date: '2026-11-28', time: '', about: false })
    expect(datedBy(typed, 'may', reads)).toEqual({ words: 'may', date: '2026-05', time: '', about: true })
  })

  it('takes back what was in the words before, and nothing that was typed elsewhere', () => {
    const read = datedBy(NO_DATE, 'yesterday', reads)
    expect(datedBy(read, 'yester', reads)).toEqual({ ...NO_DATE, words: 'yester' })
    expect(datedBy({ ...read, time: '23' }, 'yester', reads)).toEqual({ ...read, time: '23', words: 'yester' })
    expect(datedBy(datedBy(typed, 'l', reads), 'la', reads)).toEqual({ ...typed, words: 'la' })
  })
})
