import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNote } from '../../ui/problem.tsx'

export interface DraftActs {
  onGoOn(): void
  onThrowAway(): void
  isBusy: boolean
  error: Error | null
}

export interface OfferedDraftProps extends DraftActs {
  /** ISO 8601: when it was last kept. */
  updatedAt: string
  isNew: boolean
  /** What kind of record it is, where that is no incident. */
  kind?: string
  /** What it is called so far; may be empty. */
  title: string
}

/** What was begun and not saved, of whatever kind: to go on with or to throw away. */
export function OfferedDraft({ updatedAt, isNew, kind, title, ...acts }: OfferedDraftProps): ReactNode {
  return (
    <Offer {...acts}>
      {isNew ? (
        <Trans>
          You began to write something <Moment iso={updatedAt} />.
        </Trans>
      ) : (
        <Trans>
          You began to amend something <Moment iso={updatedAt} />.
        </Trans>
      )}{' '}
      {kind === undefined ? null : <span className="quiet">{kind} </span>}
      {title === '' ? null : (
        <span className="draft-title">
          <bdi>{title}</bdi>
        </span>
      )}
    </Offer>
  )
}

/** The same on the page of the record that it would change. */
export function BegunChange({ updatedAt, ...acts }: DraftActs & Pick<OfferedDraftProps, 'updatedAt'>): ReactNode {
  return (
    <Offer {...acts}>
      <Trans>
        You began to change this <Moment iso={updatedAt} />.
      </Trans>
    </Offer>
  )
}

function Offer({ onGoOn, onThrowAway, isBusy, error, children }: DraftActs & { children: ReactNode }): ReactNode {
  const { t } = useLingui()
  return (
    <div className="note note-strong">
      <p>{children}</p>
      <div className="actions">
        <Button onPress={onGoOn}>{t`Go on`}</Button>
        <Button look="quiet" onPress={onThrowAway} isDisabled={isBusy}>{t`Throw away`}</Button>
      </div>
      <ProblemNote of={error} />
    </div>
  )
}
