import { CODES } from './codes.ts'

export type ComplaintState = (typeof CODES.complaintState)[number]

const STATES: ReadonlySet<unknown> = new Set(CODES.complaintState)

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
export function complaintStateOf(value: unknown): ComplaintState {
  if (typeof value !== 'string' || value === '') return 'draft'
  return STATES.has(value) ? (value as ComplaintState) : 'filed'
}

/** Whether somebody outside has it, or had it. */
export const isHandedIn = (state: ComplaintState): boolean => state !== 'draft' && state !== 'consent'
/** Whether somebody outside has the next word. */
export const isTheirTurn = (state: ComplaintState): boolean => THEIR_TURN.has(state)
