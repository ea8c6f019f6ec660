import type { ReactNode } from 'react'
import { Label, ProgressBar } from 'react-aria-components'

export interface ProgressProps {
  label: string
  words: ReactNode
  /** Null where nobody knows how much there is. */
  done: number | null
  total: number
}

/** How far something is, in a bar and in words. */
export function Progress({ label, words, done, total }: ProgressProps): ReactNode {
  return (
    <ProgressBar className="progress" value={done ?? 0} isIndeterminate={done === null} maxValue={Math.max(1, total)} valueLabel={words}>
      {({ percentage }) => (
        <>
          <div className="progress-words">
            <Label>{label}</Label>
            <span>{words}</span>
          </div>
          <div className="progress-track">
            {percentage === undefined ? (
              <div className="progress-fill progress-unknown" />
            ) : (
              <div className="progress-fill" style={{ inlineSize: `${percentage}%` }} />
            )}
          </div>
        </>
      )}
    </ProgressBar>
  )
}
