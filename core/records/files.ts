import { FILE_FIELD } from '../engine/contract/file.ts'
import { type KeyedFile, keyedFileSchema } from './keyed-file.ts'

/** The files among fields of a record, by the names of their fields. One that does not follow the format names none. */
export function filesOf(fields: Readonly<Record<string, unknown>>): { field: string; file: KeyedFile }[] {
  return Object.keys(fields)
    .filter((field) => field.startsWith('file:') && FILE_FIELD.test(field))
    .sort()
    .flatMap((field) => {
      const { data } = keyedFileSchema.safeParse(fields[field])
      return data === undefined ? [] : [{ field, file: data }]
    })
}
