import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { TablePreview } from '../../../core/engine/contract/index.ts'
import { Choice } from '../../ui/field.tsx'

/** Which sheet, and which row of it names the columns; null where that is to be guessed. */
export interface Wanted {
  sheet: number | null
  header: number | null
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
      onChange={(sheet) => onChange({ sheet: Number(sheet), header: null })}
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
      onChange={(header) => onChange({ sheet: choice.sheet, header: Number(header) })}
    />
  )
}
