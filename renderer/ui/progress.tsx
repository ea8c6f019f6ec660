import type { ReactNode } from 'react'
import { Label, ProgressBar } from 'react-aria-components'

/** How far something is, in a bar and in words. */
export function Progress({ label, words, done, total }: { label: string; words: ReactNode; done: number; total: number }): ReactNode {
  return (
    <ProgressBar className="progress" value={done} maxValue={Math.max(1, total)} valueLabel={words}>
      {({ percentage }) => (
        <>
          <div className="progress-words">
            <Label>{label}</Label>
            <span>{words}</span>
          </div>
          <div className="progress-track">
            <div className="progress-fill" style={{ inlineSize: `${percentage ?? 0}%` }} />
          </div>
        </>
      )}
    </ProgressBar>
  )
}
