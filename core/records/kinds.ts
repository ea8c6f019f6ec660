import { z } from 'zod'
import { listKeySchema } from '../engine/contract/field-spec.ts'
import { type EntryId, entryIdSchema, recordIdSchema, type SpaceId, spaceIdSchema } from '../engine/contract/ids.ts'
import { CARD_KINDS, CARDS, type CardKind } from '../engine/contract/record-kinds.ts'
import { ParasolError } from '../error.ts'
import { type AlertBody, parseAlert, upgradeAlert } from './alert.ts'
import { type AnswerBody, parseAnswer, upgradeAnswer } from './answer.ts'
import { BodyError } from './error.ts'
import { cleanFields, requiredOf } from './fields.ts'
import { cleanIncident, INCIDENT_FIELDS, type IncidentValues } from './incident.ts'
import { isRecordName, type RecordName, recordName, shaped } from './shape.ts'
import { isPlain } from './value.ts'

export type { RecordName } from './shape.ts'

/** Most entries that one entry may name in `amends`: the heads of a record are few, and a fold walks every name. */
export const MAX_AMENDS = 64
/** Most entries of one log that count in one record: each that comes folds all that are there. */
export const MAX_VERSIONS = 256
/** Most bytes of the bodies of one log that count in one record, for the same reason: some twenty of the longest. */
export const MAX_VERSION_BYTES = 4 * 1024 * 1024
/** Most `share` entries of one log that count in one record, and coalition records that one House record is tied to. */
export const MAX_SHARES = 64
/** Most fields of one entry, those of its lists included, and fields of a record that count. */
export const MAX_FIELDS = 256
/** Most values of one field that are shown as a conflict. */
export const MAX_VALUES = 16
/**
 * Bodies of alerts and answers are padded to multiples of this many bytes: any answer with the longest line or the longest question is one step.
 * A multiple of 8: heads come in 72 bytes and the rest of an entry in 4 over a multiple of 8, so no number of heads puts the two kinds, whose names differ
 * by a byte, on two sides of a step of Padme (core/space/entries.test.ts).
 */
export const ALERT_STEP = 2_048

type Values = Readonly<Record<string, unknown>>

/** Body of an `incident` entry, version 1 (docs/protocol.md section 4.5). Unknown properties are kept. */
export interface IncidentBody {
  record: RecordName
  action: 'write' | 'amend'
  amends: EntryId[]
  fields: IncidentValues
  [unknown: string]: unknown
}

/** Body of an entry of another kind of record, version 1: a person, a request and so on (engine/contract/record-kinds.ts). Unknown properties are kept. */
export interface CardBody {
  record: RecordName
  action: 'write' | 'amend'
  amends: EntryId[]
  fields: Values
  [unknown: string]: unknown
}

/** Whose word a consent is: a person's of ours, or that of one of the list `harmed` of a House incident. */
const wordOf = z.union([z.object({ person: recordIdSchema }), z.object({ incident: recordIdSchema, item: listKeySchema })])
export type WordOf = z.infer<typeof wordOf>

/** Body of a `tombstone` entry, version 1: its author erases the record. */
export interface TombstoneBody {
  record: RecordName
  amends: EntryId[]
  /** The import that wrote the record was taken back: its row may come again. */
  undone?: true | undefined
  /** Of a consent, whose word it was: what rests on it must still be found. */
  of?: WordOf | undefined
  [unknown: string]: unknown
}

/** Body of a `share` entry, version 1: ties a House record to the record in a coalition that was made from it. Counts in the House only. */
export interface ShareBody {
  /** The House record. */
  record: RecordName
  /** The coalition. */
  space: SpaceId
  /** The name of its author's record there. */
  shared: RecordName
  [unknown: string]: unknown
}

export type RecordBody =
  | { kind: 'incident'; body: IncidentBody }
  | { kind: CardKind; body: CardBody }
  | { kind: 'tombstone'; body: TombstoneBody }
  | { kind: 'share'; body: ShareBody }
  | { kind: 'alert'; body: AlertBody }
  | { kind: 'answer'; body: AnswerBody }

const ENTRY_ID = /^[0-9a-f]{64}:\d{1,15}$/
const isEntryId = (value: unknown): value is EntryId => typeof value === 'string' && ENTRY_ID.test(value)
const amends = z.array(entryIdSchema).max(MAX_AMENDS)

const tombstoneShape = z.looseObject({
  record: recordName,
  amends,
  undone: z.literal(true).optional(),
  // One that is not understood must erase all the same.
  of: wordOf.optional().catch(undefined),
})
const shareShape = z.looseObject({ record: recordName, space: spaceIdSchema, shared: recordName })

