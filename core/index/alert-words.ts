import { toHex } from '../crypto/bytes.ts'
import type { AlertFields, AlertFound } from '../engine/contract/alert.ts'
import type { OrganisationId, RecordId, SpaceId } from '../engine/contract/ids.ts'
import type { AlertState } from '../records/alert-fold.ts'
import type { NameAuthor } from '../records/history.ts'
import { isoOf } from '../records/version.ts'
import type { Database, Row } from './database.ts'
import { indexable, isUnsearchable, matchPhrases, parseSearch, searchable } from './words.ts'

interface FoundRow extends Row {
  record: Uint8Array<ArrayBuffer>
  fields: string
  raised: number
  open: number
  organisation: string
  own: number
  space: string
}

/** Alerts with the words that a MATCH on `alert_doc` asks for. */
export const ALERTS_BY_WORDS = 'alert_doc CROSS JOIN alert ON alert.id = alert_doc.rowid'
/** So many of one organisation go before all others of it. */
const FIRST = 2
/**
 * There is no next page, so our own come first, and of each organisation a few before the rest of any: who raises alerts without end, or dates them into the future,
 * fills only the places that nobody else needs. What is sorted is small, however many have the words.
 */
const FOUND = `
  WITH matching AS (
    SELECT alert.id, party.organisation, party.own, min(alert.raised, alert.since) AS at
    FROM ${ALERTS_BY_WORDS} CROSS JOIN party ON party.id = alert.party WHERE alert_doc MATCH ?),
  found AS (
    SELECT id, own, at, row_number() OVER (PARTITION BY organisation ORDER BY at DESC, id DESC) AS nth FROM matching
    ORDER BY nth > ${FIRST}, own DESC, at DESC, id DESC LIMIT ?)
  SELECT alert.record, alert.fields, alert.raised, alert.open, party.organisation, party.own, space.space
  FROM found CROSS JOIN alert ON alert.id = found.id CROSS JOIN party ON party.id = alert.party CROSS JOIN space ON space.id = party.space
  ORDER BY found.own DESC, found.at DESC, found.id DESC`
const LEARN = 'INSERT INTO alert_doc (rowid, what, text) VALUES (?, ?, ?)'
const FORGET = "INSERT INTO alert_doc (alert_doc, rowid, what, text) VALUES ('delete', ?, ?, ?)"

/** What somebody typed, as a question to `alert_doc`; null where it asks for nothing, or for what has no words. */
export function alertMatch(text: string): string | null {
  const phrases = isUnsearchable(text) ? [] : parseSearch(text)
  return phrases.length === 0 ? null : matchPhrases(phrases)
}

/** Writes the words of an alert in place of those before (null: it was not there, or is gone). */
export function changeWords(db: Database, id: number, before: AlertState | null, after: AlertState | null): void {
  const [was, is] = [before && columns(before), after && columns(after)]
  // Each answer changes an alert, and none of its words.
  if (was && is && was.join('\0') === is.join('\0')) return
  if (was) db.prepare(FORGET).run([id, ...was])
  if (is) db.prepare(LEARN).run([id, ...is])
}

/** Alerts with these words, a few of each organisation, our own first, newest first; none for no words. Whether one is open is as somebody last looked. */
export function findAlerts(db: Database, text: string, limit: number, author: NameAuthor): AlertFound[] {
  const match = alertMatch(text)
  if (match === null) return []
  return db
    .prepare(FOUND)
    .all<FoundRow>([match, limit])
    .map(({ record, fields, raised, open, organisation, own, space }) => ({
      recordId: toHex(record) as RecordId,
      what: (JSON.parse(fields) as AlertFields).what,
      author: author(space as SpaceId, organisation as OrganisationId, own === 1),
      raisedAt: isoOf(raised),
      over: open === 0,
    }))
}

/**
 * What it is called, and what else is said of it: where, all its news, its last words. Not the exact place and how to reach somebody, which are covered
 * on its page. The fold bounds how much that can be: of each text its length, of updates their number.
 */
const columns = ({ fields, updates, words }: AlertState): [what: string, text: string] => [
  searchable(indexable(fields.what)),
  searchable(indexable([fields.area, ...updates.map(({ news }) => news), words].join('\n'))),
]
