import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Custody, FileReference } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { OnComputer } from './on-computer.tsx'

/** Who added, looked at and saved a file, oldest first, and the number that proves that it is the same one. */
export function CustodyList({ file }: { file: FileReference }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const chain = useQuery(queries.files.custody.queryOptions({ input: { sha256: file.sha256 } }))
  const words: Record<Custody['act'], string> = {
    added: t`Added`,
    viewed: t`Looked at`,
    exported: t`Saved on a computer`,
    shared: t`Shared`,
  }
  return (
    <div className="stack">
      <ProblemNote of={chain.error} />
      {chain.data?.length === 0 ? (
        <p className="quiet">
          <Trans>Nothing is written down yet. It begins when the record is saved.</Trans>
        </p>
      ) : (
        <ol className="custody" aria-label={t`Who had this file, oldest first`}>
          {chain.data?.map((one, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what is written down stays in its order
            <li key={i}>
              <strong>{words[one.act]}</strong> <Moment iso={one.at} />
              <span className="quiet">
                {one.who === '' ? null : <bdi>, {one.who}</bdi>}, <OnComputer of={one} />
              </span>
            </li>
          ))}
        </ol>
      )}
      <p className="quiet">
        <Trans>Fingerprint of the file (SHA-256). The same file always has the same one:</Trans>
        <br />
        <code className="fingerprint">{file.sha256}</code>
      </p>
    </div>
  )
}
