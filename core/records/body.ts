import { utf8 } from '../crypto/bytes.ts'
import type { AlertFields, AnswerFields } from '../engine/contract/alert.ts'
import type { EntryId, OrganisationId, SpaceId } from '../engine/contract/ids.ts'
import type { IncidentChanges, IncidentFields } from '../engine/contract/incident.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import type { CardChanges, NewCard } from '../engine/contract/record-kinds.ts'
import { ParasolError } from '../error.ts'
import { type ChangesGiven, cleanAlert, cleanChanges, cleanWords } from './alert.ts'
import { ANSWER_CODES, cleanAnswer } from './answer.ts'
import { BodyError } from './error.ts'
import { cleanFields } from './fields.ts'
import { cleanIncident } from './incident.ts'
import { isRecordKind, KINDS, type Kind, type RecordBody, type RecordName, type TombstoneBody } from './kinds.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Most values within each other. What is kept of a body is written, read and compared value by value: one that nests without end would end that. */
const DEPTH_MAX = 32

/** Where there may be a number that JSON does not give back as it is read: -0, or one that is too large to be one. */
const STRANGE_NUMBER = /[:,[]\s*-?(?:0(?<=-0)(?!\d)|\d+(?:\.\d*)?[eE]|\d{300})/
/** The same as it is once it was kept in the index and read again: whoever reads it there must see what was seen here. */
const asKept = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** Longer ones are not kept as they were written: most of one may be white space. UTF-16 units. */
const AS_WRITTEN_MAX = 16 * 1024

/** A body ready to be sealed, with what the causal section says of it (docs/protocol.md section 4.4). */
export interface EncodedBody {
  kind: RecordBody['kind']
  kindVersion: number
  minimumReader: number
  bytes: Buffer
  /** Texts in sections of their own, UTF-8 JSON: an exact place, real identities. */
  place?: Buffer
  safe?: Buffer
}

/** JSON of a body that the functions below made, padded where its kind says so. Throws TEXT_TOO_LONG where it is over LIMITS.bodyBytes. */
export function encodeBody({ kind, body }: RecordBody): EncodedBody {
  const { version, minimumReader, step } = KINDS[kind]
  const bytes = step === undefined ? utf8(JSON.stringify(body)) : padded(body, step)
  if (bytes.byteLength > LIMITS.bodyBytes) throw new ParasolError('TEXT_TOO_LONG', { field: 'source', limit: LIMITS.bodyBytes })
  return { kind, kindVersion: version, minimumReader, bytes }
}

/** The body with a property `pad` that brings it to a multiple of `step` bytes. */
function padded(body: object, step: number): Buffer {
  const least = utf8(JSON.stringify({ ...body, pad: '' })).byteLength
  return utf8(JSON.stringify({ ...body, pad: ' '.repeat(Math.ceil(least / step) * step - least) }))
}

/**
 * What an entry's body says, or `newer` where only a newer Parasol can read it: an unknown kind, or a minimum reader above ours.
 * Throws a BodyError for one that does not fit: the entry is kept and passed on, and counts for nothing.
 */
export function decodeBody(causal: { kind: string; kindVersion: number; minimumReader: number }, bytes: Uint8Array): RecordBody | 'newer' {
  const read = readBody(causal, bytes)
  return read === 'newer' ? read : read.said
}

/** The same, with its JSON where it was written as it is kept and is not long; else null. */
export function readBody(
  causal: { kind: string; kindVersion: number; minimumReader: number },
  bytes: Uint8Array,
): { said: RecordBody; text: string | null } | 'newer' {
  if (!isRecordKind(causal.kind)) return 'newer'
  const kind = KINDS[causal.kind]
  if (causal.minimumReader > kind.version) return 'newer'
  if (bytes.byteLength > LIMITS.bodyBytes) throw new BodyError('over the limit')
  let text: string
  let value: unknown
  try {
    text = decoder.decode(bytes)
    value = JSON.parse(text)
  } catch {
    // The cause is left out on purpose: the message of a JSON error quotes the text.
    throw new BodyError('not UTF-8 JSON')
  }
  if (mayBeDeeper(text) && isDeeper(value, DEPTH_MAX)) throw new BodyError('nested too deep, or of a forbidden name')
  const body = upgraded(kind, causal.kindVersion, STRANGE_NUMBER.test(text) ? asKept(value) : value)
  const said = kind.parse(body)
  return { said, text: said.body === value && text.length <= AS_WRITTEN_MAX ? text : null }
}

/** A body of an older version of its kind as one of the version that this program knows. Throws a BodyError for a version that never was. */
export function upgraded({ version, upgrades }: Pick<Kind, 'version' | 'upgrades'>, from: number, body: unknown): unknown {
  let value = body
  for (let at = from; at < version; at++) {
    const upgrade = upgrades[at]
    if (!upgrade) throw new BodyError(`no such version: ${at}`)
    value = upgrade(value)
  }
  return value
}

/** Whether `isDeeper` could find anything: nearly always the text alone shows that it could not, and to walk through all values takes longer. */
function mayBeDeeper(text: string): boolean {
  if (text.includes('__proto__') || text.includes('\\u')) return true
  let opened = 0
  for (const bracket of ['{', '['])
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      opened += 1
      if (opened > DEPTH_MAX) return true
    }
  return false
}

