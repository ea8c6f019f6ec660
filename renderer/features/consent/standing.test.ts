import { describe, expect, it } from 'vitest'
import { lastFirst, standingOf } from './standing.ts'

const date = (day: string) => ({ date: day, about: false })
const card = (fields: object, savedAt = '2026-01-01T10:00:00.000Z') => ({ fields: { level: 3, ...fields }, conflicts: [], savedAt })
const at = (fields: object) => standingOf(card(fields), [card(fields)], '2026-05-15')

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

  it('does not hold once it was closed, whatever its last day', () => {
    expect([at({ closed: date('2026-05-15') }), at({ closed: date('2026-05-01'), expires: date('2030-01-01') })]).toEqual(['over', 'over'])
    expect([at({ closed: null }), at({ closed: date('2026-05-16') })]).toEqual(['holds', 'holds'])
  })

  it('does not hold once a later answer has ended it, by when that was written where no day was said', () => {
    const narrower = card({ level: 1 }, '2026-02-01T10:00:00.000Z')
    expect(standingOf(card({}), [card({}), narrower], '2026-05-15')).toBe('ended')
    expect(standingOf(narrower, [card({}), narrower], '2026-05-15')).toBe('holds')
  })

  it('counts the least of what two computers said of it', () => {
    const author = { organisation: '', name: '', own: true }
    const values = [null, date('2026-05-01')].map((value) => ({ value, entryId: 'x', author, savedAt: '2026-05-01T10:00:00.000Z' }))
    const both = { ...card({}), conflicts: [{ field: 'withdrawn', values }] } as unknown as Parameters<typeof standingOf>[0]
    expect(standingOf(both, [both], '2026-05-15')).toBe('withdrawn')
  })
})

it('puts the last word first, by the day it was asked, of one day by when it was written down', () => {
  const said = [
    card({ asked: date('2026-01-03') }, '2026-03-01T10:00:00.000Z'),
    card({ asked: date('2026-02-01') }, '2026-02-01T10:00:00.000Z'),
    card({}, '2026-02-01T12:00:00.000Z'),
    card({ asked: date('2026-02') }, '2026-02-05T10:00:00.000Z'),
  ]
  expect(lastFirst(said)).toEqual([said[3], said[2], said[1], said[0]])
})
