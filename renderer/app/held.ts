import type { Coalition } from '../../core/engine/contract/index.ts'

/** What partners hold of what is shared. */
export interface Held {
  /** So many partners, or more. */
  partners: number
  /** ISO 8601 UTC: up to when it was written; null: all of it. */
  upTo: string | null
}

/**
 * The least that is true in every coalition with partners, by what these have signed: up to when one partner at least holds what we wrote there, and how many
 * hold as much. Null where of one of them nothing is known.
 */
export function heldOf(coalitions: readonly Coalition[]): Held | null {
  const places = coalitions
    .filter(({ writable }) => writable)
    .map(({ members }) => members.filter(({ own }) => !own))
    .filter((partners) => partners.length > 0)
    .map((partners) => partners.flatMap(({ holds }) => (holds === null ? [] : [timeOf(holds)])).filter((time) => time !== null))
  if (places.length === 0 || places.some((times) => times.length === 0)) return null
  const upTo = Math.min(...places.map((times) => Math.max(...times)))
  return {
    partners: Math.min(...places.map((times) => times.filter((time) => time >= upTo).length)),
    upTo: upTo === Number.POSITIVE_INFINITY ? null : new Date(upTo).toISOString(),
  }
}

/** Up to when a partner holds what we wrote, in ms since 1970; null where that is not known. */
function timeOf({ missing, upTo }: { missing: number; upTo: string | null }): number | null {
  if (missing === 0) return Number.POSITIVE_INFINITY
  return upTo === null ? null : new Date(upTo).getTime()
}