/** Whether it nests deeper, or has a property that would become the prototype of what is made from it. */
function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth === 0) return true
  if (Array.isArray(value)) return value.some((one) => isDeeper(one, depth - 1))
  for (const name of Object.keys(value))
    if (name === '__proto__' || isDeeper((value as Record<string, unknown>)[name], depth - 1)) return true
  return false
}

/** A new incident. `record` is a new RecordName. Throws TEXT_TOO_LONG, BAD_DATE or BAD_INPUT, each naming the field. */
export function writeBody(record: RecordName, fields: IncidentFields): RecordBody {
  return checked({ kind: 'incident', body: { record, action: 'write', amends: [], fields: cleanIncident(fields) } })
}

/** An amendment: the fields that change and the entries that it follows. Throws as `writeBody`. */
export function amendBody(record: RecordName, amends: readonly EntryId[], changes: IncidentChanges): RecordBody {
  return checked({ kind: 'incident', body: { record, action: 'amend', amends: [...amends], fields: cleanIncident(changes) } })
}

/** A new record of another kind. Throws as `writeBody`. */
export function cardBody(record: RecordName, { kind, fields }: NewCard): RecordBody {
  return checked({ kind, body: { record, action: 'write', amends: [], fields: cleanFields(kind, fields) } })
}

/** An amendment of one. Throws as `writeBody`. */
export function amendCardBody(record: RecordName, amends: readonly EntryId[], { kind, changes }: CardChanges): RecordBody {
  return checked({ kind, body: { record, action: 'amend', amends: [...amends], fields: cleanFields(kind, changes) } })
}

/** Erases the author's own record. `why` as TombstoneBody says it. */
export function tombstoneBody(record: RecordName, amends: readonly EntryId[], why: Pick<TombstoneBody, 'undone' | 'of'> = {}): RecordBody {
  return checked({ kind: 'tombstone', body: { record, amends: [...amends], ...why } })
}

/** Says, in the House, that `record` was shared with a coalition, as `shared` there. */
export function shareBody(record: RecordName, space: SpaceId, shared: RecordName): RecordBody {
  return checked({ kind: 'share', body: { record, space, shared } })
}

/** Raises an alert. `raised`: ms since 1970. Throws TEXT_TOO_LONG or BAD_INPUT, each naming the field. */
export function raiseBody(record: RecordName, fields: AlertFields, raised: number): RecordBody {
  return checked({ kind: 'alert', body: { record, action: 'raise', fields: cleanAlert(fields), raised } })
}

/** Amends the author's own alert and says what is new; one of both at least. Throws as `raiseBody`. */
export function updateBody(record: RecordName, changes: ChangesGiven, news: string): RecordBody {
  return checked({ kind: 'alert', body: { record, action: 'update', fields: cleanChanges(changes), news: cleanWords(news, 'news') } })
}

/** Says that the author's own alert is over, with a last line that may be empty. Throws TEXT_TOO_LONG. */
export function standDownBody(record: RecordName, words = ''): RecordBody {
  return checked({ kind: 'alert', body: { record, action: 'stand-down', words: cleanWords(words, 'words') } })
}

/** Answers the alert that `raiser` has raised under a name, having known `knows` of its updates. Throws as `raiseBody`. */
export function answerBody(record: RecordName, raiser: OrganisationId, said: AnswerFields, knows: number): RecordBody {
  const { answer, ...rest } = cleanAnswer(said)
  return checked({ kind: 'answer', body: { record, raiser, answer: ANSWER_CODES[answer], ...rest, knows } })
}

/** What we write must be what we would read. Throws BAD_INPUT. */
function checked(made: RecordBody): RecordBody {
  try {
    return KINDS[made.kind].parse(made.body)
  } catch (cause) {
    throw new ParasolError('BAD_INPUT', undefined, { cause })
  }
}
