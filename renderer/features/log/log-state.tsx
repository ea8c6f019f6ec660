import { createContext, type ReactNode, type RefObject, use, useMemo, useRef, useState } from 'react'
import type { ExportInput, Filters } from '../../../core/engine/contract/index.ts'
import { PAGE_ROWS } from './paging.ts'

export const NO_FILTERS: Filters = {
  audience: 'all',
  text: '',
  types: [],
  from: null,
  to: null,
  area: '',
  certainty: [],
  perpetratorKinds: [],
  perpetrators: [],
  units: [],
  waits: false,
  within: [],
}

/** Where list and incident stand side by side. Below, one hides the other. */
export const SIDE_BY_SIDE = '(min-width: 1100px)'

type FileFor = Pick<ExportInput, 'purpose' | 'authority'>

interface LogState {
  /** What the log shows; kept while other screens are open. */
  filters: Filters
  setFilters(change: Partial<Filters>): void
  /** Whether somebody in the search box has asked to be led to the first thing found, and is not there yet. */
  isLed: boolean
  setLed(isLed: boolean): void
  /** For whom the next file is. */
  file: FileFor
  setFile(file: FileFor): void
  /** Where the list was left. */
  scrollTop: RefObject<number>
  /** The row that was opened in place of the list: it takes the focus when the list is back. */
  returnTo: RefObject<number | null>
  /** Number of the lowest row on screen: everything below can be dropped when something changes. */
  depth: RefObject<number>
}

const LogContext = createContext<LogState | null>(null)

export function LogStateProvider({ children }: { children: ReactNode }): ReactNode {
  const [filters, setAll] = useState(NO_FILTERS)
  const [isLed, setLed] = useState(false)
  const [file, setFile] = useState<FileFor>({ purpose: 'own', authority: '' })
  const scrollTop = useRef(0)
  const depth = useRef(PAGE_ROWS)
  const returnTo = useRef<number | null>(null)
  const state = useMemo<LogState>(
    () => ({
      filters,
      setFilters(change) {
        scrollTop.current = 0
        returnTo.current = null
        depth.current = PAGE_ROWS
        setAll((now) => ({ ...now, ...change }))
      },
      isLed,
      setLed,
      file,
      setFile,
      scrollTop,
      returnTo,
      depth,
    }),
    [filters, isLed, file],
  )
  return <LogContext value={state}>{children}</LogContext>
}

export function useLogState(): LogState {
  const state = use(LogContext)
  if (state === null) throw new Error('useLogState stands outside LogStateProvider')
  return state
}

/** How many things narrow the list beside who can read it and the search text. */
export const narrowings = ({ from, to, area, waits, ...lists }: Filters): number =>
  [lists.types, lists.certainty, lists.perpetratorKinds, lists.perpetrators, lists.units].reduce((sum, { length }) => sum + length, 0) +
  [from !== null || to !== null, area !== '', waits].filter(Boolean).length

/** Whether two ask for the same, whatever the order of what they name. */
export function isSame(one: Filters, other: Filters): boolean {
  const keyOf = (filters: Filters): string =>
    JSON.stringify(
      Object.entries(filters)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : value]),
    )
  return keyOf(one) === keyOf(other)
}

/** Whether anything but the search text narrows the list. */
export function isFiltered(filters: Filters): boolean {
  return filters.audience !== 'all' || narrowings(filters) > 0
}
