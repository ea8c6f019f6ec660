import { LIST_FIELD } from '../../../core/engine/contract/field-spec.ts'
import {
  CODES,
  type ComplaintState,
  type DraftFiles,
  type FileReference,
  isTheirTurn,
  type PartialDate,
  type Version,
} from '../../../core/engine/contract/index.ts'
import { chosenIn, evidenceOf, type FileField, filesOf, newDigits } from '../files/fields.ts'

/** Where a complaint can go from each state, what comes most often first. A body may leave out any step, and none can be held to an order. */
const NEXT: Readonly<Record<ComplaintState, readonly ComplaintState[]>> = {
  draft: ['consent', 'closed'],
  consent: ['filed', 'closed'],
  filed: ['acknowledged', 'inquiry', 'investigation', 'inspection', 'referred', 'declined', 'closed'],
  acknowledged: ['inquiry', 'investigation', 'inspection', 'referred', 'declined', 'closed'],
  inquiry: ['investigation', 'inspection', 'referred', 'declined', 'adr', 'outcome', 'closed'],
  investigation: ['prosecutor', 'court', 'adr', 'outcome', 'referred', 'declined', 'closed'],
  inspection: ['outcome', 'investigation', 'referred', 'declined', 'closed'],
  referred: ['acknowledged', 'investigation', 'prosecutor', 'outcome', 'declined', 'closed'],
  declined: ['filed', 'court', 'closed'],
  prosecutor: ['court', 'adr', 'outcome', 'declined', 'closed'],
  court: ['outcome', 'adr', 'closed'],
  adr: ['outcome', 'court', 'closed'],
  outcome: ['closed', 'court'],
  closed: ['filed'],
}

export const nextOf = (state: ComplaintState): readonly ComplaintState[] => NEXT[state]

/** One dated step that is behind. */
export interface Step {
  field: string
  state: string
  date: PartialDate | null
  note: string
}

/** Which version of a complaint said each step first, counted from its first one. */
export function saidFirst(history: readonly Pick<Version, 'changes'>[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>()
  for (const [at, { changes }] of history.entries()) for (const { field } of changes) if (!first.has(field)) first.set(field, at)
  return first
}

const NOT_SAID: ReadonlyMap<string, number> = new Map()

/**
 * The steps of a complaint in the order of time; those without a date come last. Of one day: as they were written (`saidAt`, by field), and where that is
 * not known, in the usual course of a complaint.
 */
export function stepsOf(fields: Readonly<Record<string, unknown>>, saidAt: ReadonlyMap<string, number> = NOT_SAID): Step[] {
  const steps = Object.entries(fields).flatMap(([field, value]): Step[] => {
    if (LIST_FIELD.exec(field)?.[1] !== 'step' || typeof value !== 'object' || value === null) return []
    const { state, date, note } = value as { state?: unknown; date?: unknown; note?: unknown }
    const text = (one: unknown): string => (typeof one === 'string' ? one : '')
    return [{ field, state: text(state), date: (date ?? null) as PartialDate | null, note: text(note) }]
  })
  const keyOf = ({ date, field, state }: Step): [string, number, number] => [
    date?.date ?? '~',
    saidAt.get(field) ?? Number.MAX_SAFE_INTEGER,
    courseOf(state),
  ]
  return steps
    .map((step) => ({ step, key: keyOf(step) }))
    .sort(({ key: [day, said, course] }, { key: [otherDay, otherSaid, otherCourse] }) =>
      day === otherDay ? said - otherSaid || course - otherCourse : day < otherDay ? -1 : 1,
    )
    .map(({ step }) => step)
}

/** How far along its usual course a complaint is in a state; a word of a later version comes after those that are known here. */
function courseOf(state: string): number {
  const at = (CODES.complaintState as readonly string[]).indexOf(state)
  return at === -1 ? CODES.complaintState.length : at
}

/** What a new step writes. `day`: `YYYY-MM-DD`. `answerBy` counts only where others have the next word: an old day must not call an answer late that has come. */
export function stepChanges(
  state: ComplaintState,
  said: { key: string; day: string; note: string; answerBy: string },
): Record<string, unknown> {
  const { key, day, note, answerBy } = said
  const date = day === '' ? null : { date: day, about: false }
  return {
    state,
    [`step:${key}`]: { state, ...(date === null ? {} : { date }), ...(note.trim() === '' ? {} : { note: note.trim() }) },
    answerBy: isTheirTurn(state) && answerBy !== '' ? { date: answerBy, about: false } : null,
  }
}

/** The files of each step, by the field of the step; those of a step that is not there any more, or of none, belong to the complaint alone. */
export function papersOf(fields: Readonly<Record<string, unknown>>): ReadonlyMap<string, { field: FileField; file: FileReference }[]> {
  const papers = new Map(stepsOf(fields).map(({ field }) => [field, [] as { field: FileField; file: FileReference }[]]))
  for (const paper of filesOf(fields)) {
    const said = fields[evidenceOf(paper.field)]
    if (typeof said !== 'object' || said === null || !('step' in said) || typeof said.step !== 'string') continue
    papers.get(`step:${said.step}`)?.push(paper)
  }
  return papers
}

/** What says that a file belongs to a step. Both by their fields. */
export const paperOf = (step: string, file: FileField): Record<`evidence:${string}`, { step: string }> => ({
  [evidenceOf(file)]: { step: step.slice('step:'.length) },
})

/**
 * What puts the files of a form to the step that it writes. One that is with the complaint already, and with no step, is there once: this takes its place,
 * as it is sure to be whole on this computer.
 */
export function papersFor(fields: Readonly<Record<string, unknown>>, step: string, files: DraftFiles): Record<string, unknown> {
  const loose = filesOf(fields).filter(({ field }) => isNothingSaid(fields[evidenceOf(field)]))
  return Object.assign(
    {},
    ...filesOf(chosenIn(files)).map(({ field, file }) => {
      const same = loose.find((one) => one.file.sha256 === file.sha256)
      return { ...(same === undefined ? {} : { [same.field]: null }), [field]: file, ...paperOf(step, field) }
    }),
  )
}

const isNothingSaid = (said: unknown): boolean => typeof said !== 'object' || said === null || !('step' in said)

/** The key of a new one of a list: 8 hexadecimal digits. */
export const newKey = newDigits
