import { toHex } from '../crypto/bytes.ts'
import type { Due, UnderName } from '../engine/contract/card.ts'
import { complaintStateOf, isTheirTurn } from '../engine/contract/complaint.ts'
import { consentIn, isAllTakenBack } from '../engine/contract/consent.ts'
import type { RecordId } from '../engine/contract/ids.ts'
import { lastDayOf } from '../engine/contract/last-day.ts'
import { ParasolError } from '../error.ts'
import { bearsName } from '../records/complaint.ts'
import type { CardState, RecordState } from '../records/fold.ts'
import { labelOf, statusOf } from './card-words.ts'
import { bytesOf, type Database, type Row } from './database.ts'

/** Sorts behind every day: no day was said, and it waits. */
const NO_DAY = '~'

/** What is to be done about a record. */
export interface DueState {
  /** `name`: nothing but that it is `named`. */
  why: Due['why']
  /** `YYYY-MM-DD`, or NO_DAY. */
  day: string
  label: string
  status: string | null
  /** An open complaint that somebody outside has under a name: whether that may stand, consents say. */
  named: boolean
}

interface DueRow extends Row {
  record: Uint8Array<ArrayBuffer>
  why: string
  day: string
  label: string
  status: string | null
}

export interface DuePage {
  rows: Due[]
  nextCursor: string | null
}

const OPEN_REQUESTS: ReadonlySet<unknown> = new Set(['asked', 'accepted', 'under-way'])
const OVER: ReadonlySet<unknown> = new Set(['closed', 'draft', 'consent'])

/**
 * What a record of this organisation's own waits for: feedback that is owed, a request that is open, an answer of a body or a day for it, a consent that ends, somebody of whom nothing is to be kept, a name that somebody has.
 * Null where nothing is. Records of partners are theirs to follow.
 */
export function dueOf(state: CardState | RecordState): DueState | null {
  if (!state.own) return null
  if (!('kind' in state)) {
    const day = dayOf(state.fields.feedbackDue)
    return day && !dayOf(state.fields.feedbackDone) ? { why: 'feedback', day, label: state.fields.title, status: null, named: false } : null
  }
  const { kind, fields } = state
  const said = { label: labelOf(state), status: statusOf(state), named: kind === 'complaint' && bearsName(fields) }
  if (kind === 'request')
    return OPEN_REQUESTS.has(fields.status ?? 'asked') ? { why: 'request', day: dayOf(fields.due) || NO_DAY, ...said } : null
  if (kind === 'complaint') {
    const day = dayOf(fields.answerBy) || (isTheirTurn(complaintStateOf(fields.state)) && NO_DAY)
    if (day && !OVER.has(complaintStateOf(fields.state))) return { why: 'answer', day, ...said }
    return said.named ? { why: 'name', day: NO_DAY, ...said } : null
  }
  return kind === 'consent' ? dueOfConsent(state) : null
}

/**
 * What says the least counts here too: what one of our computers has taken back or closed is not to be asked again. Whoever wants us to keep nothing waits
 * from then on, until that answer is erased as the last of what is here of them. What was closed before that is not closed now.
 */
function dueOfConsent({ fields, conflicts, savedAt }: CardState): DueState | null {
  const consent = consentIn(fields, conflicts, savedAt)
  const [expires, withdrawn, closed] = [dayOf(consent.expires), dayOf(consent.withdrawn), dayOf(consent.closed)]
  const said = { label: '', status: null, named: false }
  if (isAllTakenBack(consent)) return closed >= withdrawn ? null : { why: 'kept', day: withdrawn, ...said }
  return expires && !withdrawn && !closed ? { why: 'consent', day: expires, ...said } : null
}

/** The last day that a date can mean; empty where there is none. */
const dayOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'date' in value && typeof value.date === 'string' ? lastDayOf(value.date) : ''

/** By day, what has none at the end; whether a name may stand is another question. Throws BAD_INPUT for a cursor that is not ours. */
export function listDue(db: Database, cursor: string | null, limit: number): DuePage {
  const [, after = '', record = ''] = cursor === null ? [] : (/^(\d{4}-\d{2}-\d{2}|~):([0-9a-f]{64})$/.exec(cursor) ?? bad())
  const sql = "SELECT record, why, day, label, status FROM due WHERE (day, record) > (?, ?) AND why <> 'name' ORDER BY day, record LIMIT ?"
  const rows = db.prepare(sql).all<DueRow>([after, record === '' ? new Uint8Array() : bytesOf(record as RecordId), limit + 1])
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    rows: rows.slice(0, limit).map((row) => ({
      recordId: toHex(row.record) as RecordId,
      why: row.why as Due['why'],
      day: row.day === NO_DAY ? null : row.day,
      label: row.label,
      status: row.status,
    })),
    nextCursor: last ? `${last.day}:${toHex(last.record)}` : null,
  }
}

/** Complaints of ours that are open and that somebody outside has under a name. */
export const listNamed = (db: Database): UnderName[] =>
  db
    .prepare('SELECT record, label, status FROM due WHERE named = 1 ORDER BY record')
    .all<Pick<DueRow, 'record' | 'label' | 'status'>>()
    .map(({ record, label, status }) => ({ recordId: toHex(record) as RecordId, label, status }))

function bad(): never {
  throw new ParasolError('BAD_INPUT', { field: 'cursor' })
}
