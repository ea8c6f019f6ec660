import { expect, it } from 'vitest'
import { incidentFieldsSchema } from '../../core/engine/contract/index.ts'
import { fieldsOf } from './prepare.ts'
import { CAST } from './stories.ts'

it('tells every story as an incident that the engine takes, on a day before today', () => {
  const stories = CAST.flatMap((cast) => cast.stories)
  for (const story of stories) {
    const fields = fieldsOf(story, new Date(2026, 2, 1, 9))
    expect(incidentFieldsSchema.parse(fields)).toEqual(fields)
    expect((fields.start?.date ?? '9') < '2026-03-01').toBe(true)
  }
  expect(fieldsOf({ ...(stories[0] as (typeof stories)[0]), daysAgo: 2 }, new Date(2026, 2, 1, 9)).start?.date).toBe('2026-02-27')
})
