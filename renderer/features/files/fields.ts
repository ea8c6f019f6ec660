import { type DraftFiles, FILE_FIELD, type FileReference, fileReferenceSchema } from '../../../core/engine/contract/file.ts'

export type FileField = `file:${string}`
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

/** Eight random hexadecimal digits: the key of a new one of a list. */
export const newDigits = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** A field of a file that no other has. */
export const newFileField = (): FileField => `file:${newDigits()}`

/** Where what is said of a file beside its reference stands: under the same digits. */
export const evidenceOf = (field: string): `evidence:${string}` => `evidence:${field.slice(field.indexOf(':') + 1)}`

/** The files that a new record has of its draft. */
export const chosenIn = ({ here }: DraftFiles): FileChange =>
  Object.fromEntries(Object.entries(here).filter(([, file]) => file !== null)) as FileChange

/** What of a draft's files is different from a record's. */
export function fileChanges(before: Readonly<Record<string, unknown>>, { here }: DraftFiles): FileChange {
  const had = new Set<string>(filesOf(before).map(({ field }) => field))
  return Object.fromEntries(Object.entries(here).filter(([field, file]) => (file === null) === had.has(field))) as FileChange
}

/** The files as a form shows them: a record's, with what its draft adds and takes out. */
export const shownFiles = (before: Readonly<Record<string, unknown>>, { here }: DraftFiles): { field: FileField; file: FileReference }[] =>
  filesOf({ ...before, ...here })

/** Fields of a record without what is said of files that are not there any more. */
export const withoutLost = <F extends object>(fields: F, files: readonly { field: string }[]): F => {
  const there = new Set<string>(files.map(({ field }) => evidenceOf(field)))
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !field.startsWith('evidence:') || there.has(field))) as F
}
