import { useLingui as useCatalogue } from '@lingui/react'
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Encoding, TablePreview } from '../../../core/engine/contract/index.ts'
import { Choice } from '../../ui/field.tsx'
import { LETTER_WORDS } from './letters.ts'

/** Which sheet, which row of it names the columns, and which letters; null where that is to be guessed. */
export interface Wanted {
  sheet: number | null
  header: number | null
  encoding: Encoding | null
}

export interface SheetFieldProps {
  sheets: TablePreview['sheets']
  value: number
  onChange(wanted: Wanted): void
}

/** Which sheet of a workbook, where it has several. */
export function SheetField({ sheets, value, onChange }: SheetFieldProps): ReactNode {
  const { t } = useLingui()
  if (sheets.length < 2) return null
  const nameOf = ({ name, hidden }: TablePreview['sheets'][number], index: number): string => {
    const shown = name === '' ? t`Sheet ${index + 1}` : name
    return hidden ? t`${shown} (hidden)` : shown
  }
  return (
    <Choice
      className="table-field"
      label={t`Sheet`}
      hint={t`This file has several sheets. One at a time can be brought in.`}
      value={String(value)}
      options={sheets.map((sheet, index) => ({ value: String(index), label: nameOf(sheet, index) }))}
      onChange={(sheet) => onChange({ sheet: Number(sheet), header: null, encoding: null })}
    />
  )
}

export interface HeaderFieldProps {
  table: TablePreview
  value: number
  onChange(wanted: Wanted): void
}

/** Which row names the columns: guessed, as there may be a title above it. */
export function HeaderField({ table, value, onChange }: HeaderFieldProps): ReactNode {
  const { t } = useLingui()
  const { choice, headers } = table
  if (headers.length < 2) return null
  return (
    <Choice
      className="table-field"
      label={t`The names of the columns are in`}
      value={String(value)}
      options={headers.map(({ row, cells }) => ({ value: String(row), label: t`Row ${row}: ${cells.join(' · ')}` }))}
      onChange={(header) => onChange({ ...choice, header: Number(header) })}
    />
  )
}

export interface LettersFieldProps {
  encodings: readonly Encoding[]
  value: Encoding | null
  onChange(wanted: Wanted): void
}

/** How the letters of a file of text are read, where its bytes leave a choice. */
export function LettersField({ encodings, value, onChange }: LettersFieldProps): ReactNode {
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const [first] = encodings
  if (first === undefined) return null
  return (
    <Choice
      className="table-field"
      label={t`Letters of the file`}
      hint={t`If names look wrong below, choose another one.`}
      value={value ?? first}
      options={encodings.map((encoding) => ({ value: encoding, label: i18n._(LETTER_WORDS[encoding]) }))}
      onChange={(encoding) => onChange({ sheet: null, header: null, encoding })}
    />
  )
}
