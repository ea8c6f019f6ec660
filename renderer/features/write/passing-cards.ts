import type { DraftFields, NewCard, SpaceId, TypedGroup } from '../../../core/engine/contract/index.ts'
import type { EngineClient } from '../../app/client.ts'
import { APART, type List, listOf, PASSING, refOf } from './form-model.ts'
import { namedBy } from './known-name.ts'
import { textIn } from './typed-values.ts'

/** Those of a draft who are to get a record of their own with the incident. */
function passingIn(draft: DraftFields): { field: string; list: List; item: TypedGroup; name: string }[] {
  return Object.entries(draft.lists).flatMap(([field, item]) => {
    const list = listOf(field)
    const name = textIn(item[PASSING.add])
    return list === null || name === '' || textIn(item['name']).trim() === '' ? [] : [{ field, list, item, name }]
  })
}

function cardOf(list: List, item: TypedGroup): NewCard {
  const called = textIn(item['name']).trim()
  if (list === 'harmed') return { kind: 'person', fields: { pseudonym: called, ...said(['role'], item) } }
  return { kind: 'perpetrator', fields: { label: called, ...said(['kind', ...APART], item) } }
}

const said = (fields: readonly string[], item: TypedGroup): object =>
  Object.fromEntries(fields.flatMap((field) => (textIn(item[field]).trim() === '' ? [] : [[field, textIn(item[field]).trim()]])))

/**
 * Writes the records of people and perpetrators that were added in passing, and tells of each by which record the draft names it from then on. Each has had
 * its name since it was added: whoever tries again after a crash, or a save that did not work, finds the first one.
 */
export async function writePassing(
  client: EngineClient,
  audience: SpaceId,
  draft: DraftFields,
  written: (field: string, item: TypedGroup) => void,
): Promise<void> {
  for (const { field, list, item, name } of passingIn(draft)) {
    const { recordId } = await client.cards.create({ audience, card: cardOf(list, item), name })
    written(field, namedBy(list, item, { recordId, label: textIn(item['name']).trim(), status: null }))
  }
}

/** Those who will be named by a record once the form is saved, as if they were: for what is said before. */
export const asIfWritten = (draft: DraftFields): Record<string, unknown> =>
  Object.fromEntries(passingIn(draft).map(({ field, list, name }) => [field, { [refOf(list)]: name }]))
