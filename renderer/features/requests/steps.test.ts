import { describe, expect, it } from 'vitest'
import { CODES } from '../../../core/engine/contract/codes.ts'
import { isOpen, nextOf, passedIn, statusOf, USUAL_WAY } from './steps.ts'

describe('a request', () => {
  it('knows every status there is, and can be gone on with from each', () => {
    for (const status of CODES.requestStatus) {
      expect(statusOf(status)).toBe(status)
      expect(nextOf(statusOf(status)).length).toBeGreaterThan(0)
      expect(nextOf(statusOf(status))).not.toContain(status)
    }
  })

  it('goes one step along the usual way with the first of what is offered', () => {
    for (const [index, status] of USUAL_WAY.slice(0, -1).entries()) expect(nextOf(status)[0]).toBe(USUAL_WAY[index + 1])
    expect(CODES.requestStatus.filter(isOpen)).toEqual(['asked', 'accepted', 'under-way'])
  })

  it('counts as asked where nothing is said, or something that this version does not know', () => {
    for (const value of [undefined, null, '', 'toString', 7]) expect(statusOf(value)).toBe('asked')
  })

  it('has behind it what its history says, and not what it left out or went back on', () => {
    const passed = (...statuses: (string | null)[]) => [
      ...passedIn(
        [{ changes: [{ field: 'title', after: 'x' }] }, ...statuses.map((after) => ({ changes: [{ field: 'status', after }] }))],
        statusOf(statuses.at(-1)),
      ),
    ]
    expect(passed()).toEqual([])
    expect(passed('accepted', 'under-way', 'met')).toEqual(['asked', 'accepted', 'under-way'])
    expect(passed('accepted', 'met')).toEqual(['asked', 'accepted'])
    // A slip, taken back.
    expect(passed('accepted', 'under-way', 'accepted', 'met')).toEqual(['asked', 'accepted'])
    expect(passed('accepted', null)).toEqual([])
    expect(passed('accepted', 'met', 'under-way')).toEqual(['asked', 'accepted'])
    expect(passed('accepted', 'refused')).toEqual(['asked', 'accepted'])
    expect(passed('accepted', 'refused', 'asked', 'accepted')).toEqual(['asked'])
    expect([...passedIn([], 'met')]).toEqual(['asked'])
  })
})
