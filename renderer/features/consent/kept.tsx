import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { CheckCheck, Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { type Card, LIMITS } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { textOf } from '../cards/form-model.ts'
import { useOneClick } from '../cards/use-amend.ts'
import { today } from '../follow/day-groups.ts'
import { NO_FILTERS, useLogState } from '../log/log-state.tsx'
import { MentionRows } from '../people/named-list.tsx'
import { consentOf } from './standing.ts'

export interface KeptProps {
  /** An answer by which somebody has taken back even that we keep it. */
  card: Card
  /** That all was looked at is on the disk, and the button for it gone. */
  onClosed(): void
}

/** What is still here of somebody who wants us to keep nothing: each leads to where it is erased. Nothing where they have agreed to something since. */
export function Kept({ card, onClosed }: KeptProps): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const kept = useQuery(queries.cards.kept.queryOptions({ input: { recordId: card.recordId } }))
  const records = kept.data?.records ?? []
  if (kept.data?.counts === false) return null
  return (
    <section className="card-section" aria-label={t`What is still here of them`}>
      <h2>
        <Trans>What is still here of them</Trans>
      </h2>
      <ProblemNote of={kept.error} />
      {kept.data === undefined ? null : records.length === 0 ? (
        <p>
          <Trans>Parasol finds nothing more that names them. Erase this answer too, with “Erase” at the top.</Trans>
        </p>
      ) : (
        <>
          <p>
            <Trans>
              They want you to keep nothing of them, not even for yourselves. Begin at the top: open each and erase it, with its files.
              Parasol says first what nobody can bring back.
            </Trans>
          </p>
          <MentionRows label={t`What is still here of them`} mentions={records} />
          {records.length < LIMITS.kept ? null : (
            <p className="quiet">
              <Trans>There are more. They come up here as you erase these.</Trans>
            </p>
          )}
          <p className="quiet">
            <Trans>
              If a record is about others too, take this person out of it with “Amend”. Its history still says what it said before.
            </Trans>
          </p>
        </>
      )}
      {kept.data === undefined ? null : <Elsewhere card={card} />}
      {kept.data !== undefined && consentOf(card).closed == null ? <LookedAt card={card} onClosed={onClosed} /> : null}
    </section>
  )
}

/** What no list can have. */
function Elsewhere({ card }: { card: Card }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const log = useLogState()
  const name = textOf(card.names[textOf(card.fields['person']) as keyof Card['names']])
  return (
    <>
      <p className="quiet">
        <Trans>
          Parasol does not list words that only say their name, what somebody has begun to write, spreadsheets that you saved, and paper.
          Look for these yourselves.
        </Trans>
      </p>
      {name === '' ? null : (
        <div className="actions">
          <Button
            icon={Search}
            onPress={() => {
              log.setFilters({ ...NO_FILTERS, text: name })
              router.go({ screen: 'log', recordId: null })
            }}
          >{t`Look for “${name}” in the log`}</Button>
        </div>
      )}
    </>
  )
}

/** Something may have to stay: then somebody says that all of it was looked at, and nobody is reminded any more. */
function LookedAt({ card, onClosed }: KeptProps): ReactNode {
  const { t } = useLingui()
  const change = useOneClick(card)
  return (
    <>
      <p>
        <Trans>“To follow” reminds you until this answer is erased as the last, or until you say that what is left has to stay.</Trans>
      </p>
      <div className="actions">
        <Button
          icon={CheckCheck}
          isDisabled={change.isPending}
          onPress={() =>
            change.mutate({
              changes: { closed: { date: today(), about: false } },
              words: t`Saved on this computer. Nobody is reminded of this any more.`,
              undo: true,
              onSaved: onClosed,
            })
          }
        >{t`We have looked at all of it`}</Button>
      </div>
      <ProblemNote of={change.error} />
    </>
  )
}
