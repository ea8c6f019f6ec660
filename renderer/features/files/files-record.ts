import type { Author, RecordId, SpaceId } from '../../../core/engine/contract/index.ts'

/** A record of any kind that can have files. */
export interface FilesRecord {
  recordId: RecordId
  spaceId: SpaceId
  author: Author
  fields: Readonly<Record<string, unknown>>
}

/** Whether files can be added to a record here: it is our own, and originals are the House's. */
export const isOurs = ({ author, spaceId }: Pick<FilesRecord, 'author' | 'spaceId'>, house: SpaceId | null): boolean =>
  author.own && house !== null && spaceId === house
