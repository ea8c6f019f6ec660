import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { isForAuthority, isSameAuthority } from '../../../core/engine/contract/consent.ts'
import type { RecordId } from '../../../core/engine/contract/index.ts'
import { listWords } from '../../i18n/lists.ts'
import { textOf } from '../cards/form-model.ts'
import { today } from '../follow/day-groups.ts'
import { standingOf } from './standing.ts'
import { useConsentsOf } from './use-consents.ts'

/** For which other authorities somebody has agreed: it may be the same one, called otherwise. */
export function AgreedFor({ person, authority }: { person: RecordId; authority: string }): ReactNode {
  const { cards } = useConsentsOf({ person })
  const names = cards
    .filter((card) => isForAuthority(Number(card.fields['level'])) && standingOf(card, cards, today()) === 'holds')
    .map(({ fields }) => textOf(fields['recipient']))
    .filter((name) => name !== '' && !isSameAuthority(name, authority))
  if (names.length === 0) return null
  return (
    <span className="quiet">
      {' '}
      <Trans>
        They agreed for <bdi>{listWords([...new Set(names)])}</bdi>. If that is the same, write it the same way.
      </Trans>
    </span>
  )
}
