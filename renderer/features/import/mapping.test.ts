import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Mapping, mappingSchema } from '../../../core/engine/contract/exchange.ts'
import { IMPORT_FIELDS } from '../../../core/engine/contract/import-fields.ts'
import { isOpenTo, type Target, targetOf, withTarget } from './mapping.ts'

const NONE: Mapping = { title: null, date: null, area: [], narrative: [], fields: [], dateOrder: 'dmy', keepOthers: true }

describe('isOpenTo', () => {
  it('offers a full field to those columns only that are in it', () => {
    const full = [0, 1, 2, 3].reduce((now, column) => withTarget(now, column, 'area'), NONE)
    expect([3, 4].map((column) => isOpenTo(full, column, 'area'))).toEqual([true, false])
    expect(isOpenTo(withTarget(full, 2, 'other'), 4, 'area')).toBe(true)
    for (const target of ['title', 'date', 'narrative', 'other'] as const) expect(isOpenTo(full, 4, target)).toBe(true)
  })
})

describe('withTarget', () => {
  it('moves a column, and frees the one that was there before', () => {
    const moved = withTarget(withTarget(withTarget(NONE, 0, 'title'), 1, 'title'), 1, 'date')
    expect(moved).toEqual({ ...NONE, date: 1 })
    expect(targetOf(moved, 0)).toBe('other')
  })

  it('never sends a column to two fields, and always gives a mapping that the engine takes', () => {
    const step = fc.tuple(fc.nat(40), fc.constantFrom<Target>('title', 'date', 'area', 'narrative', 'other', ...IMPORT_FIELDS))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const mapping = steps.reduce((now, [column, target]) => withTarget(now, column, target), NONE)
        const used = [
          mapping.title,
          mapping.date,
          ...mapping.area,
          ...mapping.narrative,
          ...mapping.fields.map((each) => each.column),
        ].filter((column) => column !== null)
        expect(new Set(used).size).toBe(used.length)
        expect(mappingSchema.safeParse(mapping).success).toBe(true)
      }),
    )
  })
})
