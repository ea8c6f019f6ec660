import { useLingui as useCatalogue } from '@lingui/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Incident, SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useRouter } from '../../app/router.tsx'
import { listWords } from '../../i18n/lists.ts'
import { MENTION_WORDS } from '../../i18n/mentions.ts'
import { Ask } from '../../ui/ask.tsx'
import { ErasedMeans } from '../../ui/erased-means.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { filesOf } from '../files/fields.ts'
import { FilesGo } from '../files/files-go.tsx'
import { useLogState } from '../log/log-state.tsx'
import type { Spaces } from '../log/names.ts'
import { AlsoField, outOfReach, reachable } from '../share/also-field.tsx'

/** Asks before an incident is erased, and says what goes and what others keep. */
export function Erase(props: { incident: Incident; spaces: Spaces; isHouse: boolean; onClose: () => void }): ReactNode {
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const router = useRouter()
  const notice = useNotice()
  const { returnTo } = useLogState()
  const { incident, spaces, isHouse, onClose } = props
  const coalitions = reachable(incident, spaces)
  const [alsoIn, setAlsoIn] = useState<SpaceId[]>(() => coalitions.map(({ spaceId }) => spaceId))
  const isAsked = !isHouse || alsoIn.length > 0
  // What somebody has to look at then; links and answers go on without it.
  const standing = incident.mentions.filter(
    ({ kind, label }) => label !== '' && kind !== 'incident' && kind !== 'consent' && kind !== 'link',
  )
  const stays = coalitions.some(({ spaceId }) => !alsoIn.includes(spaceId))
  const beyond = outOfReach(incident, spaces)
  const erase = useOnce({
    mutationFn: () => client.records.erase({ recordId: incident.recordId, alsoIn }),
    onSuccess: () => {
      // Its row is gone: the focus goes to the title of the list.
      returnTo.current = null
      router.replace({ screen: 'log', recordId: null })
      notice(t`Erased. No screen shows it any more.`)
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
      <ErasedMeans />
      <FilesGo count={filesOf(incident.fields).length} />
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
      {beyond.length === 0 ? null : (
        <p>
          <Trans>
            What you shared with <bdi>{listWords(beyond)}</bdi> stays there, and gets a row of its own in the log: you cannot write there
            now, so nobody there can be asked to erase it.
          </Trans>
        </p>
      )}
      {standing.length === 0 ? null : (
        <>
          <p>
            <Trans>These stay, and will say that an incident they are about is not here any more. Amend them, or erase them too:</Trans>
          </p>
          <ul className="plain-list">
            {standing.map(({ recordId, label, kind }) => (
              <li key={recordId}>
                <bdi>{label}</bdi> <span className="quiet">{i18n._(MENTION_WORDS[kind])}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {!isAsked && !stays && beyond.length === 0 ? (
        <p>
          <Trans>Only your organisation had it.</Trans>
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
