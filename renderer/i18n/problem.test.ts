import { ORPCError } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import { problemOf } from './problem.ts'

describe('problemOf', () => {
  it('reads the code and the data of an engine error', () => {
    const thrown = new ORPCError('TEXT_TOO_LONG', { data: { field: 'title', limit: 500, other: {} } })
    expect(problemOf(thrown)).toEqual({ code: 'TEXT_TOO_LONG', data: { field: 'title', limit: 500 } })
  })

  it('reads the mark of words that are to be read first, and nothing else of them', () => {
    const mark = 'a'.repeat(64)
    const thrown = new ORPCError('NAME_IN_WORDS', { data: { mark, words: 'Neema was hit' } })
    expect(problemOf(thrown)).toEqual({ code: 'NAME_IN_WORDS', data: { mark } })
  })

  it('takes a refused input as one', () => {
    expect(problemOf(new ORPCError('BAD_REQUEST')).code).toBe('BAD_INPUT')
  })

  it('takes everything that stands in no catalogue as a fault, whatever it calls itself', () => {
    for (const thrown of [
      new Error('x'),
      null,
      undefined,
      'WRONG_PASSPHRASE',
      { code: 'toString' },
      { code: 5 },
      new ORPCError('NOT_FOUND'),
    ]) {
      expect(problemOf(thrown)).toEqual({ code: 'ENGINE_FAULT', data: undefined })
    }
  })
})
