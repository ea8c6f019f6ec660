import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Lock, Pencil, Share2, Trash2, Users } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { type Incident, incidentChangesSchema, type RecordId, type SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useRouter } from '../../app/router.tsx'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { Ask } from '../../ui/ask.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment, usePartialWords } from '../../ui/moment.tsx'
import { More } from '../../ui/more.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Slow } from '../../ui/slow.tsx'
import { useLogState } from '../log/log-state.tsx'
import type { Spaces } from '../log/names.ts'
import { AlsoField, reachable } from '../share/also-field.tsx'
import { MadeFrom, SharedAs } from '../share/ties.tsx'
import { Conflicts } from '../versions/conflicts.tsx'
import { History } from '../versions/history.tsx'
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
  const said = useIncidentSaid()
  const [erasing, setErasing] = useState(false)
  const { recordId, fields, author } = incident
  const isHouse = incident.spaceId === spaces.houseId
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
      {incident.disputed ? <Disputed /> : null}
      {incident.conflicts.length === 0 ? null : <IncidentConflicts incident={incident} />}
      {incident.madeFrom === null ? null : <MadeFrom madeFrom={incident.madeFrom} coalition={spaces.nameOf(incident.spaceId)} />}
      <Facts incident={incident} spaces={spaces} isHouse={isHouse} />
      {fields.narrative === '' ? null : (
        <p className="said narrative" dir="auto">
          {fields.narrative}
        </p>
      )}
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
  const said = useIncidentSaid()
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

function Facts({ incident, spaces, isHouse }: { incident: Incident; spaces: Spaces; isHouse: boolean }): ReactNode {
  const { t } = useLingui()
  const whenWords = usePartialWords()
  const typeWords = useTypeWords()
  const { fields, author } = incident
  return (
    <dl className="facts">
      <dt>{t`When`}</dt>
      <dd>{whenWords(fields.start)}</dd>
      <dt>{t`Where`}</dt>
      <dd dir="auto">{fields.area === '' ? t`Place not known` : fields.area}</dd>
      {fields.types.length === 0 ? null : (
        <>
          <dt>{t`Kinds`}</dt>
          <dd>
            <ul className="tags">
              {fields.types.map((slug) => (
                <li className="tag" key={slug}>
                  <bdi>{typeWords(slug)}</bdi>
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
      <dt>{t`Recorded`}</dt>
      <dd>
        <Moment iso={incident.savedAt} />
        {author.own ? null : (
          <>
            {' '}
            <Trans>
              by <bdi>{author.name}</bdi>
            </Trans>
          </>
        )}
        {incident.amendedAt === null ? null : (
          <>
            {' '}
            <span className="quiet">
              <Trans>
                (amended <Moment iso={incident.amendedAt} />)
              </Trans>
            </span>
          </>
        )}
      </dd>
      <dt>{t`Who can read it`}</dt>
      <dd className="facts-audience">
        {isHouse && incident.sharedAs.length === 0 ? <Lock aria-hidden /> : <Users aria-hidden />}
        {incident.sharedAs.length === 0 ? <bdi>{spaces.nameOf(incident.spaceId)}</bdi> : <SharedAs incident={incident} spaces={spaces} />}
      </dd>
      {isHouse ? null : <Reached recordId={incident.recordId} />}
    </dl>
  )
}

/** On how many computers of partners it is by now. */
function Reached({ recordId }: { recordId: RecordId }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const reach = useQuery(queries.records.reach.queryOptions({ input: { recordId } }))
  if (reach.data === undefined || reach.data === null || reach.data.of === 0) return null
  const { computers, partners, of } = reach.data
  return (
    <>
      <dt>{t`Has arrived`}</dt>
      <dd>
        {computers === 0 ? (
          <Trans>No partner has said yet that they have it. It goes to them when they are next connected, or with a courier drive.</Trans>
        ) : (
          <Trans>
            With {partners} of <Plural value={of} one="# partner" other="# partners" />, on{' '}
            <Plural value={computers} one="# computer" other="# computers" />
          </Trans>
        )}
      </dd>
    </>
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

function Erase(props: { incident: Incident; spaces: Spaces; isHouse: boolean; onClose: () => void }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const router = useRouter()
  const notice = useNotice()
  const { returnTo } = useLogState()
  const { incident, spaces, isHouse, onClose } = props
  const coalitions = reachable(incident, spaces)
  const [alsoIn, setAlsoIn] = useState<SpaceId[]>(() => coalitions.map(({ spaceId }) => spaceId))
  const isAsked = !isHouse || alsoIn.length > 0
  const stays = incident.sharedAs.some(({ spaceId }) => !alsoIn.includes(spaceId))
  const erase = useMutation({
    mutationFn: () => client.records.erase({ recordId: incident.recordId, alsoIn }),
    onSuccess: () => {
      // Its row is gone: the focus goes to the title of the list.
      returnTo.current = null
      router.replace({ screen: 'log', recordId: null })
      notice(t`Erased from this computer.`)
      void cache.invalidateQueries({ queryKey: queries.records.key() })
    },
  })
  return (
    <Ask
      title={t`Erase this incident?`}
      action={t`Erase it for good`}
      onAction={() => erase.mutate()}
      onClose={onClose}
      isBusy={erase.isPending}
    >
      <p className="said" dir="auto">
        {incident.fields.title}
      </p>
      <p>
        <Trans>It goes from this log with its whole history, and nobody can bring it back, not even with the recovery words.</Trans>
      </p>
      {coalitions.length === 0 ? null : (
        <AlsoField label={t`Erase what you shared with them too`} coalitions={coalitions} value={alsoIn} onChange={setAlsoIn} />
      )}
      {incident.madeFrom === null ? null : (
        <p>
          <Trans>The incident of your own that you shared stays in the log.</Trans>
        </p>
      )}
      {stays ? (
        <p>
          <Trans>What you shared stays with those you do not choose, and gets a row of its own in the log.</Trans>
        </p>
      ) : null}
      {!isAsked && !stays ? (
        <p>
          <Trans>Only your organisation had it. Paper copies and spreadsheets that you saved stay as they are.</Trans>
        </p>
      ) : null}
      {!isAsked ? null : (
        <p>
          <Trans>
            Partners’ computers are asked to erase it too, when they are next connected. What they have read or copied before, Parasol
            cannot take back.
          </Trans>
        </p>
      )}
      <ProblemNote of={erase.error} />
    </Ask>
  )
}
