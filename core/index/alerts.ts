import { isDeepStrictEqual } from 'node:util'
import { toHex } from '../crypto/bytes.ts'
import type { AlertFields, AlertFound } from '../engine/contract/alert.ts'
import type { OrganisationId, RecordId, SpaceId } from '../engine/contract/ids.ts'
import type { AlertState } from '../records/alert-fold.ts'
import { ANSWER_CODES, type AnswerCode, answerOf } from '../records/answer.ts'
import type { NameAuthor } from '../records/history.ts'
import type { RecordName } from '../records/kinds.ts'
import { entryIdOf } from '../records/version.ts'
import { ALERTS_BY_WORDS, alertMatch, changeWords, findAlerts } from './alert-words.ts'
import { placeOf } from './cursor.ts'
import { bytesOf, type Database, isBuilding, type Row, type Value } from './database.ts'
import type { Ids } from './ids.ts'

/** One row an alert and answer; an alert without answers has one row too. */
interface AlertRow extends Row {
  id: number
  record: Uint8Array<ArrayBuffer>
  name: Uint8Array<ArrayBuffer>
  log: string
  idx: number
  fields: string
  raised: number
  down: number | null
  said: string
  since: number
  until: number
  open: number
  organisation: string
  own: number
  space: string
  answer: number | null
  answerSaid: string | null
  knows: number | null
  wall: number | null
  answerer: string | null
  answererOwn: number | null
}

/** An alert as it stands at this moment on this computer. */
export interface StandingAlert extends AlertState {
  /** ms since 1970: when it is over by itself. */
  until: number
  /** Neither stood down nor past its time. */
  open: boolean
}

const COLUMNS = 'record, name, party, log, idx, fields, raised, down, said, since, until, open'
const PUT = `INSERT INTO alert (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (record) DO UPDATE SET (party, log, idx, fields, raised, down, said, since, until, open) =
    (excluded.party, excluded.log, excluded.idx, excluded.fields, excluded.raised, excluded.down, excluded.said, excluded.since, excluded.until, excluded.open)
  RETURNING id`

/**
 * Open alerts of one partner that are listed, the newest: who raises them without end, or dates them into the future, must not push those of others
 * from the screen.
 */
export const OPEN_MAX = 8

const MINUTE_MS = 60_000
/** So long one is shown that came in past its time. */
export const LATE_MS = 60 * MINUTE_MS

/** Alerts that `which` picks from `source`, each with its answers: one walk along an index, however many are over or stand elsewhere. */
const read = (which: string, source = 'alert'): string => `
  SELECT a.id, a.record, a.name, log.log, a.idx, a.fields, a.raised, a.down, a.said, a.since, a.until, a.open, p.organisation, p.own, space.space,
    answer.answer, answer.said AS answerSaid, answer.knows, answer.wall, q.organisation AS answerer, q.own AS answererOwn
  FROM (SELECT alert.* FROM ${source} WHERE ${which}) a
  CROSS JOIN log ON log.id = a.log CROSS JOIN party p ON p.id = a.party CROSS JOIN space ON space.id = p.space
  LEFT JOIN answer ON answer.alert = a.id LEFT JOIN party q ON q.id = answer.party
  ORDER BY a.raised DESC, a.id DESC`
const NEWEST = `party CROSS JOIN alert ON alert.id IN (
  SELECT id FROM (
    SELECT one.id FROM alert one WHERE one.party = party.id AND one.open = 1 ORDER BY one.raised DESC, one.id DESC LIMIT ${OPEN_MAX})
  UNION ALL SELECT one.id FROM alert one WHERE party.own = 1 AND one.party = party.id AND one.open = 1)`
/** For a look at its plan. */
export const OPEN = read('(alert.raised, alert.id) < (?, ?) ORDER BY alert.raised DESC, alert.id DESC LIMIT ?', NEWEST)
const OVER = read('open = 0 AND (raised, id) < (?, ?) ORDER BY raised DESC, id DESC LIMIT ?')
const BY_WORDS = read(
  'alert_doc MATCH ? AND open = ? AND (raised, alert.id) < (?, ?) ORDER BY raised DESC, alert.id DESC LIMIT ?',
  ALERTS_BY_WORDS,
)
const ONE = read('record = ?')
/** Names under which this organisation has raised or answered an alert. */
const OWN_NAMES = `
  SELECT alert.name FROM alert CROSS JOIN party ON party.id = alert.party CROSS JOIN space ON space.id = party.space
    WHERE party.own = 1 AND space.space = ?
  UNION SELECT alert.name FROM answer CROSS JOIN alert ON alert.id = answer.alert
    CROSS JOIN party ON party.id = answer.party CROSS JOIN space ON space.id = party.space WHERE party.own = 1 AND space.space = ?`

