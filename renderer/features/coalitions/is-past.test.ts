import { describe, expect, it } from 'vitest'
import type { OrganisationId, SpaceId } from '../../../core/engine/contract/index.ts'
import { isPast } from './is-past.ts'

const spaceId = 'a' as SpaceId
const bella = 'b' as OrganisationId
const coalition = { spaceId, writable: true, behind: false, gone: [] }
const left = { ...coalition, gone: [{ organisationId: bella, name: 'Bella', left: true }] }
const meeting = { side: 'inviter', state: 'joined', spaceId, organisationId: bella } as const

describe('that somebody is in a coalition', () => {
  it('is said of who came in until they have left', () => {
    expect([isPast(meeting, []), isPast(meeting, [coalition]), isPast(meeting, [left])]).toEqual([false, false, true])
    expect(isPast({ ...meeting, state: 'compare', organisationId: null }, [left])).toBe(false)
  })

  it('is said of us until we are out, and not where only our log is behind', () => {
    const ours = { ...meeting, side: 'candidate', organisationId: null } as const
    const out = { ...coalition, writable: false }
    expect([isPast(ours, [coalition]), isPast(ours, [out]), isPast(ours, [{ ...out, behind: true }])]).toEqual([false, true, false])
  })
})
