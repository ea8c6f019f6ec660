import { describe, expect, it } from 'vitest'
import type { Coalition } from '../../core/engine/contract/index.ts'
import { heldOf } from './held.ts'

type Holds = { missing: number; upTo: string | null } | null

const ALL: Holds = { missing: 0, upTo: null }
const upTo = (hour: number): Holds => ({ missing: 2, upTo: at(hour) })
const at = (hour: number): string => new Date(Date.UTC(2026, 4, 1, hour)).toISOString()

/** A coalition of us and partners that hold this. */
const coalition = (partners: readonly Holds[], writable = true): Coalition =>
  ({ writable, members: [{ own: true, holds: null }, ...partners.map((holds) => ({ own: false, holds }))] }) as unknown as Coalition

describe('what partners hold', () => {
  it('is all of it where somebody in every coalition has all, and counts those alone', () => {
    expect(heldOf([coalition([ALL, ALL, upTo(3), null])])).toEqual({ partners: 2, upTo: null })
    expect(heldOf([coalition([ALL, ALL]), coalition([ALL])])).toEqual({ partners: 1, upTo: null })
  })

  it('is what the least kept coalition has, and as many as have so much', () => {
    expect(heldOf([coalition([ALL, ALL]), coalition([upTo(9), upTo(14), upTo(14)])])).toEqual({ partners: 2, upTo: at(14) })
    expect(heldOf([coalition([upTo(9), upTo(14)]), coalition([upTo(7)])])).toEqual({ partners: 1, upTo: at(7) })
  })

  it('is not known where one coalition has said nothing; one without partners, or that we are out of, says nothing', () => {
    expect(heldOf([])).toBe(null)
    expect(heldOf([coalition([])])).toBe(null)
    expect(heldOf([coalition([ALL]), coalition([null])])).toBe(null)
    expect(heldOf([coalition([{ missing: 3, upTo: null }])])).toBe(null)
    expect(heldOf([coalition([ALL]), coalition([]), coalition([null], false)])).toEqual({ partners: 1, upTo: null })
  })
})
