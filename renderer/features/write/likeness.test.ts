import { describe, expect, it } from 'vitest'
import { EMPTY_FIELDS } from './form-model.ts'
import { kindsFit, likeness } from './likeness.ts'

const draft = { ...EMPTY_FIELDS, title: 'Raid at the drop-in', area: ' Kibera ', date: '2026-5-1' }

describe('likeness', () => {
  it('asks for the same place in the days around, and for the same words', () => {
    expect(likeness(draft)).toEqual([
      { area: 'Kibera', from: '2026-04-28', to: '2026-05-04', limit: 12 },
      { text: 'Raid drop-in', from: '2026-04-28', to: '2026-05-04', limit: 12 },
    ])
    expect(likeness({ ...draft, date: '2026-2', about: true })[0]).toMatchObject({ from: '2026-02-01', to: '2026-02-28' })
  })

  it('asks nothing while there is too little to ask by', () => {
    expect(likeness(EMPTY_FIELDS)).toEqual([null, null])
    expect(likeness({ ...draft, title: 'Raid', date: '2026' })).toEqual([null, null])
    expect(likeness({ ...draft, date: '2026-31' })).toEqual([null, { text: 'Raid drop-in', limit: 12 }])
  })
})

describe('kindsFit', () => {
  it('is so where they share one, or one says nothing', () => {
    expect([kindsFit(['arrest'], ['raid-home', 'arrest']), kindsFit([], ['arrest']), kindsFit(['arrest'], [])]).toEqual([true, true, true])
    expect(kindsFit(['arrest'], ['smear'])).toBe(false)
  })
})
