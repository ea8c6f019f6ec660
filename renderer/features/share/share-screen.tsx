import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { RecordId, SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useSpaces } from '../log/names.ts'
import { ChooseStep } from './choose-step.tsx'
import { FilesStep } from './files-step.tsx'
import { PreviewStep } from './preview-step.tsx'
import './share.css'

/** Shares an incident of ours in two steps: with whom (`audience`: chosen before), then what exactly leaves. */
export function ShareScreen({ recordId, audience }: { recordId: RecordId; audience: SpaceId | null }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const router = useRouter()
  const spaces = useSpaces()
  const [chosen, setChosen] = useState<SpaceId | null>(audience)
  const shareable = useQuery({
    ...queries.records.shareable.queryOptions({ input: { recordId, audience: chosen } }),
    placeholderData: keepPreviousData,
  })
  const [isShown, setShown] = useState(false)
  const open = (shareable.data?.coalitions ?? []).filter(({ writable, shared }) => writable && !shared)
  const choices = spaces.coalitions.filter(({ spaceId }) => open.some((each) => each.spaceId === spaceId))
  const coalition = choices.find(({ spaceId }) => spaceId === chosen) ?? (choices.length === 1 ? choices[0] : undefined)
  // What leaves differs from coalition to coalition: who agreed that this one gets it.
  if (coalition !== undefined && chosen === null) setChosen(coalition.spaceId)
  const missing = open.find(({ spaceId }) => spaceId === coalition?.spaceId)?.missing ?? []
  const there = shareable.data?.coalitions.find(({ spaceId, shared }) => spaceId === audience && shared)
  const having = there === undefined ? undefined : spaces.coalitions.find(({ spaceId }) => spaceId === audience)
  const back = (): void => router.back({ screen: 'log', recordId })
  if (having !== undefined && shareable.data !== undefined)
    return (
      <Page title={t`Files that partners get`} onBack={back} backLabel={t`Back to the incident`} className="share">
        {there?.writable ? (
          <FilesStep recordId={recordId} shareable={shareable.data} coalition={having} onDone={back} />
        ) : (
          <p>
            <Trans>
              You cannot write for <bdi>{having.name}</bdi> now, so its partners get no more files of this, and none can be taken off. What
              they have stays with them.
            </Trans>
          </p>
        )}
      </Page>
    )
  return (
    <Page
      key={isShown ? 'preview' : 'choose'}
      title={isShown ? t`This leaves, and nothing else` : t`Share with a coalition`}
      onBack={isShown ? () => setShown(false) : back}
      backLabel={isShown ? t`Back to the choice` : t`Back to the incident`}
      className="share"
    >
      <p className="quiet">{isShown ? <Trans>Step 2 of 2</Trans> : <Trans>Step 1 of 2</Trans>}</p>
      <ProblemNote of={shareable.error} />
      {shareable.data === undefined ? null : isShown && coalition !== undefined && !shareable.isPlaceholderData ? (
        <PreviewStep
          recordId={recordId}
          shareable={shareable.data}
          coalition={coalition}
          organisation={spaces.organisation}
          onDone={back}
        />
      ) : (
        <ChooseStep
          title={shareable.data.fields.title}
          choices={choices}
          canWrite={shareable.data.coalitions.some(({ writable }) => writable)}
          coalition={coalition}
          recordId={recordId}
          missing={missing}
          onChoose={setChosen}
          onNext={() => setShown(true)}
        />
      )}
    </Page>
  )
}
