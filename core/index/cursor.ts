import { ParasolError } from '../error.ts'

/** Where a page begins that goes from the newest down: a time in ms since 1970 and a row number. Throws BAD_INPUT for a cursor that is not ours. */
export function placeOf(cursor: string | null): [number, number] {
  if (cursor === null) return [Number.MAX_SAFE_INTEGER, 0]
  const [, time, id] = /^(\d{1,16}):(\d{1,16})$/.exec(cursor) ?? []
  if (time === undefined || id === undefined) throw new ParasolError('BAD_INPUT', { field: 'cursor' })
  return [Number(time), Number(id)]
}
