import { FILE_FIELD } from '../engine/contract/file.ts'
import { type KeyedFile, keyedFileSchema } from './keyed-file.ts'

/** The files among fields of a record, by the names of their fields. One that does not follow the format names none. */
export function filesOf(fields: Readonly<Record<string, unknown>>): { field: string; file: KeyedFile }[] {
  return Object.keys(fields)
    .filter((field) => field.startsWith('file:') && FILE_FIELD.test(field))
    .sort()
    .flatMap((field) => fileIn(field, fields[field]))
}

/** The file that the value of such a field names. */
export function fileIn(field: string, value: unknown): { field: string; file: KeyedFile }[] {
  const { data } = keyedFileSchema.safeParse(value)
  return data === undefined ? [] : [{ field, file: data }]
}
