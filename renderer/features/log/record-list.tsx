import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Filters, RecordId, RecordRow } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Slow } from '../../ui/slow.tsx'
import { useLogState } from './log-state.tsx'
import type { Spaces } from './names.ts'
import { logPages, RowIndex } from './paging.ts'
import { Row } from './row.tsx'
import { useRowWords } from './row-words.ts'

const ROW_PX = 92
const ROW_WITH_SNIPPET_PX = 120
const OVERSCAN = 12
/** Rows that are asked for before they come into view, so that scrolling meets no blank one. */
const AHEAD = 300

export interface RecordListProps {
  filters: Filters
  spaces: Spaces
  openId: RecordId | null
  onOpen(row: RecordRow): void
  empty: ReactNode
}

/** The incidents that the filters match, newest first. Only the rows in view are in the page. */
export function RecordList({ filters, spaces, openId, onOpen, empty }: RecordListProps): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const { scrollTop, returnTo, depth } = useLogState()
  const words = useRowWords()
  const { data, error, isPending, hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage } = useInfiniteQuery({
    ...logPages(queries, filters),
    placeholderData: (before) => before,
  })
  const rows = useMemo(() => new RowIndex(data?.pages ?? []), [data])
  const scroller = useRef<HTMLDivElement>(null)
  const height = filters.text === '' ? ROW_PX : ROW_WITH_SNIPPET_PX
  const virtual = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
    initialOffset: scrollTop.current,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured anew because their height is another one
  useEffect(() => virtual.measure(), [virtual, height])
  // biome-ignore lint/correctness/useExhaustiveDependencies: other filters begin at the top, where the state was set to
  useLayoutEffect(() => {
    scroller.current?.scrollTo(0, scrollTop.current)
  }, [scrollTop, filters])

  const items = virtual.getVirtualItems()
  const lowest = items.at(-1)?.index ?? 0
  useEffect(() => {
    depth.current = lowest
    if (lowest + AHEAD >= rows.count && hasNextPage && !isFetchingNextPage && !isPlaceholderData) void fetchNextPage()
  }, [depth, lowest, rows, hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage])

  const [stop, setStop] = useState(returnTo.current ?? 0)
  const newest = useRef(onOpen)
  useEffect(() => {
    newest.current = onOpen
  })
  const opened = useCallback(
    (row: RecordRow, index: number) => {
      setStop(index)
      returnTo.current = index
      newest.current(row)
    },
    [returnTo],
  )
  useEffect(() => {
    // The rows come a moment after the list: wait until the one that was opened is there.
    if (returnTo.current === null || lowest < returnTo.current) return
    // Only where the focus was lost with the screen before, or put on a title for want of better; never away from what someone is using.
    if (document.activeElement === document.body || document.activeElement?.tagName === 'H1') focusRow(scroller.current, returnTo.current)
    returnTo.current = null
  }, [lowest, returnTo])
  const moveTo = (to: number): void => {
    setStop(to)
    virtual.scrollToIndex(to, { align: 'auto' })
    requestAnimationFrame(() => focusRow(scroller.current, to))
  }
  const keyed = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1)
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -rows.count, End: rows.count }
    const step = steps[event.key]
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    // From where the focus is: it can come to a row otherwise than by these keys.
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]')?.dataset['index'] : undefined
    const at = Number(row ?? stop)
    const to = Math.max(0, Math.min(rows.count - 1, at + step))
    if (to === at) return
    event.preventDefault()
    moveTo(to)
  }

  if (isPending) {
    return (
      <Slow>
        <div className="list-skeleton" aria-hidden="true">
          {[0, 1, 2, 3, 4, 5].map((each) => (
            <div className="skeleton" key={each} />
          ))}
        </div>
      </Slow>
    )
  }
  if (rows.count === 0 && error === null && !isPlaceholderData) return empty
  const stopInView = Math.min(stop, Math.max(0, rows.count - 1))
  return (
    <>
      <ProblemNote of={error} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the buttons inside */}
      <div
        className="list-scroller"
        ref={scroller}
        onScroll={(event) => {
          scrollTop.current = event.currentTarget.scrollTop
        }}
        onKeyDown={keyed}
      >
        <ul className="list" aria-label={t`Incidents`} style={{ blockSize: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows.at(item.index)
            if (row === undefined) return null
            return (
              <li
                key={row.recordId}
                data-index={item.index}
                aria-setsize={hasNextPage ? -1 : rows.count}
                aria-posinset={item.index + 1}
                style={{ insetBlockStart: item.start, blockSize: item.size }}
              >
                <Row
                  row={row}
                  index={item.index}
                  words={words}
                  audience={spaces.audienceOf(row.spaceId, row.alsoIn)}
                  isHouse={row.spaceId === spaces.houseId && row.alsoIn.length === 0}
                  isOpen={row.recordId === openId}
                  isStop={item.index === stopInView || (items[0]?.index === item.index && !items.some((each) => each.index === stopInView))}
                  onOpen={opened}
                />
              </li>
            )
          })}
        </ul>
      </div>
    </>
  )
}

function focusRow(list: HTMLElement | null, index: number): void {
  list?.querySelector<HTMLElement>(`[data-index="${index}"] button`)?.focus({ preventScroll: true })
}
