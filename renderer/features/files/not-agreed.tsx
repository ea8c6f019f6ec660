import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { ExportInput, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { NamedPeople, type Unnamed } from '../complaints/whose.tsx'
import { AskUnnamed } from '../consent/ask-unnamed.tsx'

interface NotAgreedProps {
  recordId: RecordId
  purpose: ExportInput['purpose']
  authority: string
}

/** Why a file may not be saved for others: who has not agreed, each with the way to their page or to write down here what they said. */
export function NotAgreed({ recordId, purpose, authority }: NotAgreedProps): ReactNode {
  const { queries } = useEngine()
  const [asking, setAsking] = useState<Unnamed | null>(null)
  const found = useQuery({ ...queries.files.disagreed.queryOptions({ input: { recordId, purpose, authority } }), staleTime: 0 })
  const again = (): void => {
    setAsking(null)
    void found.refetch()
  }
  if (asking !== null) return <AskUnnamed {...asking} onDone={again} />
  const { people, gone } = found.data ?? { people: [], gone: 0 }
  // Nobody can be asked whose page is gone.
  const toAsk = people.filter(({ recordId: person, name }) => person === null || name !== '')
  const isHeld = gone > 0 || toAsk.length < people.length
  return (
    <div role="alert" className="stack">
      {toAsk.length === 0 ? null : (
        <div className="note">
          <div>
            <p>
              {purpose === 'public' ? (
                <Trans>These people have not agreed that everybody may have this. Ask them, and write down what they said.</Trans>
              ) : (
                <Trans>
                  These people have not agreed that <bdi>{authority}</bdi> has this. Ask them, and write down what they said.
                </Trans>
              )}
            </p>
            <NamedPeople people={toAsk} authority={purpose === 'public' ? '' : authority} onAsk={setAsking} />
          </div>
        </div>
      )}
      {isHeld ? (
        <div className="note">
          <p>
            <Trans>
              Somebody whom this is about cannot be asked any more: their page, or the incident, is not here. The file can be saved for us
              only.
            </Trans>
          </p>
        </div>
      ) : null}
      {people.length === 0 && gone === 0 && found.data !== undefined ? (
        <p>
          <Trans>Everybody has agreed now. Press “Save the file” again.</Trans>
        </p>
      ) : null}
      <ProblemNote of={found.error} />
    </div>
  )
}
