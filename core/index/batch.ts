import type { SpaceId } from '../engine/contract/ids.ts'
import { MAX_SHARES, MAX_VERSION_BYTES, MAX_VERSIONS, type RecordName } from '../records/kinds.ts'
import { type AnyVersion, type RecordVersion, recordNameOf } from '../records/version.ts'

/** What is counted apart from the writes and amendments of a log, and up to where. */
const BESIDES: Readonly<Partial<Record<AnyVersion['kind'], number>>> = { tombstone: 1, share: MAX_SHARES }

/**
 * Those of `versions` that are new and still count. Of each log a record takes MAX_VERSIONS entries in their order, as far as their bodies come to
 * MAX_VERSION_BYTES, and besides one tombstone and MAX_SHARES shares: a member who writes without end into one record must not make every fold of it longer.
 */
export function within(held: readonly AnyVersion[], versions: readonly RecordVersion[]): readonly RecordVersion[] {
  // One alone always counts: a body is shorter than what may be written in all.
  if (held.length === 0 && versions.length === 1) return versions
  const known = new Set(held.map(({ entryId }) => entryId))
  const counts = new Map<string, number>()
  const sizes = new Map<string, number>()
  const name = ({ log, kind }: AnyVersion): string => (kind in BESIDES ? `${log}:${kind}` : log)
  const count = (version: AnyVersion): void => {
    counts.set(name(version), (counts.get(name(version)) ?? 0) + 1)
    sizes.set(name(version), (sizes.get(name(version)) ?? 0) + version.bytes)
  }
  for (const version of held) count(version)
  return versions.filter((version) => {
    const fits = (sizes.get(name(version)) ?? 0) + version.bytes <= MAX_VERSION_BYTES
    const most = BESIDES[version.kind] ?? MAX_VERSIONS
    if (known.has(version.entryId) || !fits || (counts.get(name(version)) ?? 0) >= most) return false
    known.add(version.entryId)
    count(version)
    return true
  })
}

/** The entries of a batch by space and record name, in the order in which each came first. */
export function threads(batch: readonly RecordVersion[]): RecordVersion[][] {
  const all: RecordVersion[][] = []
  const bySpace = new Map<SpaceId, Map<RecordName, RecordVersion[]>>()
  for (const version of batch) {
    const byName = bySpace.get(version.space) ?? new Map<RecordName, RecordVersion[]>()
    bySpace.set(version.space, byName)
    const name = recordNameOf(version)
    const there = byName.get(name)
    if (there) there.push(version)
    else {
      const begun = [version]
      byName.set(name, begun)
      all.push(begun)
    }
  }
  return all
}
