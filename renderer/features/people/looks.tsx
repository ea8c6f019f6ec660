import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Moment } from '../../ui/moment.tsx'
import { More } from '../../ui/more.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { OnComputer } from '../files/on-computer.tsx'
import '../files/files.css'

/** Who has looked at the real name and contacts of a person, and when those of everybody were looked for; asked once somebody wants to know. */
export function Looks({ recordId }: { recordId: RecordId }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const [isWanted, setWanted] = useState(false)
  const looks = useQuery({ ...queries.records.shown.queryOptions({ input: { recordId, field: 'identity' } }), enabled: isWanted })
  const isSought = looks.data?.some((look) => look.recordId === null)
  return (
    <More title={t`Who has looked at them`} level={3} onOpen={() => setWanted(true)}>
      <div className="stack">
        <ProblemNote of={looks.error} />
        {looks.data?.length === 0 ? (
          <p className="quiet">
            <Trans>Nobody has looked at them yet.</Trans>
          </p>
        ) : (
          <ol className="custody" aria-label={t`Who has looked at them, oldest first`}>
            {looks.data?.map((look, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: what is written down stays in its order
              <li key={i}>
                <strong>{look.recordId === null ? t`All real names were looked for in very many words` : t`Looked at`}</strong>{' '}
                <Moment iso={look.at} />
                <span className="quiet">
                  , <OnComputer of={look} />
                </span>
              </li>
            ))}
          </ol>
        )}
        {isSought ? (
          <p className="quiet">
            <Trans>
              Parasol looks for real names in a large spreadsheet, a file or an incident before it leaves. If nobody of you was about to
              bring in, save or share so much then, somebody may have tried names there. Ask who was at that computer.
            </Trans>
          </p>
        ) : null}
      </div>
    </More>
  )
}