function cleaned<T>(clean: () => T): T {
  try {
    return clean()
  } catch (cause) {
    if (cause instanceof ParasolError) throw new BodyError(`fields do not fit (${cause.code})`, { cause })
    throw cause
  }
}

/** Nearly all entries are of this shape, so it is checked by hand. */
function writtenShape(value: unknown): CardBody {
  if (!isPlain(value)) throw new BodyError('wrong shape at ?')
  const { record, action, amends, fields } = value
  if (!isRecordName(record)) throw new BodyError('wrong shape at record')
  if (action !== 'write' && action !== 'amend') throw new BodyError('wrong shape at action')
  if (!Array.isArray(amends) || amends.length > MAX_AMENDS || !amends.every(isEntryId)) throw new BodyError('wrong shape at amends')
  if (!isPlain(fields)) throw new BodyError('wrong shape at fields')
  if (action === 'write' && amends.length > 0) throw new BodyError('a write amends nothing')
  if (action === 'amend' && amends.length === 0) throw new BodyError('an amendment names nothing')
  if (Object.keys(fields).length > MAX_FIELDS) throw new BodyError('too many fields')
  return value as CardBody
}

/** A body of that shape whose fields are as they are kept and are all that it needs; `value` itself where it is so already. */
function parseWritten(value: unknown, clean: (fields: Values) => Values, required: readonly string[]): CardBody {
  const body = writtenShape(value)
  const fields = cleaned(() => clean(body.fields))
  if (body.action === 'write' && required.some((field) => fields[field] === undefined)) throw new BodyError('a write lacks fields')
  return fields === body.fields ? body : { ...body, fields }
}

const parseIncident = (value: unknown): IncidentBody => parseWritten(value, cleanIncident, INCIDENT_FIELDS) as IncidentBody

const parseCard = (kind: CardKind, value: unknown): CardBody => parseWritten(value, (fields) => cleanFields(kind, fields), requiredOf(kind))

const cardKind = (kind: CardKind): Kind => ({
  version: 1,
  minimumReader: 1,
  upgrades: {},
  parse: (value) => ({ kind, body: parseCard(kind, value) }),
})

/** One kind of record: what it is read as here, and how an older body becomes a current one. */
export interface Kind {
  /** The kind version that this program writes. */
  version: number
  /** Minimum reader that this program writes: the least kind version a reader must know. */
  minimumReader: number
  /** From kind version n to n + 1, at `n`. Empty until there is a second version. */
  upgrades: Readonly<Record<number, (body: unknown) => unknown>>
  /** Bodies are padded to a multiple of so many bytes, by a property `pad` that is not read. */
  step?: number
  parse(body: unknown): RecordBody
}

/** Every kind of record that this program knows (docs/protocol.md section 4.5). */
export const KINDS: Readonly<Record<RecordBody['kind'], Kind>> = {
  incident: { version: 1, minimumReader: 1, upgrades: {}, parse: (value) => ({ kind: 'incident', body: parseIncident(value) }) },
  tombstone: { version: 1, minimumReader: 1, upgrades: {}, parse: (value) => ({ kind: 'tombstone', body: shaped(tombstoneShape, value) }) },
  share: { version: 1, minimumReader: 1, upgrades: {}, parse: (value) => ({ kind: 'share', body: shaped(shareShape, value) }) },
  // Who reads version 1 alone sees of an alert what and where it is, who is needed, and that it is over.
  alert: {
    version: 2,
    minimumReader: 1,
    upgrades: { 1: upgradeAlert },
    step: ALERT_STEP,
    parse: (value) => ({ kind: 'alert', body: parseAlert(value) }),
  },
  answer: {
    version: 2,
    minimumReader: 1,
    upgrades: { 1: upgradeAnswer },
    step: ALERT_STEP,
    parse: (value) => ({ kind: 'answer', body: parseAnswer(value) }),
  },
  ...(Object.fromEntries(CARD_KINDS.map((kind) => [kind, cardKind(kind)])) as Record<CardKind, Kind>),
}

/** Whether entries of this kind write or amend a record that merges field by field. */
export const isWritten = (kind: string): kind is 'incident' | CardKind => kind === 'incident' || isCardKind(kind)
export const isCardKind = (kind: string): kind is CardKind => Object.hasOwn(CARDS, kind)

/** Whether this is a kind of record, as opposed to what other layers write (rosters and the like). */
export const isRecordKind = (kind: string): kind is RecordBody['kind'] => Object.hasOwn(KINDS, kind)
