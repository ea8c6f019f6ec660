import { ENTRY_TYPE, RING, type Ring } from '../types.ts'

/** Names of sections (docs/protocol.md 4.2). */
export const SECTION = { causal: 1, body: 2, safe: 3, place: 4 } as const

/** The ring of an entry's table, and of its `causal`. */
export const ringOfTable = (type: number): Ring => (type === ENTRY_TYPE.entry ? RING.main : RING.roster)

/** The ring that a section of this name belongs to in an entry of this type; null for names that this version does not know. */
export function ringOfSection(type: number, name: number): Ring | null {
  if (name === SECTION.causal || name === SECTION.body) return ringOfTable(type)
  if (name === SECTION.safe) return RING.safe
  return name === SECTION.place ? RING.main : null
}
