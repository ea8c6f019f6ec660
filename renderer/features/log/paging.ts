import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Filters, RecordRow } from '../../../core/engine/contract/index.ts'
import type { EngineQueries } from '../../app/client.ts'

export const PAGE_ROWS = 100

export interface LogPage {
  rows: RecordRow[]
  nextCursor: string | null
}

/** The log as pages that follow each other, newest first. */
export function logPages(queries: EngineQueries, filters: Filters) {
  return queries.records.list.infiniteOptions({
    input: (cursor: string | null) => ({ ...filters, cursor, limit: PAGE_ROWS }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: LogPage) => page.nextCursor,
    // Comparing 100,000 rows with themselves after each page would take longer than a frame.
    structuralSharing: false,
  })
}

/** Finds rows by their number over all pages, without copying them into one list. */
export class RowIndex {
  readonly count: number
  readonly #pages: readonly LogPage[]
  readonly #starts: readonly number[]

  constructor(pages: readonly LogPage[]) {
    this.#pages = pages
    const starts: number[] = []
    let count = 0
    for (const page of pages) {
      starts.push(count)
      count += page.rows.length
    }
    this.#starts = starts
    this.count = count
  }

  /** The row with this number, counted from 0. */
  at(index: number): RecordRow | undefined {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= index) low = middle
      else high = middle - 1
    }
    return this.#pages[low]?.rows[index - (this.#starts[low] ?? 0)]
  }
}

/** Drops pages below row `depth`, so that a change does not ask for everything that was ever scrolled past. */
export function trimLog(cache: QueryClient, queries: EngineQueries, depth: number): void {
  const keep = Math.ceil(depth / PAGE_ROWS) + 1
  cache.setQueriesData<InfiniteData<LogPage, string | null>>({ queryKey: queries.records.list.key({ type: 'infinite' }) }, (data) =>
    data === undefined || data.pages.length <= keep
      ? data
      : { pages: data.pages.slice(0, keep), pageParams: data.pageParams.slice(0, keep) },
  )
}
