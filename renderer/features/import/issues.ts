import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { RowIssue } from '../../../core/engine/contract/exchange.ts'

/** What is unusual about a row, and what is done about it. */
export const ISSUE_WORDS: Record<RowIssue, MessageDescriptor> = {
  'empty-row': msg`The row is empty: left out`,
  'no-title': msg`Nothing says what happened in one line: the first words of the text are taken`,
  'bad-date': msg`The date cannot be read: brought in without a date, its cell kept`,
  'title-cut': msg`The line was too long: shortened, the whole of it put in the text`,
  'area-cut': msg`The place was too long: shortened, the whole of it kept`,
  'narrative-cut': msg`The text was too long: shortened, the whole of it kept`,
  'unknown-word': msg`A word is not one that Parasol has for this: its cell is kept as it is`,
  'value-cut': msg`A cell is too long for its place: shortened, the whole of it kept`,
  'too-large': msg`The row is too big: left out`,
  'extra-cells': msg`More cells than columns: kept with the incident`,
  hidden: msg`Nobody sees this row in the spreadsheet: it is hidden there, or a filter leaves it out. It goes to no coalition`,
  'broken-quotes': msg`A quotation mark is missing in the file: look whether the row is whole`,
  'imported-before': msg`In your log already: left out`,
  'erased-before': msg`You erased it from your log: left out`,
  named: msg`Its words may name somebody who is not to be named: read it before it goes`,
  'other-audience': msg`In your log already, but for others to read: it will be there twice`,
}
