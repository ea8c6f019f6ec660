import { memo, type ReactNode } from 'react'
import type { RecordRow } from '../../../core/engine/contract/index.ts'
import { Highlight } from '../../ui/highlight.tsx'
import type { RowWords } from './row-words.ts'

export interface RowProps {
  row: RecordRow
  index: number
  /** The same for every row until the language or the kinds of the organisation change. */
  words: RowWords
  /** "Only us", the coalition, or both: who can read it. */
  audience: string
  isHouse: boolean
  isOpen: boolean
  isStop: boolean
  /** The same function for every row and every render, or each row renders with each step of scrolling. */
  onOpen(row: RecordRow, index: number): void
}

/**
 * One incident of the list: what, where, when, who recorded it, who can read it, what it waits for. Nothing else. Someone who scrolls brings
 * ten new ones a frame: so each line is one text, an icon one path, and what asks or looks up is done once for the list (`useRowWords`).
 */
export const Row = memo(function Row({ row, index, words, audience, isHouse, isOpen, isStop, onOpen }: RowProps): ReactNode {
  const waits = words.waits(row)
  return (
    <button
      type="button"
      className="row"
      aria-current={isOpen ? 'true' : undefined}
      tabIndex={isStop ? 0 : -1}
      onClick={() => onOpen(row, index)}
    >
      <span className="row-title" dir="auto">
        {row.title}
      </span>
      <span className="row-facts">{words.facts(row)}</span>
      {row.snippet === null ? null : (
        <span className="row-snippet" dir="auto">
          <Highlight snippet={row.snippet} />
        </span>
      )}
      <span className="row-who">
        {waits === '' ? null : (
          <>
            <span className="row-waits">
              {CLOCK}
              {waits}
            </span>
            {' · '}
          </>
        )}
        {isHouse ? LOCK : USERS}
        {words.who(row, audience)}
      </span>
    </button>
  )
})

const sign = (d: string): ReactNode => (
  <svg className="row-sign" viewBox="0 0 24 24" aria-hidden="true">
    <path d={d} />
  </svg>
)

/** Lucide's "lock", "users" and "clock", each drawn as one path. */
const LOCK = sign('M5 11h14a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM7 11V7a5 5 0 0 1 10 0v4')
const USERS = sign(
  'M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2M16 3.128a4 4 0 0 1 0 7.744M22 21v-2a4 4 0 0 0-3-3.87M13 7a4 4 0 1 1-8 0a4 4 0 0 1 8 0z',
)
const CLOCK = sign('M12 6v6l4 2M22 12a10 10 0 1 1-20 0a10 10 0 0 1 20 0z')
