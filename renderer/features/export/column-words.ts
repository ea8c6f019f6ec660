import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { FIELD_WORDS, LIST_WORDS } from '../../i18n/fields.ts'

const HARMED = LIST_WORDS.harmed
const DOER = LIST_WORDS.perpetrator

/** Columns of one thing have one name, and are said once. */
const COLUMN_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  'record id': msg`a number of its own`,
  title: msg`what happened, in one line`,
  types: msg`kinds`,
  'HURIDOCS codes': msg`the kinds as international codes`,
  'start date': msg`the date`,
  time: msg`the time`,
  about: msg`whether the date is exact`,
  area: msg`where`,
  narrative: msg`what happened, in full`,
  organisation: msg`who recorded it`,
  audience: msg`who can read it`,
  'saved at': msg`when it was recorded`,
  'other cells': msg`cells that came with a spreadsheet`,
  'end date': FIELD_WORDS.end,
  'kind of place': FIELD_WORDS.placeKind,
  'short summary': FIELD_WORDS.summary,
  method: FIELD_WORDS.method,
  'stated reason': FIELD_WORDS.reason,
  certainty: FIELD_WORDS.certainty,
  harmed: msg`what we call who was harmed`,
  'harmed role': HARMED,
  'harmed people': HARMED,
  'harmed injuries': HARMED,
  'harmed what': HARMED,
  'harmed needs': HARMED,
  perpetrator: DOER,
  'perpetrator kind': DOER,
  'perpetrator degree': DOER,
  'perpetrator people': DOER,
  'perpetrator unit': DOER,
  'perpetrator rank': DOER,
  'perpetrator badge': DOER,
  'perpetrator vehicle': DOER,
  'perpetrator note': DOER,
  'kind of detention': FIELD_WORDS.detention,
  'held at': FIELD_WORDS.heldAt,
  'custody acknowledged': FIELD_WORDS.custody,
  'contact with outside': FIELD_WORDS.contactOutside,
  lawyer: FIELD_WORDS.lawyer,
  'statement signed': FIELD_WORDS.statement,
  'how it was explained': FIELD_WORDS.statementExplained,
  'medical attention': FIELD_WORDS.medical,
  'case number': FIELD_WORDS.caseNumber,
  bail: FIELD_WORDS.bail,
  released: FIELD_WORDS.released,
  'how known': FIELD_WORDS.knownBy,
  reliability: FIELD_WORDS.reliability,
  language: FIELD_WORDS.language,
  'date received': FIELD_WORDS.received,
  'recorded by': FIELD_WORDS.recordedBy,
  'interviewed by': FIELD_WORDS.interviewedBy,
  response: FIELD_WORDS.response,
  'feedback due': FIELD_WORDS.feedbackDue,
  'feedback done': FIELD_WORDS.feedbackDone,
  outcome: FIELD_WORDS.outcome,
  // The codes of a column say no more than its words, so they are what those are.
  'HURIDOCS MT48': msg`the date`,
  'HURIDOCS MT48 end': FIELD_WORDS.end,
  'HURIDOCS MT17': FIELD_WORDS.placeKind,
  'HURIDOCS MT41': FIELD_WORDS.certainty,
  'HURIDOCS MT25': HARMED,
  'HURIDOCS MT24': DOER,
  'HURIDOCS MT18': DOER,
  'HURIDOCS MT31': FIELD_WORDS.lawyer,
  'HURIDOCS MT36': FIELD_WORDS.statement,
  'HURIDOCS MT37': FIELD_WORDS.medical,
  'HURIDOCS MT19': FIELD_WORDS.knownBy,
  'HURIDOCS MT42': FIELD_WORDS.reliability,
}

/** A column of the exported file in words; one that is not known here keeps its own name. */
export function columnWords(column: string): MessageDescriptor | string {
  return Object.hasOwn(COLUMN_WORDS, column) ? (COLUMN_WORDS[column] ?? column) : column
}
