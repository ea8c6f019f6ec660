import { Plural } from '@lingui/react/macro'
import type { ReactNode } from 'react'

/** How many files are erased with a record, and what stays of them. */
export function FilesGo({ count }: { count: number }): ReactNode {
  if (count === 0) return null
  return (
    <p>
      <Plural
        value={count}
        one="Its photo or file goes too. Copies that somebody saved elsewhere stay where they are."
        other="Its # photos and files go too. Copies that somebody saved elsewhere stay where they are."
      />
    </p>
  )
}
