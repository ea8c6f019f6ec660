import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RecordRow } from '../../../core/engine/contract/incident.ts'
import { type LogPage, RowIndex } from './paging.ts'

const page = (rows: number[]): LogPage => ({ rows: rows.map((n) => ({ title: String(n) }) as RecordRow), nextCursor: null })

describe('RowIndex', () => {
  it('finds each row of pages of any size, and none beside them', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(), { maxLength: 5 }), { maxLength: 20 }), (pages) => {
        const all = pages.flat()
        const index = new RowIndex(pages.map(page))
        expect(index.count).toBe(all.length)
        for (const [at, n] of all.entries()) expect(index.at(at)?.title).toBe(String(n))
        expect(index.at(all.length)).toBeUndefined()
      }),
    )
  })
})
