import type { Mention, PartialDate, RecordId } from '../../../core/engine/contract/index.ts'

/** An incident that names somebody. */
export interface NamedIn {
  recordId: RecordId
  label: string
  start: PartialDate | null
  types: readonly string[]
}

export interface Figures {
  incidents: number
  /** The earliest and the latest start that is known. */
  first: PartialDate | null
  last: PartialDate | null
  /** Kinds of incidents and how many there are of each, the most frequent first. */
  kinds: { slug: string; incidents: number }[]
}

/** The incidents among what names somebody, each once, from the first to the last; those without a date come last. */
export function incidentsInTime(mentions: readonly Mention[]): NamedIn[] {
  const incidents = new Map<RecordId, NamedIn>()
  for (const { kind, recordId, label, start, types } of mentions)
    if (kind === 'incident') incidents.set(recordId, { recordId, label, start, types })
  return [...incidents.values()].sort((a, b) => compare(keyOf(a.start), keyOf(b.start)) || compare(a.recordId, b.recordId))
}

/** What a list of incidents adds up to. */
export function figuresOf(incidents: readonly NamedIn[]): Figures {
  const dated = incidents.flatMap(({ start }) => start ?? [])
  const kinds = new Map<string, number>()
  for (const { types } of incidents) for (const slug of new Set(types)) kinds.set(slug, (kinds.get(slug) ?? 0) + 1)
  return {
    incidents: incidents.length,
    first: dated[0] ?? null,
    last: dated.at(-1) ?? null,
    kinds: [...kinds]
      .map(([slug, count]) => ({ slug, incidents: count }))
      .sort((a, b) => b.incidents - a.incidents || compare(a.slug, b.slug)),
  }
}

const keyOf = (start: PartialDate | null): string => (start === null ? '~' : `${start.date} ${start.time ?? ''}`)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
