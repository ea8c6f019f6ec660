import type { OrganisationId, RecordId, SpaceId } from '../engine/contract/ids.ts'
import type { CardKind } from '../engine/contract/record-kinds.ts'
import type { CardState, RecordState, Share } from '../records/fold.ts'
import type { KeyedFile } from '../records/keyed-file.ts'
import { type CardWords, labelOf, statusOf, unitOf, wordsOfCard } from './card-words.ts'
import { type Document, documentOf, searchableOf } from './document.ts'
import { type DueState, dueOf } from './due.ts'
import { type Gist, gistOf, type Reference } from './gist.ts'
import { moment } from './position.ts'
import { unitReference, unitsIn } from './units.ts'

/** What the index keeps of a record as it stands, whatever its kind. Plain values: it may be made in one thread and written in another. */
interface Look {
  recordId: RecordId
  space: SpaceId
  organisation: OrganisationId
  own: boolean
  /** ms since 1970. */
  savedAt: number
  amended: boolean
  conflict: boolean
  /** The records that it names. */
  references: Reference[]
  /** The files that it names, by field. */
  files: { field: string; file: KeyedFile }[]
  due: DueState | null
}

/** An incident. */
export interface ItemLook extends Look {
  title: string
  /** JSON. */
  types: string
  /** JSON. */
  start: string | null
  area: string
  /** Who did it, JSON; null: nobody is said. */
  doers: string | null
  /** Proposals of others to one of ours that nobody has settled. */
  proposals: number
  /** Who wrote it down, as it says itself; empty where it does not. */
  recorder: string
  /** Where in time it stands (position.ts). */
  moment: number
  document: Document
  shares: readonly Share[]
  /** Whether it stood otherwise before: then some of its words have left only a mark. */
  changed: boolean
}

/** A record of another kind. */
export interface CardLook extends Look {
  kind: CardKind
  label: string
  status: string | null
  unit: string | null
  words: CardWords
}

const lookAt = (state: CardState | RecordState, { references, files }: Gist): Look => ({
  recordId: state.recordId,
  space: state.space,
  organisation: state.organisation,
  own: state.own,
  savedAt: state.savedAt,
  amended: state.amendedAt !== null,
  conflict: state.conflicts.length > 0,
  references,
  files,
  due: dueOf(state),
})

/** How an incident stands. */
export function itemLookOf(state: RecordState): ItemLook {
  const { fields, own, proposals, savedAt, shares, versions } = state
  const gist = gistOf(state)
  const { doers } = gist
  const units = unitsIn(doers)
  const look = lookAt(state, units.length === 0 ? gist : { ...gist, references: [...gist.references, ...units.map(unitReference)] })
  return {
    ...look,
    title: fields.title,
    types: JSON.stringify(fields.types),
    start: fields.start && JSON.stringify(fields.start),
    area: fields.area,
    doers: doers.length === 0 ? null : JSON.stringify(doers),
    proposals: own ? proposals.length : 0,
    recorder: typeof fields.recordedBy === 'string' ? fields.recordedBy : '',
    moment: moment(fields.start, savedAt, fields.source !== null),
    document: searchableOf(documentOf(state, gist, look.due)),
    shares,
    changed: versions > 1 || shares.length > 0,
  }
}

/** How a record of another kind stands. */
export function cardLookOf(state: CardState): CardLook {
  const gist = gistOf(state)
  return {
    ...lookAt(state, gist),
    kind: state.kind,
    label: labelOf(state),
    status: statusOf(state),
    unit: unitOf(state),
    words: wordsOfCard(state, gist.texts),
  }
}
