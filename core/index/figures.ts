import type { Figures } from '../engine/contract/figures.ts'
import type { RecordId } from '../engine/contract/ids.ts'
import { Pacer } from '../pacer.ts'
import type { Database, Row } from './database.ts'
import type { Plan } from './filter.ts'
import type { Doer } from './perpetrators.ts'
import type { Range } from './position.ts'
import { CARDS_BY_KEY, IS_CARD, keyOf } from './record-key.ts'
import { breakdown, Counts, inTime } from './tally.ts'
import { foldCase } from './words.ts'

/** Rows of one question to the tables: about a millisecond. */
const BATCH = 200
/**
 * Positions of one question to the full-text table, which gathers the beginning of a word from all words that begin so with every question, however few
 * it is asked for.
 */
const FOUND = 16_384
const INTEGER = 'CAST(? AS INTEGER)'
const WHAT = "SELECT place.pos, item.types, item.area, item.doers, substr(coalesce(item.start ->> '$.date', ''), 1, 7) AS month"
const BY_TIME = `${WHAT} FROM place CROSS JOIN item ON item.id = place.item WHERE place.pos BETWEEN ? AND ? ORDER BY place.pos DESC LIMIT ?`
const BY_WORDS = `SELECT rowid FROM doc WHERE doc MATCH ? AND rowid BETWEEN ${INTEGER} AND ${INTEGER} ORDER BY rowid DESC LIMIT ?`
const BY_POSITION = `${WHAT} FROM json_each(?) AS found CROSS JOIN place ON place.pos = found.value CROSS JOIN item ON item.id = place.item`

interface FigureRow extends Row {
  pos: number
  types: string
  area: string
  doers: string | null
  month: string
}

/**
 * Counts what a plan matches, giving the thread away all along. What changes meanwhile may be counted before or after it. `safely` translates the errors
 * of the database; `today` is the present month, `YYYY-MM`. Rejects where `signal` is aborted.
 */
export async function figuresOf(
  db: Database,
  plan: Plan,
  today: string,
  safely: <T>(act: () => T) => T,
  signal?: AbortSignal,
): Promise<Figures> {
  const pace = new Pacer()
  const [dates, types, areas, doers] = [new Counts(), new Counts(), new Counts(), new Counts()]
  let incidents = 0
  const batches = rowsOf(db, plan)
  for (let next = safely(() => batches.next()); !next.done; next = safely(() => batches.next())) {
    for (const row of next.value) {
      dates.add(row.month)
      types.add(row.types)
      areas.add(row.area)
      doers.add(row.doers ?? '[]')
    }
    incidents += next.value.length
    signal?.throwIfAborted()
    if (pace.due) await pace.breathe()
  }
  const doersOf = (text: string): Doer[] => JSON.parse(text) as Doer[]
  const unitOf = unitsBy(db, safely)
  return {
    incidents,
    ...inTime(dates, today),
    kinds: await breakdown(types, pace, (text) => JSON.parse(text) as string[]),
    places: await breakdown(areas, pace, (area) => (area === '' ? [] : [area]), foldCase),
    // As the log is narrowed by it: by what the incident says. Whoever picks somebody known copies what they are.
    perpetratorKinds: await breakdown(doers, pace, (text) => doersOf(text).flatMap(({ kind }) => kind ?? [])),
    units: await breakdown(doers, pace, (text) => doersOf(text).flatMap((one) => [one.unit ?? [], unitOf(one) ?? []].flat()), foldCase),
  }
}

/** The rows of a plan, newest first. */
function* rowsOf(db: Database, { match, ranges }: Plan): Generator<FigureRow[]> {
  for (const range of ranges) {
    if (match === null) yield* rowsIn(db, range)
    else yield* rowsWith(db, match, range)
  }
}

function* rowsIn(db: Database, { low, high }: Range): Generator<FigureRow[]> {
  for (let before = high; ; ) {
    const rows = db.prepare(BY_TIME).all<FigureRow>([low, before, BATCH])
    yield rows
    const last = rows.at(-1)
    if (!last || rows.length < BATCH) return
    before = last.pos - 1
  }
}

function* rowsWith(db: Database, match: string, { low, high }: Range): Generator<FigureRow[]> {
  for (let before = high; ; ) {
    const found = db.prepare(BY_WORDS, { pluck: true }).all<number>([match, low, before, FOUND])
    for (let at = 0; at < found.length; at += BATCH)
      yield db.prepare(BY_POSITION).all<FigureRow>([JSON.stringify(found.slice(at, at + BATCH))])
    const last = found.at(-1)
    if (last === undefined || found.length < FOUND) return
    before = last - 1
  }
}

/** The unit that the record of who did it says, null where there is none; each is asked for once. */
function unitsBy(db: Database, safely: <T>(act: () => T) => T): (one: Doer) => string | null {
  const known = new Map<RecordId, string | null>()
  const find = db.prepare(`SELECT card.unit FROM ${CARDS_BY_KEY} WHERE ${IS_CARD} AND card.kind = 'perpetrator'`, { pluck: true })
  return ({ record }) => {
    if (record === undefined) return null
    const said = known.get(record)
    if (said !== undefined) return said
    const unit = safely(() => find.get<string | null>(keyOf(record))) ?? null
    known.set(record, unit)
    return unit
  }
}

/** `YYYY-MM` where this computer is. */
export function monthAt(ms: number): string {
  const at = new Date(ms)
  return `${String(at.getFullYear()).padStart(4, '0')}-${String(at.getMonth() + 1).padStart(2, '0')}`
}
