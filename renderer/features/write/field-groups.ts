import type { INCIDENT_MORE } from '../../../core/engine/contract/index.ts'

export type MoreFieldName = keyof typeof INCIDENT_MORE

/** What stands together on the form, and on the page of an incident. */
export const ARREST_FIELDS = [
  'detention',
  'heldAt',
  'custody',
  'contactOutside',
  'lawyer',
  'statement',
  'statementExplained',
  'medical',
  'caseNumber',
  'bail',
  'released',
] as const satisfies MoreFieldName[]
export const SOURCE_FIELDS = ['knownBy', 'reliability', 'language', 'received', 'interviewedBy'] as const satisfies MoreFieldName[]
export const RESPONSE_FIELDS = ['response', 'outcome', 'feedbackDue', 'feedbackDone'] as const satisfies MoreFieldName[]
export const MORE_FIELDS = ['certainty', 'summary', 'method', 'reason', 'end'] as const satisfies MoreFieldName[]
