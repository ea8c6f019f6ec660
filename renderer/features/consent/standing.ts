import { dateIn, type Fields } from '../cards/form-model.ts'

export type ConsentState = 'holds' | 'over' | 'withdrawn'

/** Whether what somebody agreed to holds on a day (`YYYY-MM-DD`), or was taken back, or its last day is over: of a month or a year, the last of it. */
export function consentState(fields: Fields, today: string): ConsentState {
  if (dateIn(fields['withdrawn']) !== null) return 'withdrawn'
  const until = dateIn(fields['expires'])?.date
  return until !== undefined && today.slice(0, until.length) > until ? 'over' : 'holds'
}
