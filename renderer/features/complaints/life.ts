import { LIST_FIELD } from '../../../core/engine/contract/field-spec.ts'
import type { CODES, PartialDate } from '../../../core/engine/contract/index.ts'

export type ComplaintState = (typeof CODES.complaintState)[number]

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

/** In these somebody else has the next word, and there can be a day by which it is due. */
const THEIR_TURN: ReadonlySet<ComplaintState> = new Set([
  'filed',
  'acknowledged',
  'inquiry',
  'investigation',
  'inspection',
  'referred',
  'prosecutor',
  'court',
  'adr',
])

/** A complaint that is begun is a draft; a word of a later version counts as filed, so that nothing asks for it to be handed in again. */
export function stateOf(value: unknown): ComplaintState {
  if (typeof value !== 'string' || value === '') return 'draft'
  return Object.hasOwn(NEXT, value) ? (value as ComplaintState) : 'filed'
}

export const nextOf = (state: ComplaintState): readonly ComplaintState[] => NEXT[state]
export const isTheirTurn = (state: ComplaintState): boolean => THEIR_TURN.has(state)

/** One dated step that is behind. */
export interface Step {
  field: string
  state: string
  date: PartialDate | null
  note: string
}

/** The steps of a complaint in the order of time; those without a date come last. */
export function stepsOf(fields: Readonly<Record<string, unknown>>): Step[] {
  const steps = Object.entries(fields).flatMap(([field, value]): Step[] => {
    if (LIST_FIELD.exec(field)?.[1] !== 'step' || typeof value !== 'object' || value === null) return []
    const { state, date, note } = value as { state?: unknown; date?: unknown; note?: unknown }
    const text = (one: unknown): string => (typeof one === 'string' ? one : '')
    return [{ field, state: text(state), date: (date ?? null) as PartialDate | null, note: text(note) }]
  })
  const key = ({ date, field }: Step): string => `${date?.date ?? '~'} ${field}`
  return steps.sort((a, b) => (key(a) < key(b) ? -1 : 1))
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

/** The key of a new one of a list: 8 hexadecimal digits. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
