import { damaged } from './damaged.ts'

/** Last row and column that a sheet can have. */
export const ROWS_MAX = 1_048_576
export const COLUMNS_MAX = 16_384

/** `AB12` is column 27, counted from 0. Throws FILE_UNREADABLE with `field` damaged. */
export function columnOf(reference: string): number {
  const letters = /^([A-Za-z]{1,3})\d{1,7}$/.exec(reference)?.[1]
  if (letters === undefined) throw damaged()
  let column = 0
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}
