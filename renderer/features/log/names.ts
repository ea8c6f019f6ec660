import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { Coalition, SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { listWords } from '../../i18n/lists.ts'

export interface Spaces {
  houseId: SpaceId | null
  organisation: string
  coalitions: readonly Coalition[]
  /** Who can read what is in a space: "Only us", or the name of the coalition. */
  nameOf(spaceId: SpaceId): string
  /** The same for an incident that was shared with coalitions too. */
  audienceOf(spaceId: SpaceId, alsoIn: readonly SpaceId[]): string
}

const NONE: readonly Coalition[] = []

/** The House and the coalitions of this organisation, with the words for who can read what. */
export function useSpaces(): Spaces {
  const { t } = useLingui()
  const { queries } = useEngine()
  const organisation = useQuery(queries.organisation.get.queryOptions())
  const list = useQuery(queries.coalitions.list.queryOptions())
  const coalitions = list.data ?? NONE
  const houseId = organisation.data?.houseId ?? null
  const nameOf = (spaceId: SpaceId): string => {
    if (spaceId === houseId) return t`Only us`
    return coalitions.find((coalition) => coalition.spaceId === spaceId)?.name ?? t`A coalition`
  }
  return {
    houseId,
    organisation: organisation.data?.name ?? '',
    coalitions,
    nameOf,
    audienceOf: (spaceId, alsoIn) => (alsoIn.length === 0 ? nameOf(spaceId) : listWords([t`Us`, ...alsoIn.map(nameOf)])),
  }
}
