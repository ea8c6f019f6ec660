import type { Coalition, Pairing } from '../../../core/engine/contract/index.ts'

type In = Pick<Coalition, 'spaceId' | 'writable' | 'behind' | 'gone'>

type Joined = Pick<Pairing, 'side' | 'state' | 'spaceId' | 'organisationId'>

/** Whether who came in by a meeting is out again: "You are in" and "They are in" are said only as long as it is so. */
export function isPast({ side, state, spaceId, organisationId }: Joined, coalitions: readonly In[]): boolean {
  const coalition = coalitions.find((each) => each.spaceId === spaceId)
  if (state !== 'joined' || coalition === undefined) return false
  return side === 'candidate'
    ? !coalition.writable && !coalition.behind
    : coalition.gone.some((gone) => gone.organisationId === organisationId)
}
