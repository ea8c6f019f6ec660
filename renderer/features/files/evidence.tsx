import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { partialDateSchema } from '../../../core/engine/contract/index.ts'
import { usePartialWords } from '../../ui/moment.tsx'

/** When a file was taken and by whom, where that is said. */
export function Evidence({ value }: { value: unknown }): ReactNode {
  const whenWords = usePartialWords()
  if (typeof value !== 'object' || value === null) return null
  const { taken, takenBy } = value as { taken?: unknown; takenBy?: unknown }
  const { data: date } = partialDateSchema.safeParse(taken)
  const who = typeof takenBy === 'string' ? takenBy : ''
  if (date === undefined && who === '') return null
  return (
    <span className="quiet">
      {date === undefined ? (
        <Trans>
          Taken by <bdi>{who}</bdi>
        </Trans>
      ) : who === '' ? (
        <Trans>Taken {whenWords(date)}</Trans>
      ) : (
        <Trans>
          Taken {whenWords(date)} by <bdi>{who}</bdi>
        </Trans>
      )}
    </span>
  )
}
