import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Coalition, Named, OrganisationId, Succession } from '../../../core/engine/contract/index.ts'
import { listWords } from '../../i18n/lists.ts'

export interface SuccessionProps {
  coalition: Coalition
  succession: Succession
}

/** One whom stewards have named, and by whom. */
export interface Proposal {
  next: Named
  by: Succession['stewards']
}

/** What stewards have said, one for each whom they name. */
export function proposalsOf(stewards: Succession['stewards']): Proposal[] {
  const all = new Map<OrganisationId, Proposal>()
  for (const steward of stewards) {
    const { names } = steward
    if (names === null) continue
    const known = all.get(names.organisationId)
    if (known) known.by.push(steward)
    else all.set(names.organisationId, { next: names, by: [steward] })
  }
  return [...all.values()]
}

/** Names of organisations, ours as "you". */
export function useNames(): (named: readonly Named[]) => string {
  const { t } = useLingui()
  return (named) => listWords(named.map(({ own, name }) => (own ? t`you` : name)))
}

/** What the founder is called. */
export function useFounder({ members }: Coalition): string {
  const { t } = useLingui()
  return members.find(({ role }) => role === 'founder')?.name ?? t`the founder`
}

/** How far each proposal is, and what it waits for. */
export function Standing({ succession, proposal: { next, by } }: { succession: Succession; proposal: Proposal }): ReactNode {
  const { t } = useLingui()
  const names = useNames()
  const { stewards, needed, chosen, mayDeny } = succession
  const others = stewards.filter((steward) => steward.names?.organisationId !== next.organisationId)
  const [name, said, all, voters, waits] = [next.own ? t`you` : next.name, by.length, stewards.length, names(by), names(others)]
  return (
    <p>
      {mayDeny ? (
        <Trans>
          In your place: <bdi>{name}</bdi>.
        </Trans>
      ) : (
        <Trans>
          In their place: <bdi>{name}</bdi>.
        </Trans>
      )}{' '}
      <Trans>
        Said by {said} of {all} stewards: <bdi>{voters}</bdi>.
      </Trans>{' '}
      {chosen?.organisationId === next.organisationId ? (
        <Trans>
          That is enough. It only waits until <bdi>{name}</bdi> accepts.
        </Trans>
      ) : said >= needed ? (
        <Trans>That is enough. It is about to be written down.</Trans>
      ) : (
        <Trans>
          It takes <Plural value={needed} one="# steward" other="# stewards" />. Not said so yet: <bdi>{waits}</bdi>.
        </Trans>
      )}
    </p>
  )
}
