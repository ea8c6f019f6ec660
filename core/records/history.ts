import { isDeepStrictEqual } from 'node:util'
import type { OrganisationId, RecordId, SpaceId } from '../engine/contract/ids.ts'
import type { Author, Version } from '../engine/contract/incident.ts'
import { isKnown } from './fields.ts'
import { separate } from './fold.ts'
import { INCIDENT_FIELDS } from './incident.ts'
import { lineage, reach, type WrittenVersion } from './lineage.ts'
import { type AnyVersion, isoOf, recordIdOf } from './version.ts'

/** Who an organisation is, as its space knows it. */
export type NameAuthor = (space: SpaceId, organisation: OrganisationId, own: boolean) => Author

/**
 * Every step of one record, oldest first, proposals of others included. `before` is what the writer of a step saw: the last value among
 * the author's entries that hers follows (undefined where there was none). Empty where `recordId` is not among `versions`.
 */
export function history(versions: readonly AnyVersion[], recordId: RecordId, author: NameAuthor): Version[] {
  const parts = [...separate(versions, null).authors.values()].find(({ lineage: { ordered } }) => {
    const first = ordered[0]
    return first && recordIdOf(first.space, first.organisation, first.body.record) === recordId
  })
  if (!parts) return []
  const writer = parts.lineage.ordered[0]?.organisation
  const all = lineage([...parts.lineage.ordered, ...parts.proposals])
  const place = new Map(all.ordered.map((version, at) => [version, at]))
  return all.ordered.map((version) => {
    const seen = [...reach(version, all.parents)]
      .filter(({ organisation }) => organisation === writer)
      .sort((a, b) => (place.get(b) ?? 0) - (place.get(a) ?? 0))
    return {
      entryId: version.entryId,
      author: author(version.space, version.organisation, version.own),
      savedAt: isoOf(version.wall),
      action: version.body.action === 'write' ? 'written' : 'amended',
      changes: changesOf(version, seen),
    }
  })
}

function changesOf(version: WrittenVersion, seen: readonly WrittenVersion[]): Version['changes'] {
  const fields = Object.keys(version.body.fields)
  const first: readonly string[] = version.kind === 'incident' ? INCIDENT_FIELDS.filter((field) => fields.includes(field)) : []
  const known = fields.filter((field) => !first.includes(field) && isKnown(version.kind, field))
  return [...first, ...known].flatMap((field) => {
    const after = version.body.fields[field]
    const before = seen.find(({ body }) => body.fields[field] !== undefined)?.body.fields[field]
    return isDeepStrictEqual(before, after) ? [] : [{ field, before, after }]
  })
}
