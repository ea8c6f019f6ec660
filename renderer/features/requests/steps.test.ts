import { describe, expect, it } from 'vitest'
import { CODES } from '../../../core/engine/contract/codes.ts'
import { isOpen, nextOf, statusOf, USUAL_WAY } from './steps.ts'

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
})
