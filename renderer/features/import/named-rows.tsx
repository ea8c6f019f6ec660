import { Plural } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Checkbox } from 'react-aria-components'
import type { MappingCheck } from '../../../core/engine/contract/index.ts'

export interface NamedRowsProps {
  check: MappingCheck
  /** The mark of rows that a person has read; of others it says nothing. */
  read: string | null
  onRead(mark: string | null): void
}

/** Rows whose words may name somebody: they stay out of the coalition until a person has read them. */
export function NamedRows({ check: { named: mark, issues }, read, onRead }: NamedRowsProps): ReactNode {
  const rows = issues.find(({ issue }) => issue === 'named')?.count ?? 0
  if (mark === null || rows === 0) return null
  return (
    <div className="note note-strong" role="status">
      <div className="stack-close">
        <p>
          <Plural
            value={rows}
            one="# row may name somebody who is not to be named. It is left out until you have read it."
            other="# rows may name somebody who is not to be named. They are left out until you have read them."
          />
        </p>
        <Checkbox className="pick pick-box pick-bare" isSelected={read === mark} onChange={(isRead) => onRead(isRead ? mark : null)}>
          <Plural value={rows} one="I have read it, and it may go as it is" other="I have read them, and they may go as they are" />
        </Checkbox>
      </div>
    </div>
  )
}
