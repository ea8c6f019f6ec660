import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Due } from '../../../core/engine/contract/index.ts'
import { byDay, dayAhead, groupOf, today } from './day-groups.ts'

const NOW = new Date(2026, 11, 29, 23, 50)
const due = (day: string | null, label = String(day)): Due => ({
  recordId: 'a'.repeat(64) as Due['recordId'],
  why: 'request',
  day,
  label,
  status: null,
})

describe('what waits', () => {
  it('is late, due today, this week, later, or on no day', () => {
    expect(today(NOW)).toBe('2026-12-29')
    expect(['2026-12-28', '2026-12-29', '2026-12-30', '2027-01-05', '2027-01-06', null].map((day) => groupOf(day, NOW))).toEqual([
      'late',
      'today',
      'week',
      'week',
      'later',
      'undated',
    ])
  })

  it('begins with names that are not to be known any more, whatever else has no day', () => {
    const name: Due = { ...due(null), why: 'name' }
    expect(byDay([name, due('2026-01-01'), due(null)], NOW).map(({ group, rows }) => [group, rows.length])).toEqual([
      ['named', 1],
      ['late', 1],
      ['undated', 1],
    ])
  })

  it('is put together by day, the groups of nothing left out, and nothing is lost', () => {
    expect(byDay([due('2026-01-01'), due('2030-01-01'), due(null)], NOW).map(({ group }) => group)).toEqual(['late', 'later', 'undated'])
    const day = fc.option(fc.integer({ min: -400, max: 400 }).map((days) => dayAhead(days, NOW)))
    fc.assert(
      fc.property(fc.array(day), (days) => {
        const rows = days.toSorted((a, b) => ((a ?? '~') < (b ?? '~') ? -1 : 1)).map((each) => due(each))
        expect(byDay(rows, NOW).flatMap(({ rows: some }) => some)).toEqual(rows)
      }),
    )
  })
})
