import {
  type CardRow,
  type DraftFields,
  LIMITS,
  type RecordId,
  recordIdSchema,
  type SpaceId,
  type TypedGroup,
} from '../../../core/engine/contract/index.ts'
import type { EngineClient } from '../../app/client.ts'
import { folded } from '../../i18n/fold.ts'
import { isNotFound } from '../../i18n/problem.ts'
import { calledIn, type List, listOf, PASSING, refOf } from './form-model.ts'
import { textIn } from './typed-values.ts'

/** Pages of records with the words of a name that are looked through for the one that is called so. */
const PAGES = 5

/** Of these records those of our House that are called so: case, accents and spaces ignored. */
export const alike = (rows: readonly CardRow[], houseId: SpaceId | null, name: string): CardRow[] =>
  rows.filter((row) => row.spaceId === houseId && folded(row.label) === folded(name))

/** The one record of ours that is called so; null where there is none, or more than one: who of them is meant only a person knows. */
export async function knownAs(client: EngineClient, list: List, houseId: SpaceId, name: string): Promise<CardRow | null> {
  const text = name.trim()
  if (text === '' || text.length > LIMITS.searchText) return null
  const found: CardRow[] = []
  let cursor: string | null = null
  for (let page = 0; page < PAGES && found.length < 2; page += 1) {
    const answer = await client.cards.list({ kind: refOf(list), text, cursor, limit: LIMITS.pageSize })
    found.push(...alike(answer.rows, houseId, text))
    cursor = answer.nextCursor
    if (cursor === null) break
  }
  return found.length === 1 ? (found[0] ?? null) : null
}

/** A record by which one of a list is named. `status`: of who did it, the kind. */
export type Naming = Pick<CardRow, 'recordId' | 'label' | 'status'>

/**
 * One of a list, named by a record from now on. Who did it has the kind of the record where none is said: it is filtered, counted and shared by what the
 * incident itself says.
 */
export const namedBy = (list: List, item: TypedGroup, { recordId, label, status }: Naming): TypedGroup => ({
  ...item,
  [refOf(list)]: recordId,
  [PASSING.shown]: label,
  name: '',
  [PASSING.add]: '',
  ...(list === 'perpetrator' && textIn(item['kind']) === '' && status !== null ? { kind: status, [PASSING.kind]: status } : {}),
})

/** One of a list, called only by a name from now on: without what came from the record that named it before. */
export function onlyCalled(list: List, item: TypedGroup, name: string): TypedGroup {
  const isDropped = name.trim() === '' || textIn(item[refOf(list)]) !== ''
  const itsKind = textIn(item[PASSING.kind])
  return {
    ...item,
    name,
    [refOf(list)]: '',
    [PASSING.shown]: '',
    [PASSING.add]: isDropped ? '' : textIn(item[PASSING.add]),
    ...(itsKind === '' ? {} : { [PASSING.kind]: '', ...(textIn(item['kind']) === itsKind ? { kind: '' } : {}) }),
  }
}

/**
 * Links those of a draft who are only called as a record of ours: a name that was typed last may be saved before its field has looked. What is as it was
 * in `before` stays.
 */
export async function linkKnown(
  client: EngineClient,
  houseId: SpaceId,
  draft: DraftFields,
  before: DraftFields['lists'],
  linked: (field: string, item: TypedGroup) => void,
): Promise<void> {
  for (const [field, item] of Object.entries(draft.lists)) {
    const list = listOf(field)
    if (list === null || textIn(item[refOf(list)]) !== '') continue
    const name = calledIn(list, item)
    if (name === calledIn(list, before[field] ?? {})) continue
    const row = await knownAs(client, list, houseId, name)
    if (row !== null) linked(field, namedBy(list, item, row))
  }
}

/**
 * Lets go of the records of a draft that were erased since, and keeps what stands in the form: the name as words, and all that was said of them. Who has no
 * name in the form stays as they are: an incident that named somebody whose page is gone still does.
 */
export async function letGo(client: EngineClient, draft: DraftFields, called: (field: string, item: TypedGroup) => void): Promise<void> {
  for (const [field, item] of Object.entries(draft.lists)) {
    const list = listOf(field)
    const record = list === null ? undefined : recordIdSchema.safeParse(item[refOf(list)]).data
    if (list === null || record === undefined) continue
    const name = calledIn(list, item)
    if (name !== '' && (await isGone(client, record))) called(field, onlyCalled(list, item, name))
  }
}

async function isGone(client: EngineClient, recordId: RecordId): Promise<boolean> {
  try {
    await client.cards.get({ recordId })
    return false
  } catch (error) {
    if (isNotFound(error)) return true
    throw error
  }
}
