import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useId } from 'react'
import type { Author, Conflict } from '../../../core/engine/contract/index.ts'
import { useNotice } from '../../app/notice.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import type { Said } from './said.ts'
import './versions.css'
import { useOnce } from '../../ui/use-once.ts'

export interface ConflictsProps {
  /** Who wrote the record: only they can choose. */
  author: Author
  conflicts: readonly Conflict[]
  said: Said
  /** Writes the value that stays; resolves when it is saved. */
  settle(field: string, value: unknown): Promise<unknown>
}

/** Fields that two people changed without seeing each other's words, each settled with one click. */
export function Conflicts({ author, conflicts, said, settle }: ConflictsProps): ReactNode {
  return (
    <div className="conflicts">
      <p className="quiet">
        {author.own ? (
          <Trans>These versions were written without seeing each other. Choose what is right: the other one stays in the history.</Trans>
        ) : (
          <Trans>
            These versions were written without seeing each other. Only <bdi>{author.name}</bdi> can choose. Both are kept in the history.
          </Trans>
        )}
      </p>
      {conflicts.map((conflict) => (
        <OneConflict key={conflict.field} isOurs={author.own} conflict={conflict} said={said} settle={settle} />
      ))}
    </div>
  )
}

type OneProps = Pick<ConflictsProps, 'said' | 'settle'> & { isOurs: boolean; conflict: Conflict }

function OneConflict({ isOurs, conflict, said, settle }: OneProps): ReactNode {
  const { t } = useLingui()
  const notice = useNotice()
  const id = useId()
  const field = said.label(conflict.field)
  const isSealed = said.isSealed?.(conflict.field) ?? false
  const settling = useOnce({
    mutationFn: (value: unknown) => settle(conflict.field, value),
    onMutate: () => notice(null),
    onSuccess: () => notice(t`Saved. The other version stays in the history.`),
  })
  return (
    <section className="conflict" aria-label={t`Two versions: ${field}`}>
      <h2>
        <Trans>Two versions of “{field}”</Trans>
      </h2>
      {isOurs && isSealed ? (
        <p>
          <Trans>Both are covered here. Press Amend, and write down the right one.</Trans>
        </p>
      ) : null}
      <ul className="conflict-values">
        {conflict.values.map((each, index) => (
          <li key={each.entryId}>
            <div id={`${id}-${index}`}>{said.value(conflict.field, each.value)}</div>
            <div className="conflict-foot">
              <span className="quiet">
                <bdi>{each.author.name}</bdi>, <Moment iso={each.savedAt} />
              </span>
              {isOurs && !isSealed ? (
                // All of these buttons say the same: what each would keep is read with it.
                <Button
                  aria-describedby={`${id}-${index}`}
                  onPress={() => settling.mutate(each.value)}
                  isDisabled={settling.isPending}
                >{t`Keep this one`}</Button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      <ProblemNote of={settling.error} />
    </section>
  )
}
