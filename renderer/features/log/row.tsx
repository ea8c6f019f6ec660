import { Trans, useLingui } from '@lingui/react/macro'
import { Lock, Users } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import type { RecordRow } from '../../../core/engine/contract/index.ts'
import { listWords } from '../../i18n/lists.ts'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { Highlight } from '../../ui/highlight.tsx'
import { usePartialWords } from '../../ui/moment.tsx'

const TYPES_SHOWN = 2

export interface RowProps {
  row: RecordRow
  index: number
  /** "Only us", the coalition, or both: who can read it. */
  audience: string
  isHouse: boolean
  isOpen: boolean
  isStop: boolean
  /** The same function for every row and every render, or each row renders with each step of scrolling. */
  onOpen(row: RecordRow, index: number): void
}

/** One incident of the list: what, where, when, who recorded it, who can read it, what it waits for. Nothing else. */
export const Row = memo(function Row({ row, index, audience, isHouse, isOpen, isStop, onOpen }: RowProps): ReactNode {
  const { t } = useLingui()
  const typeWords = useTypeWords()
  const whenWords = usePartialWords()
  const kinds = row.types.slice(0, TYPES_SHOWN).map(typeWords)
  const more = row.types.length - kinds.length
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
      <span className="row-facts">
        <span>{whenWords(row.start)}</span>
        {row.area === '' ? null : (
          <span>
            <bdi>{row.area}</bdi>
          </span>
        )}
        {kinds.length === 0 ? null : <span>{listWords(more > 0 ? [...kinds, t`${more} more`] : kinds)}</span>}
      </span>
      {row.snippet === null ? null : (
        <span className="row-snippet" dir="auto">
          <Highlight snippet={row.snippet} />
        </span>
      )}
      <span className="row-who">
        <span className="row-audience">
          {isHouse ? <Lock aria-hidden /> : <Users aria-hidden />}
          <bdi>{audience}</bdi>
        </span>
        {row.author.own ? null : (
          <span>
            <Trans>
              by <bdi>{row.author.name}</bdi>
            </Trans>
          </span>
        )}
        {row.conflict ? <span className="row-conflict">{t`Two versions to choose from`}</span> : null}
      </span>
    </button>
  )
})
