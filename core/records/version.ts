import { fromHex } from '../crypto/bytes.ts'
import { H } from '../crypto/hash.ts'
import type { EntryId, OrganisationId, RecordId, SpaceId } from '../engine/contract/ids.ts'
import type { Clock } from '../log/types.ts'
import type { RecordBody, RecordName } from './kinds.ts'

/** A clock that runs further ahead than this is held back for ordering (docs/protocol.md 4.4). */
export const MAX_AHEAD_MS = 24 * 60 * 60 * 1000

/** What is known of an entry of a record apart from its body. */
export interface VersionHead {
  entryId: EntryId
  space: SpaceId
  /** Log id, 64 hexadecimal digits. */
  log: string
  /** Index of the block in its log. */
  index: number
  /** Who wrote it: the organisation whose certified device the log belongs to. */
  organisation: OrganisationId
  /** Whether that is the organisation of this computer. */
  own: boolean
  clock: Clock
  /** The author's wall clock, ms since 1970. */
  wall: number
  /** Bytes of its body as it was written. */
  bytes: number
  /** The name of its record, where that is known without its body. */
  record?: RecordName
}

/** Whose entries they are, and where. */
export type Authorship = Pick<VersionHead, 'space' | 'organisation' | 'own'>

/** One entry of a record, opened and validated. */
export type RecordVersion = VersionHead & RecordBody & KeptText

interface KeptText {
  /** JSON of its body, where that is known; null: it is not. Whoever makes another entry of one leaves it out. */
  text?: string | null
}

/** JSON of an entry's body as it is kept. */
export const textOf = (version: RecordVersion): string => version.text ?? JSON.stringify(version.body)

/** An entry whose text is gone because its record was erased. Its place is remembered, so that it is not taken in again. */
export type ErasedVersion = VersionHead & { kind: 'erased'; record: RecordName }

export type AnyVersion = RecordVersion | ErasedVersion

/** The name of the record an entry belongs to. */
export const recordNameOf = (version: AnyVersion): RecordName => version.record ?? (version as RecordVersion).body.record

export const entryIdOf = (log: string, index: number): EntryId => `${log}:${index}` as EntryId

/** Whose record it was last: a log is read entry by entry, and all of them are one author's. */
let lastAuthor: { space: SpaceId; organisation: OrganisationId; bytes: readonly [Buffer, Buffer] } | null = null

/**
 * The record's id in the contract: its name, and the first 16 bytes of H("record", space, organisation key, name). The name alone would not do:
 * anyone in the space can write under the name of another's record, and no rule on the entries can tell who came first. So each organisation's
 * records are its own, whatever others write. With the name in front, what finds the entries of a name finds the record too.
 */
export function recordIdOf(space: SpaceId, organisation: OrganisationId, name: RecordName): RecordId {
  if (lastAuthor?.space !== space || lastAuthor.organisation !== organisation)
    lastAuthor = { space, organisation, bytes: [fromHex(space), fromHex(organisation)] }
  const [spaceBytes, organisationBytes] = lastAuthor.bytes
  return (name + H('record', spaceBytes, organisationBytes, fromHex(name)).toString('hex', 0, 16)) as RecordId
}

/** The name of the record with this id. */
export const nameIn = (record: RecordId): RecordName => record.slice(0, 32)

/** The clock by which an entry is ordered, ms: not more than a day ahead of its own author's wall clock. */
export const orderingMs = ({ clock, wall }: VersionHead): number => Math.min(clock.ms, wall + MAX_AHEAD_MS)

/** Total order of entries, oldest first: clock, then counter, then entry id. For those that do not amend each other. */
export function byClock(a: VersionHead, b: VersionHead): number {
  const [left, right] = [orderingMs(a), orderingMs(b)]
  if (left !== right) return left - right
  if (a.clock.counter !== b.clock.counter) return a.clock.counter - b.clock.counter
  if (a.log !== b.log) return a.log < b.log ? -1 : 1
  return a.index - b.index
}

/** The last moment that ISO 8601 can say with four digits for the year. */
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** A wall clock as the contract says it. A peer's clock may claim anything, so what lies past the year 9999 is shown as its end. */
export const isoOf = (wall: number): string => new Date(Math.min(wall, LAST_MS)).toISOString()
