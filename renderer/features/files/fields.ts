import { FILE_FIELD, type FileReference, fileReferenceSchema } from '../../../core/engine/contract/file.ts'

type FileField = `file:${string}`
export type FileChange = Record<FileField, FileReference | null>

/** The files among the fields of an incident, by the names of their fields, which are in no order. */
export function filesOf(fields: Readonly<Record<string, unknown>>): { field: FileField; file: FileReference }[] {
  return Object.entries(fields)
    .flatMap(([field, value]) => {
      const { data } = FILE_FIELD.test(field) ? fileReferenceSchema.safeParse(value) : { data: undefined }
      return data === undefined ? [] : [{ field: field as FileField, file: data }]
    })
    .sort((a, b) => a.file.name.localeCompare(b.file.name) || (a.field < b.field ? -1 : 1))
}

/** A field of a file that no other has: eight random digits. */
export const newFileField = (): FileField =>
  `file:${Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`
