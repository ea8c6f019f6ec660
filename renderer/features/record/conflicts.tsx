import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { type Conflict, type Incident, incidentChangesSchema } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { FieldValue, useFieldWords } from './values.tsx'

/** Fields that two people changed without seeing each other's words, each settled with one click. */
export function Conflicts({ incident }: { incident: Incident }): ReactNode {
  return (
    <div className="conflicts">
      <p className="quiet">
        {incident.author.own ? (
          <Trans>These versions were written without seeing each other. Choose what is right: the other one stays in the history.</Trans>
        ) : (
          <Trans>
            These versions were written without seeing each other. Only <bdi>{incident.author.name}</bdi> can choose. Both are kept in the
            history.
          </Trans>
        )}
      </p>
      {incident.conflicts.map((conflict) => (
        <OneConflict key={conflict.field} incident={incident} conflict={conflict} />
      ))}
    </div>
  )
}

function OneConflict({ incident, conflict }: { incident: Incident; conflict: Conflict }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const fieldWords = useFieldWords()
  const id = useId()
  const field = fieldWords(conflict.field)
  const settle = useMutation({
    mutationFn: (value: unknown) =>
      client.records.amend({
        recordId: incident.recordId,
        heads: incident.heads,
        changes: incidentChangesSchema.parse({ [conflict.field]: value }),
      }),
    onMutate: () => notice(null),
    onSuccess: () => {
      notice(t`Saved. The other version stays in the history.`)
      return cache.invalidateQueries({ queryKey: queries.records.key() })
    },
  })
  return (
    <section className="conflict" aria-label={t`Two versions: ${field}`}>
      <h2>
        <Trans>Two versions of “{field}”</Trans>
      </h2>
      <ul className="conflict-values">
        {conflict.values.map((each, index) => (
          <li key={each.entryId}>
            <div id={`${id}-${index}`}>
              <FieldValue field={conflict.field} value={each.value} />
            </div>
            <div className="conflict-foot">
              <span className="quiet">
                <bdi>{each.author.name}</bdi>, <Moment iso={each.savedAt} />
              </span>
              {incident.author.own ? (
                // All of these buttons say the same: what each would keep is read with it.
                <Button
                  aria-describedby={`${id}-${index}`}
                  onPress={() => settle.mutate(each.value)}
                  isDisabled={settle.isPending}
                >{t`Keep this one`}</Button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      <ProblemNote of={settle.error} />
    </section>
  )
}
