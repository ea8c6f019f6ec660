import type { EntryId } from '../engine/contract/ids.ts'
import type { CardKind } from '../engine/contract/record-kinds.ts'
import type { CardBody, IncidentBody } from './kinds.ts'
import { byClock, type VersionHead } from './version.ts'

/** An entry that writes or amends a record. */
export type WrittenVersion = VersionHead & ({ kind: 'incident'; body: IncidentBody } | { kind: CardKind; body: CardBody })

/**
 * The author's entries of one record and which of them follow which. An entry dominates everything it reaches through `amends`;
 * entries of others and entries that are not here are no links: nobody else can tie the author's entries together.
 */
export interface Lineage {
  /** Oldest first: an entry stands after all that it amends; otherwise by clock. */
  ordered: WrittenVersion[]
  /** Entries of `ordered` that an entry names. */
  parents: ReadonlyMap<EntryId, WrittenVersion[]>
  /** Entries that none of the others amends, in the order of `ordered`. */
  heads: WrittenVersion[]
}

/** Arranges the author's entries. The result does not depend on their order in `versions`; each entry may stand there once. */
export function lineage(versions: readonly WrittenVersion[]): Lineage {
  const sorted = versions.toSorted(byClock)
  const here = new Map(sorted.map((version) => [version.entryId, version]))
  const parents = new Map<EntryId, WrittenVersion[]>()
  for (const version of sorted) {
    const named = [...new Set(version.body.amends)].flatMap((id) => here.get(id) ?? [])
    parents.set(version.entryId, named)
  }
  const ordered = arrange(sorted, parents)
  const amended = new Set([...parents.values()].flat())
  return { ordered, parents, heads: ordered.filter((version) => !amended.has(version)) }
}

/**
 * Puts parents before children, by clock where that leaves a choice. An honest entry cannot name a later one, yet ids carry no hash, so
 * a circle can be written: among the entries in circles only names of earlier clocks count.
 */
function arrange(sorted: readonly WrittenVersion[], parents: Map<EntryId, WrittenVersion[]>): WrittenVersion[] {
  const ordered: WrittenVersion[] = []
  const placed = new Set<WrittenVersion>()
  const named = (version: WrittenVersion): WrittenVersion[] => parents.get(version.entryId) ?? []
  let waiting = [...sorted]
  while (waiting.length > 0) {
    const left: WrittenVersion[] = []
    for (const version of waiting) {
      if (named(version).every((parent) => placed.has(parent))) {
        ordered.push(version)
        placed.add(version)
      } else left.push(version)
    }
    if (left.length === waiting.length) {
      const stuck = circles(left, named)
      for (const version of stuck) {
        const kept = named(version).filter((parent) => !stuck.has(parent) || byClock(parent, version) < 0)
        parents.set(version.entryId, kept)
      }
    }
    waiting = left
  }
  return ordered
}

/** Those of `left`, whose every entry names another, that lie in a circle or between two: what is left without the entries that only stand above. */
function circles(left: readonly WrittenVersion[], named: (version: WrittenVersion) => WrittenVersion[]): Set<WrittenVersion> {
  let inside = new Set(left)
  for (let before = -1; before !== inside.size; ) {
    before = inside.size
    inside = new Set([...inside].flatMap(named).filter((parent) => inside.has(parent)))
  }
  return inside
}

/** Everything that `from` reaches through `amends`, itself left out; adds to `seen` and does not go on from what is there. */
export function reach(from: WrittenVersion, parents: Lineage['parents'], seen: Set<WrittenVersion> = new Set()): Set<WrittenVersion> {
  const stack = [...(parents.get(from.entryId) ?? [])]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    stack.push(...(parents.get(next.entryId) ?? []))
  }
  return seen
}
