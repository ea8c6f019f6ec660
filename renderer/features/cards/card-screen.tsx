import { useLingui as useCatalogue } from '@lingui/react'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Pencil, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Card, CardKind, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { MENTION_WORDS } from '../../i18n/mentions.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Slow } from '../../ui/slow.tsx'
import { ComplaintParts } from '../complaints/complaint-parts.tsx'
import { ConsentParts } from '../consent/consent-parts.tsx'
import { useSpaces } from '../log/names.ts'
import { PerpetratorParts } from '../people/perpetrator-parts.tsx'
import { PersonParts } from '../people/person-parts.tsx'
import { RequestParts } from '../requests/request-parts.tsx'
import { Conflicts } from '../versions/conflicts.tsx'
import { History } from '../versions/history.tsx'
import { CardDraftHere } from './card-drafts.tsx'
import { CardFiles } from './card-files.tsx'
import { EraseCard } from './erase-card.tsx'
import { Facts } from './facts.tsx'
import { NoteParts, TestimonyParts } from './long-texts.tsx'
import { useCardSaid } from './said.tsx'
import { useTitleOf } from './title.ts'
import { useWriteChanges } from './use-amend.ts'
import './cards.css'

/** One record that is no incident, as it stands. */
export function CardScreen({ recordId }: { recordId: RecordId }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const { queries } = useEngine()
  const card = useQuery(queries.cards.get.queryOptions({ input: { recordId } }))
  if (card.isError) {
    return (
      <Page title={t`This page`} onBack={() => router.back()}>
        <ProblemNote of={card.error} />
      </Page>
    )
  }
  if (card.data === undefined) {
    return (
      <Slow>
        <div className="skeleton skeleton-page" />
      </Slow>
    )
  }
  return <Shown card={card.data} />
}

export interface PartsProps {
  card: Card
}

/** What the pages of some kinds have of their own: what comes first, and what follows the facts. */
const PARTS: Partial<Record<CardKind, (props: PartsProps & { facts: ReactNode }) => ReactNode>> = {
  person: PersonParts,
  perpetrator: PerpetratorParts,
  request: RequestParts,
  complaint: ComplaintParts,
  testimony: TestimonyParts,
  note: NoteParts,
  consent: ConsentParts,
}

function Shown({ card }: { card: Card }): ReactNode {
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const router = useRouter()
  const spaces = useSpaces()
  const said = useCardSaid(card.kind, card.names, card.fields)
  const write = useWriteChanges(card)
  const title = useTitleOf()(card)
  const [erasing, setErasing] = useState(false)
  const facts = <Facts card={card} said={said} spaces={spaces} />
  const Parts = PARTS[card.kind]
  return (
    <Page
      title={title}
      onBack={() => router.back()}
      backLabel={t`Back`}
      className="card-page"
      actions={
        card.author.own ? (
          <>
            {card.kind === 'consent' ? null : (
              <Button icon={Pencil} onPress={() => router.go({ screen: 'amend-card', recordId: card.recordId })}>{t`Amend`}</Button>
            )}
            <Button look="quiet" icon={Trash2} onPress={() => setErasing(true)}>{t`Erase`}</Button>
          </>
        ) : null
      }
    >
      <p className="quiet card-kind">{i18n._(MENTION_WORDS[card.kind])}</p>
      {card.author.own ? <CardDraftHere recordId={card.recordId} /> : null}
      {card.conflicts.length === 0 ? null : (
        <Conflicts author={card.author} conflicts={card.conflicts} said={said} settle={(field, value) => write({ [field]: value })} />
      )}
      {Parts === undefined ? facts : <Parts card={card} facts={facts} />}
      <CardFiles card={card} house={spaces.houseId} />
      <div>
        <History recordId={card.recordId} versions={card.versions} said={said} />
      </div>
      {erasing ? <EraseCard card={card} title={title} isHouse={card.spaceId === spaces.houseId} onClose={() => setErasing(false)} /> : null}
    </Page>
  )
}
