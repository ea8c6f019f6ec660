import type { AlertFields, Answer } from '../engine/contract/alert.ts'
import type { EntryId, OrganisationId, RecordId, SpaceId } from '../engine/contract/ids.ts'
import { answerOf } from './alert.ts'
import type { RecordName } from './kinds.ts'
import { type AnyVersion, byClock, type RecordVersion, recordIdOf } from './version.ts'

/** What one organisation has answered last. */
export interface AnswerState {
  organisation: OrganisationId
  own: boolean
  answer: Answer
  /** ms since 1970, by its author's clock. */
  wall: number
}

/** An alert as it stands. */
export interface AlertState {
  recordId: RecordId
  space: SpaceId
  /** Who raised it, and alone may stand it down. */
  organisation: OrganisationId
  own: boolean
  name: RecordName
  /** The entry that raised it. */
  entryId: EntryId
  fields: AlertFields
  /** ms since 1970: raised, and stood down (null while it is open). */
  raised: number
  stoodDown: number | null
  /** One for each organisation that has answered, ascending by organisation. */
  answers: AnswerState[]
}

type Of<Kind extends RecordVersion['kind']> = Extract<RecordVersion, { kind: Kind }>

/** Whether there can be anything for `foldAlerts` among these entries. */
export const concernsAlerts = (versions: readonly AnyVersion[]): boolean =>
  versions.some(({ kind }) => kind === 'alert' || kind === 'answer')

/**
 * The alerts of one record name in one space, a pure function of the set of entries: their order, and any repeated, change nothing. Rules:
 * - an alert is its author's; the first that it raised under the name counts, by clock, and its first standing-down ends it for good;
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
  for (const version of own) {
    const { body } = version
    if (body.action !== 'raise') continue
    const end = own.find((one) => one.body.action === 'stand-down')
    return {
      recordId: recordIdOf(version.space, version.organisation, body.record),
      space: version.space,
      organisation: version.organisation,
      own: version.own,
      name: body.record,
      entryId: version.entryId,
      fields: body.fields,
      raised: body.raised,
      stoodDown: end?.wall ?? null,
      answers: lastOfEach(others),
    }
  }
  return null
}

function lastOfEach(answers: readonly Of<'answer'>[]): AnswerState[] {
  const last = new Map(answers.map((version) => [version.organisation, version]))
  return [...last.values()]
    .map(({ organisation, own, body, wall }) => ({ organisation, own, answer: answerOf(body.answer), wall }))
    .sort((a, b) => (a.organisation < b.organisation ? -1 : 1))
}
