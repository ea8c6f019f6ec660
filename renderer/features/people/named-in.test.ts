import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mention, RecordId } from '../../../core/engine/contract/index.ts'
import { figuresOf, incidentsInTime } from './named-in.ts'

const mention = (number: number, date: string | null, types: string[] = [], kind: Mention['kind'] = 'incident'): Mention => ({
  recordId: String(number).padStart(64, '0') as RecordId,
  field: 'perpetrator',
  kind,
  label: `incident ${number}`,
  start: date === null ? null : { date, about: false },
  types,
})

describe('the page of somebody who did harm', () => {
  it('has the incidents that name them in the order of time, those without a date last, and nothing else', () => {
    const all = [mention(1, '2026-05-01'), mention(2, null), mention(3, '2025'), mention(4, '2026-05'), mention(5, null, [], 'request')]
    expect(incidentsInTime(all).map(({ label }) => label)).toEqual(['incident 3', 'incident 4', 'incident 1', 'incident 2'])
  })

  it('counts an incident once, and its kinds', () => {
    const all = [
      mention(1, '2026-05-01', ['arrest', 'extortion']),
      mention(1, '2026-05-01', ['arrest', 'extortion']),
      mention(2, '2025', ['arrest', 'arrest']),
    ]
    expect(figuresOf(incidentsInTime(all))).toEqual({
      incidents: 2,
      first: { date: '2025', about: false },
      last: { date: '2026-05-01', about: false },
      kinds: [
        { slug: 'arrest', incidents: 2 },
        { slug: 'extortion', incidents: 1 },
      ],
    })
  })

  it('is the same in whatever order they come', () => {
    const some = fc.array(fc.tuple(fc.nat(9), fc.constantFrom('2025', '2026-01', '2026-01-02', null), fc.subarray(['arrest', 'threats'])))
    fc.assert(
      fc.property(some, (list) => {
        const once = [...new Map(list.map((each) => [each[0], each])).values()].map(([number, date, types]) => mention(number, date, types))
        expect(incidentsInTime(once.toReversed())).toEqual(incidentsInTime(once))
        expect(figuresOf(incidentsInTime(once)).incidents).toBe(once.length)
      }),
    )
  })
})