/** Those that are past their time since somebody last looked, and those that are not: the clock of this computer may have been put right. */
const DUE = `UPDATE alert SET open = 1 - open WHERE down IS NULL AND open = ? AND until `

/** What stands beside the fields of an alert, and of an answer, in one column. */
type Said = Pick<AlertState, 'words' | 'updates' | 'last'>
type AnswerSaid = Pick<AlertState['answers'][number], 'entryId' | 'brings' | 'line' | 'question'>

export interface AlertPage {
  alerts: StandingAlert[]
  /** Where the next page begins; null where this one is the last. */
  nextCursor: string | null
}

/** Alerts and their answers in the index: written with the entries, read with one query. */
export class Alerts {
  private readonly db: Database
  private readonly ids: Ids
  private readonly now: () => number

  constructor(db: Database, ids: Ids, now: () => number) {
    this.db = db
    this.ids = ids
    this.now = now
  }

  /** Replaces how the alerts of one thread stood by how they stand. Returns how many are different. */
  change(before: readonly AlertState[], after: readonly AlertState[]): number {
    const was = new Map(before.map((state) => [state.recordId, state]))
    let changed = 0
    for (const state of after) {
      if (!isDeepStrictEqual(was.get(state.recordId), state)) {
        changeWords(this.db, this.put(state), was.get(state.recordId) ?? null, state)
        changed++
      }
      was.delete(state.recordId)
    }
    for (const state of was.values()) {
      const id = Number(this.db.prepare('DELETE FROM alert WHERE record = ? RETURNING id', { pluck: true }).get([bytesOf(state.recordId)]))
      this.db.prepare('DELETE FROM answer WHERE alert = ?').run([id])
      changeWords(this.db, id, state, null)
      changed++
    }
    return changed
  }

  /** Those with these words (all for none), newest first. Throws BAD_INPUT for a cursor that is not ours. */
  list(open: boolean, cursor: string | null, limit: number, text = ''): AlertPage {
    this.look()
    const match = alertMatch(text)
    if (match === null && text.trim() !== '') return { alerts: [], nextCursor: null }
    const rest = [...placeOf(cursor), limit + 1]
    const rows =
      match === null
        ? this.db.prepare(open ? OPEN : OVER).all<AlertRow>(rest)
        : this.db.prepare(BY_WORDS).all<AlertRow>([match, Number(open), ...rest])
    const found = alertsOf(rows)
    const last = found.length > limit ? found[limit - 1] : undefined
    return { alerts: found.slice(0, limit).map(({ state }) => state), nextCursor: last ? `${last.state.raised}:${last.id}` : null }
  }

  /** Those with these words, a few of each organisation, our own first, newest first; none for no words. */
  find(text: string, limit: number, author: NameAuthor): AlertFound[] {
    this.look()
    return findAlerts(this.db, text, limit, author)
  }

  get(record: RecordId): StandingAlert | null {
    this.look()
    return alertsOf(this.db.prepare(ONE).all<AlertRow>([bytesOf(record)]))[0]?.state ?? null
  }

  /** ms since 1970: when the next alert is over by itself; null where none is open. */
  nextEnd(): number | null {
    this.look()
    const next = this.db.prepare('SELECT min(until) FROM alert WHERE down IS NULL AND open = 1', { pluck: true }).get()
    return next === null || next === undefined ? null : Number(next)
  }

  private look(): void {
    const now = this.now()
    this.db.prepare(`${DUE} <= ?`).run([1, now])
    this.db.prepare(`${DUE} > ?`).run([0, now])
  }

