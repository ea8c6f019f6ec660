import type { Incident, RecordId, SpaceId } from '../../../core/engine/contract/index.ts'

type Linked = Pick<Incident, 'recordId' | 'spaceId' | 'sharedAs'>

/**
 * The spaces of which incidents can be linked to one: its own, and of one of ours those coalitions that have it and that we can write to. A coalition's
 * list has our incidents that it has.
 */
export function linkSpaces({ spaceId, sharedAs }: Linked, house: SpaceId | null, writable: ReadonlySet<SpaceId>): SpaceId[] {
  if (spaceId !== house) return [spaceId]
  return [spaceId, ...sharedAs.map((copy) => copy.spaceId).filter((each) => writable.has(each))]
}

/**
 * Where a link between two is written, and what it names there: a coalition’s incident is linked with what it has of ours, never with the House
 * record itself. Throws where they have no space in common.
 */
export function linkEnds(here: Linked, there: Linked): { audience: SpaceId; from: RecordId; to: RecordId } {
  if (here.spaceId === there.spaceId) return { audience: here.spaceId, from: here.recordId, to: there.recordId }
  const copy = here.sharedAs.find(({ spaceId }) => spaceId === there.spaceId)
  if (copy) return { audience: there.spaceId, from: copy.recordId, to: there.recordId }
  const other = there.sharedAs.find(({ spaceId }) => spaceId === here.spaceId)
  if (other) return { audience: here.spaceId, from: here.recordId, to: other.recordId }
  throw new Error('these two incidents are read by nobody together')
}
