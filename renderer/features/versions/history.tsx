import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { RecordId, Version } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Moment } from '../../ui/moment.tsx'
import { More } from '../../ui/more.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import type { Said } from './said.ts'
import './versions.css'

/** Every step of a record, newest first. Asked for when it is opened. */
export function History({ recordId, versions, said }: { recordId: RecordId; versions: number; said: Said }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const [opened, setOpened] = useState(false)
  const history = useQuery({ ...queries.records.history.queryOptions({ input: { recordId } }), enabled: opened })
  return (
    <More title={t`History`} holds={<Plural value={versions} one="# step" other="# steps" />} onOpen={() => setOpened(true)}>
      <ProblemNote of={history.error} />
      <ol className="history" aria-label={t`History, newest first`}>
        {/* Some pages have asked for it already, for what they say of it themselves. */}
        {opened ? history.data?.toReversed().map((version) => <Step key={version.entryId} version={version} said={said} />) : null}
      </ol>
    </More>
  )
}

function Step({ version, said }: { version: Version; said: Said }): ReactNode {
  return (
    <li>
      <p>
        {version.action === 'written' ? (
          <Trans>
            Written <Moment iso={version.savedAt} /> by <bdi>{version.author.name}</bdi>
          </Trans>
        ) : (
          <Trans>
            Amended <Moment iso={version.savedAt} /> by <bdi>{version.author.name}</bdi>
          </Trans>
        )}
      </p>
      {version.action === 'written' ? null : (
        <dl className="history-changes">
          {version.changes.map((change) => (
            <div key={change.field}>
              <dt>{said.label(change.field)}</dt>
              <dd>
                <del>
                  <span className="visually-hidden">
                    <Trans>Before:</Trans>{' '}
                  </span>
                  {said.value(change.field, change.before)}
                </del>
                <ins>
                  <span className="visually-hidden">
                    <Trans>Now:</Trans>{' '}
                  </span>
                  {said.value(change.field, change.after)}
                </ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}
