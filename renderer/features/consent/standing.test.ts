import { describe, expect, it } from 'vitest'
import { consentState } from './standing.ts'

const date = (day: string) => ({ date: day, about: false })
const at = (fields: object) => consentState({ level: 3, ...fields }, '2026-05-15')

describe('what somebody agreed to', () => {
  it('holds until its last day is over', () => {
    expect([at({}), at({ expires: null }), at({ expires: date('2026-05-15') }), at({ expires: date('2026-05') })]).toEqual(
      Array(4).fill('holds'),
    )
    expect([at({ expires: date('2026-05-14') }), at({ expires: date('2026-04') }), at({ expires: date('2025') })]).toEqual(
      Array(3).fill('over'),
    )
  })

  it('does not hold once it was taken back, whatever its last day', () => {
    expect(at({ withdrawn: date('2026-05-15'), expires: date('2030-01-01') })).toBe('withdrawn')
  })
})
