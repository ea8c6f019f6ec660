import { useLingui as useCatalogue } from '@lingui/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Card } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useRouter } from '../../app/router.tsx'
import { KIND_WORDS } from '../../i18n/card-kinds.ts'
import { Ask } from '../../ui/ask.tsx'
import { ErasedMeans } from '../../ui/erased-means.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { takeBack, wantsNothingKept } from '../consent/taken-back.ts'
import { useConsentsAmong } from '../consent/use-consents.ts'
import { filesOf } from '../files/fields.ts'
import { FilesGo } from '../files/files-go.tsx'
import { listOfKind } from './layout.ts'

export interface EraseCardProps {
  card: Card
  title: string
  isHouse: boolean
  onClose(): void
}

/** Asks before a record goes for good, and says what goes with it and what stays. */
export function EraseCard({ card, title, isHouse, onClose }: EraseCardProps): ReactNode {
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const router = useRouter()
  const notice = useNotice()
  const { recordId, kind } = card
  const consents = card.mentions.filter((mention) => mention.kind === 'consent')
  const naming = card.mentions.length - consents.length
  const answers = useConsentsAmong(kind === 'person' ? consents : [])
  const staysAnswered = naming > 0 && answers.cards.some(wantsNothingKept)
  const erase = useOnce({
    mutationFn: async () => {
      // First what they agreed to, as it says nothing without the person; all of it is taken back before any goes, or an earlier one would hold again.
      if (kind === 'person') {
        const cards = await Promise.all(consents.map((consent) => client.cards.get({ recordId: consent.recordId })))
        for (const consent of cards) await takeBack(client, consent)
        // By an answer that wants nothing kept the rest is found: it is the last to go.
        for (const consent of cards)
          if (naming === 0 || !wantsNothingKept(consent)) await client.records.erase({ recordId: consent.recordId })
      }
      await client.records.erase({ recordId })
    },
    onSuccess: () => {
      router.replace(listOfKind(kind))
      notice(t`Erased. No screen shows it any more.`)
      void cache.invalidateQueries({ queryKey: queries.cards.key() })
      void cache.invalidateQueries({ queryKey: queries.records.key() })
    },
  })
  return (
    <Ask
      title={i18n._(KIND_WORDS[kind].erase)}
      action={t`Erase it for good`}
      onAction={() => erase.mutate()}
      onClose={onClose}
      isBusy={erase.isPending}
    >
      <p className="said" dir="auto">
        {title}
      </p>
      <ErasedMeans />
      <FilesGo count={filesOf(card.fields).length} />
      {kind === 'type' ? (
        <p>
          <Trans>Incidents of this kind stay, and say “A kind that is not here” in its place.</Trans>
        </p>
      ) : null}
      {kind === 'person' ? (
        <p>
          <Trans>
            With this page go the real name, the contacts and everything they agreed to. What coalitions have of incidents in which they
            were harmed is erased there too.
          </Trans>
        </p>
      ) : null}
      {staysAnswered ? (
        <p>
          <Trans>That they want you to keep nothing stays in “To follow”, with what else names them, until that is erased too.</Trans>
        </p>
      ) : null}
      {naming === 0 ? null : (
        <p>
          <Plural
            value={naming}
            one="# record names it. It stays, and says there that this is not here any more."
            other="# records name it. They stay, and say there that this is not here any more."
          />
        </p>
      )}
      {isHouse ? null : (
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
