import { BRANCH_BYTES_MAX, type BranchCopy } from '../log/branch.ts'

/** Branches that are kept of one log beside the one that is held, and of all logs of one organisation. */
const BRANCHES_MAX = 4
const BRANCHES_OF_ONE_MAX = 8
/** Bytes of the roster-ring entries of all branches that are kept of one organisation. */
const BYTES_OF_ONE_MAX = 2 * BRANCH_BYTES_MAX

/**
 * Which of the branches `kept` of one organisation give way to another of its branches: none where there is room, those of the lowest rank first,
 * and none of its own rank or above. Null where there is no room.
 */
export function giveWayTo(copy: BranchCopy, kept: readonly BranchCopy[], rankOf: (one: BranchCopy) => number): BranchCopy[] | null {
  const gone: BranchCopy[] = []
  const fits = (): boolean => {
    const left = kept.filter((one) => !gone.includes(one))
    const bytes = left.reduce((sum, one) => sum + one.byteLength, copy.byteLength)
    const same = left.filter((one) => one.logId.equals(copy.logId))
    return same.length < BRANCHES_MAX && left.length < BRANCHES_OF_ONE_MAX && bytes <= BYTES_OF_ONE_MAX
  }
  if (fits()) return gone
  const rank = rankOf(copy)
  const lower = kept.map((one) => ({ one, rank: rankOf(one) })).filter((other) => other.rank < rank)
  for (const { one } of lower.sort((a, b) => a.rank - b.rank)) {
    gone.push(one)
    if (fits()) return gone
  }
  return null
}