  /** How many entries of a log stand under the name of an alert. */
  entriesOf({ name, space }: AlertState, log: string): number {
    const sql = `SELECT count(*) FROM version CROSS JOIN thread ON thread.id = version.thread CROSS JOIN log ON log.id = version.log
      CROSS JOIN space ON space.id = thread.space WHERE thread.name = ? AND space.space = ? AND log.log = ?`
    return Number(this.db.prepare(sql, { pluck: true }).get([bytesOf(name), space, log]) ?? 0)
  }

  ownNames(space: SpaceId): RecordName[] {
    return this.db.prepare(OWN_NAMES, { pluck: true }).all<Uint8Array<ArrayBuffer>>([space, space]).map(toHex)
  }

  /** Its row. */
  private put(state: AlertState): number {
    const [log = '', index = ''] = state.entryId.split(':')
    const { words, updates, last } = state
    const until = this.until(state)
    const values: Value[] = [
      bytesOf(state.recordId),
      bytesOf(state.name),
      this.ids.party(state.space, state.organisation, state.own),
      this.ids.log(log),
      Number(index),
      JSON.stringify(state.fields),
      state.raised,
      state.stoodDown,
      JSON.stringify({ words, updates, last } satisfies Said),
      state.from,
      until,
      state.stoodDown === null && until > this.now() ? 1 : 0,
    ]
    const id = Number(this.db.prepare(PUT, { pluck: true }).get(values))
    this.db.prepare('DELETE FROM answer WHERE alert = ?').run([id])
    const add = this.db.prepare('INSERT INTO answer (alert, party, answer, said, knows, wall) VALUES (?, ?, ?, ?, ?, ?)')
    for (const { entryId, organisation, own, answer, brings, line, question, knows, wall } of state.answers) {
      const said = JSON.stringify({ entryId, brings, line, question } satisfies AnswerSaid)
      add.run([id, this.ids.party(state.space, organisation, own), ANSWER_CODES[answer], said, knows, wall])
    }
    return id
  }

  /**
   * When an alert is over by itself: its time counts from its author's clock, and where that runs ahead, from when it was first read here. So nobody keeps one
   * open for longer by a clock that is wrong. One that comes in past its time, from a log that was known, stays open for a while: somebody was called for, or
   * one of the two clocks is behind.
   */
  private until({ recordId, from, fields, entryId }: AlertState): number {
    const now = this.now()
    const row = this.db.prepare('SELECT since, until, fields FROM alert WHERE record = ?').get<AlertRow>([bytesOf(recordId)])
    if (row && row.since === from && (JSON.parse(row.fields) as AlertFields).lasts === fields.lasts) return row.until
    const until = Math.min(from, now) + fields.lasts * MINUTE_MS
    if (until > now || isBuilding(this.db)) return until
    const [log = ''] = entryId.split(':')
    const known = Number(this.db.prepare('SELECT next FROM log WHERE log = ?', { pluck: true }).get([log]) ?? 0) > 0
    return known ? now + LATE_MS : until
  }
}

/** The alerts of rows that stand together. */
function alertsOf(rows: readonly AlertRow[]): { id: number; state: StandingAlert }[] {
  const found = new Map<number, StandingAlert>()
  for (const row of rows) {
    const state = found.get(row.id) ?? stateOf(row)
    found.set(row.id, state)
    if (row.answer === null || row.answerer === null) continue
    state.answers.push({
      organisation: row.answerer as OrganisationId,
      own: row.answererOwn === 1,
      answer: answerOf(row.answer as AnswerCode),
      ...(JSON.parse(row.answerSaid ?? '{}') as AnswerSaid),
      knows: row.knows ?? 0,
      wall: row.wall ?? 0,
    })
  }
  for (const { answers } of found.values()) answers.sort((a, b) => (a.organisation < b.organisation ? -1 : 1))
  return [...found].map(([id, state]) => ({ id, state }))
}

function stateOf(row: AlertRow): StandingAlert {
  return {
    recordId: toHex(row.record) as RecordId,
    space: row.space as SpaceId,
    organisation: row.organisation as OrganisationId,
    own: row.own === 1,
    name: toHex(row.name),
    entryId: entryIdOf(row.log, row.idx),
    fields: JSON.parse(row.fields) as AlertFields,
    raised: row.raised,
    stoodDown: row.down,
    ...(JSON.parse(row.said) as Said),
    from: row.since,
    until: row.until,
    open: row.open === 1,
    answers: [],
  }
}
