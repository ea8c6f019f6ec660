import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

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
}

/** A column of the exported file in words; one that is not known here keeps its own name. */
export function columnWords(column: string): MessageDescriptor | string {
  return Object.hasOwn(COLUMN_WORDS, column) ? (COLUMN_WORDS[column] ?? column) : column
}
