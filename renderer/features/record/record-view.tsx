import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil, Share2, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { type Incident, incidentChangesSchema, type RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { More } from '../../ui/more.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Slow } from '../../ui/slow.tsx'
import type { Spaces } from '../log/names.ts'
import { MadeFrom } from '../share/ties.tsx'
import { Conflicts } from '../versions/conflicts.tsx'
import { History } from '../versions/history.tsx'
import { IncidentDraft } from '../write/incident-draft.tsx'
import { Details } from './details.tsx'
import { Erase } from './erase.tsx'
import { Facts } from './facts.tsx'
import { FollowUp } from './follow-up.tsx'
import { IncidentFiles } from './incident-files.tsx'
import { Links } from './links.tsx'
import { useIncidentSaid } from './values.tsx'
import './record.css'

export interface RecordViewProps {
  recordId: RecordId
  spaces: Spaces
  onBack?: (() => void) | undefined
  focusTitle: boolean
}

/** One incident as it stands, what is undecided about it, and how it came to be. */
export function RecordView({ recordId, spaces, onBack, focusTitle }: RecordViewProps): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const incident = useQuery(queries.records.get.queryOptions({ input: { recordId } }))
  if (incident.isError) {
    return (
      <Page title={t`Incident`} onBack={onBack} backLabel={t`Back to the log`} focusTitle={focusTitle}>
        <ProblemNote of={incident.error} />
      </Page>
    )
  }
  if (incident.data === undefined) {
    return (
      <Slow>
        <div className="skeleton skeleton-page" />
      </Slow>
    )
  }
  return <Shown incident={incident.data} spaces={spaces} onBack={onBack} focusTitle={focusTitle} />
}

function Shown(props: { incident: Incident; spaces: Spaces; onBack: (() => void) | undefined; focusTitle: boolean }): ReactNode {
  const { incident, spaces, onBack, focusTitle } = props
  const { t } = useLingui()
  const router = useRouter()
  const said = useIncidentSaid(incident.names)
  const [erasing, setErasing] = useState(false)
  const { recordId, fields, author } = incident
  const isHouse = incident.spaceId === spaces.houseId
  const canLink = isHouse || spaces.coalitions.some((each) => each.writable && each.spaceId === incident.spaceId)
  const isSharable =
    isHouse && spaces.coalitions.some((each) => each.writable && !incident.sharedAs.some(({ spaceId }) => spaceId === each.spaceId))
  return (
    <Page
      title={fields.title}
      onBack={onBack}
      backLabel={t`Back to the log`}
      focusTitle={focusTitle}
      className="record"
      actions={
        author.own ? (
          <>
            <Button icon={Pencil} onPress={() => router.go({ screen: 'amend', recordId, draftId: null })}>{t`Amend`}</Button>
            {isSharable ? (
              <Button icon={Share2} onPress={() => router.go({ screen: 'share', recordId })}>{t`Share with a coalition…`}</Button>
            ) : null}
            <Button look="quiet" icon={Trash2} onPress={() => setErasing(true)}>{t`Erase`}</Button>
          </>
        ) : null
      }
    >
      {author.own ? <IncidentDraft recordId={recordId} /> : null}
      {incident.disputed ? <Disputed /> : null}
      {incident.conflicts.length === 0 ? null : <IncidentConflicts incident={incident} />}
      {incident.madeFrom === null ? null : <MadeFrom madeFrom={incident.madeFrom} coalition={spaces.nameOf(incident.spaceId)} />}
      <Facts incident={incident} spaces={spaces} isHouse={isHouse} />
      <Details incident={incident} />
      <IncidentFiles incident={incident} house={spaces.houseId} />
      <Links incident={incident} canLink={canLink} />
      <FollowUp incident={incident} isHouse={isHouse} />
      <div>
        {fields.source === null ? null : <Source source={fields.source} />}
        <History recordId={recordId} versions={incident.versions} said={said} />
      </div>
      {erasing ? <Erase incident={incident} spaces={spaces} isHouse={isHouse} onClose={() => setErasing(false)} /> : null}
    </Page>
  )
}

function IncidentConflicts({ incident }: { incident: Incident }): ReactNode {
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const said = useIncidentSaid(incident.names)
  const settle = async (field: string, value: unknown): Promise<void> => {
    const { recordId, heads } = incident
    await client.records.amend({ recordId, heads, changes: incidentChangesSchema.parse({ [field]: value }) })
    await cache.invalidateQueries({ queryKey: queries.records.key() })
  }
  return <Conflicts author={incident.author} conflicts={incident.conflicts} said={said} settle={settle} />
}

/** That its author's computer has told others something else. */
function Disputed(): ReactNode {
  return (
    <div className="note">
      <p>
        <Trans>
          There are two versions of the log of the computer that wrote this. Others may read something else here. Ask its organisation what
          is right.
        </Trans>
      </p>
    </div>
  )
}

function Source({ source }: { source: NonNullable<Incident['fields']['source']> }): ReactNode {
  const { t } = useLingui()
  return (
    <More title={t`From a spreadsheet`} holds={t`${source.fileName}, row ${source.row}`}>
      {source.cells.length === 0 ? (
        <p className="quiet">
          <Trans>Every cell of the row went into the incident.</Trans>
        </p>
      ) : (
        <dl className="facts">
          {source.cells.map((cell, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns of one file can have the same name
            <div className="facts-pair" key={index}>
              <dt dir="auto">{cell.name}</dt>
              <dd className="said" dir="auto">
                {cell.value}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </More>
  )
}
