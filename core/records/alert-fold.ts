import type { AlertFields, AnswerFields } from '../engine/contract/alert.ts'
import type { EntryId, OrganisationId, RecordId, SpaceId } from '../engine/contract/ids.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import { ALERT_FIELDS } from './alert.ts'
import { answerOf } from './answer.ts'
import type { RecordName } from './kinds.ts'
import { type AnyVersion, byClock, orderingMs, type RecordVersion, recordIdOf } from './version.ts'

/** What one organisation has answered last. */
export interface AnswerState extends AnswerFields {
  entryId: EntryId
  organisation: OrganisationId
  own: boolean
  /** How many updates its author knew. */
  knows: number
  /** ms since 1970, by its author's clock. */
  wall: number
}

/** One update of an alert: a line of news, which may be empty, and the names of the fields that it says anew. */
export interface UpdateState {
  entryId: EntryId
  news: string
  changed: string[]
  /** ms since 1970, by its author's clock. */
  wall: number
}

/** An alert as it stands. */
export interface AlertState {
  recordId: RecordId
  space: SpaceId
  /** Who raised it, and alone may amend it and stand it down. */
  organisation: OrganisationId
  own: boolean
  name: RecordName
  /** The entry that raised it. */
  entryId: EntryId
  /** As the last update left them. */
  fields: AlertFields
  /** ms since 1970: raised, and stood down (null while it is not). */
  raised: number
  stoodDown: number | null
  /** What was said with the end; may be empty. */
  words: string
  /** ms since 1970, by the ordering clock: from when `fields.lasts` counts. */
  from: number
  /** Oldest first. */
  updates: UpdateState[]
  /** The last entry of who raised it: itself, an update, or its end. */
  last: EntryId
  /** One for each organisation that has answered, ascending by organisation. */
  answers: AnswerState[]
}

type Of<Kind extends RecordVersion['kind']> = Extract<RecordVersion, { kind: Kind }>
type Did<Action extends Of<'alert'>['body']['action']> = Of<'alert'> & { body: { action: Action } }

/** Whether there can be anything for `foldAlerts` among these entries. */
export const concernsAlerts = (versions: readonly AnyVersion[]): boolean =>
  versions.some(({ kind }) => kind === 'alert' || kind === 'answer')

/**
 * The alerts of one record name in one space, a pure function of the set of entries: their order, and any repeated, change nothing. Rules:
 * - an alert is its author's; the first that it raised under the name counts, by clock, and its first standing-down ends it for good;
 * - of its author's updates the first LIMITS.alertUpdates count, by clock: of a field the last that says it;
 * - of another organisation the last answer counts, by clock, also one that came after the end; nobody answers itself;
 * - a tombstone takes away what its own organisation raised or answered under the name, for ever.
 */
export function foldAlerts(versions: readonly AnyVersion[]): AlertState[] {
  const unique = [...new Map(versions.map((version) => [version.entryId, version])).values()].sort(byClock)
  const erasers = new Set(unique.filter(({ kind }) => kind === 'tombstone').map(({ organisation }) => organisation))
  const standing = unique.filter(({ organisation }) => !erasers.has(organisation))
  const alerts = standing.filter((version): version is Of<'alert'> => version.kind === 'alert')
  const answers = standing.filter((version): version is Of<'answer'> => version.kind === 'answer')
  const raisers = new Set(alerts.map(({ organisation }) => organisation))
  const states = [...raisers].flatMap((raiser) => {
    const own = alerts.filter(({ organisation }) => organisation === raiser)
    const others = answers.filter(({ organisation, body }) => body.raiser === raiser && organisation !== raiser)
    return foldOne(own, others) ?? []
  })
  return states.sort((a, b) => (a.recordId < b.recordId ? -1 : 1))
}

/** Both oldest first. */
function foldOne(own: readonly Of<'alert'>[], others: readonly Of<'answer'>[]): AlertState | null {
  const did = <Action extends Of<'alert'>['body']['action']>(action: Action): Did<Action>[] =>
    own.filter((one): one is Did<Action> => one.body.action === action)
  const [raise] = did('raise')
  if (raise === undefined) return null
  const { space, organisation, body } = raise
  const updates = did('update').slice(0, LIMITS.alertUpdates)
  const [end] = did('stand-down')
  const fields: AlertFields = { ...body.fields }
  for (const update of updates) Object.assign(fields, update.body.fields)
  const prolonged = updates.findLast((update) => update.body.fields.lasts !== undefined)
  return {
    recordId: recordIdOf(space, organisation, body.record),
    space,
    organisation,
    own: raise.own,
    name: body.record,
    entryId: raise.entryId,
    fields,
    raised: body.raised,
    stoodDown: end?.wall ?? null,
    words: end?.body.words ?? '',
    from: orderingMs(prolonged ?? raise),
    updates: updates.map((update) => ({
      entryId: update.entryId,
      news: update.body.news,
      changed: ALERT_FIELDS.filter((field) => update.body.fields[field] !== undefined),
      wall: update.wall,
    })),
    last: (end ?? updates.at(-1) ?? raise).entryId,
    answers: lastOfEach(others),
  }
}

function lastOfEach(answers: readonly Of<'answer'>[]): AnswerState[] {
  const last = new Map(answers.map((version) => [version.organisation, version]))
  return [...last.values()]
    .map(({ entryId, organisation, own, wall, body: { answer, brings, line, question, knows } }) => ({
      entryId,
      organisation,
      own,
      answer: answerOf(answer),
      brings,
      line,
      question,
      knows,
      wall,
    }))
    .sort((a, b) => (a.organisation < b.organisation ? -1 : 1))
}
