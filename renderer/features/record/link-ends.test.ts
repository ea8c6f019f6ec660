import { describe, expect, it } from 'vitest'
import type { RecordId, SpaceId } from '../../../core/engine/contract/index.ts'
import { linkEnds, linkSpaces } from './link-ends.ts'
import { otherEnd } from './other-end.ts'

const space = (n: number): SpaceId => String(n).repeat(64) as SpaceId
const record = (n: number): RecordId => String(n).repeat(64) as RecordId
const [HOUSE, UMOJA, LAKE] = [space(1), space(2), space(3)]

const ours = { recordId: record(1), spaceId: HOUSE, sharedAs: [] }
const shared = { recordId: record(2), spaceId: HOUSE, sharedAs: [{ spaceId: UMOJA, recordId: record(5) }] }
const theirs = { recordId: record(3), spaceId: UMOJA, sharedAs: [] }

describe('a link between incidents', () => {
  it('offers those of its space, and of what was shared those of the coalitions that have it', () => {
    const writable = new Set([UMOJA])
    expect(linkSpaces(ours, HOUSE, writable)).toEqual([HOUSE])
    expect(linkSpaces(shared, HOUSE, writable)).toEqual([HOUSE, UMOJA])
    expect(linkSpaces(shared, HOUSE, new Set([LAKE]))).toEqual([HOUSE])
    expect(linkSpaces(theirs, HOUSE, writable)).toEqual([UMOJA])
  })

  it('names in a coalition what it has of ours, never the House record', () => {
    expect(linkEnds(ours, shared)).toEqual({ audience: HOUSE, from: ours.recordId, to: shared.recordId })
    expect(linkEnds(shared, theirs)).toEqual({ audience: UMOJA, from: record(5), to: theirs.recordId })
    expect(linkEnds(theirs, shared)).toEqual({ audience: UMOJA, from: theirs.recordId, to: record(5) })
    expect(() => linkEnds(ours, theirs)).toThrow()
  })

  it('is read from our record by what was made from it', () => {
    const here = new Set([shared.recordId, record(5)])
    expect(otherEnd({ from: record(5), to: theirs.recordId }, here)).toEqual({ other: theirs.recordId, isFrom: true })
    expect(otherEnd({ from: theirs.recordId, to: record(5) }, here)).toEqual({ other: theirs.recordId, isFrom: false })
  })
})
