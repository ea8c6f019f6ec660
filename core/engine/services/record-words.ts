import { toHex } from '../../crypto/bytes.ts'
import { referencesOf } from '../../index/card-words.ts'
import type { Index } from '../../index/index.ts'
import type { CardState, RecordState } from '../../records/fold.ts'
import { leaving, listKeyIn, pseudonymIn } from '../../records/leaving.ts'
import type { Space } from '../../space/space.ts'
import { type IncidentChanges, type IncidentFields, type RecordId, spaceIdSchema } from '../contract/index.ts'
import type { Consents } from './consents.ts'

/** What the records are called that one names, as far as they are here. */
export function namesOf(state: CardState | RecordState, index: Index): Record<RecordId, string> {
  const names: Record<RecordId, string> = {}
  for (const { target } of referencesOf(state)) {
    const name = index.label(target) ?? index.state(target)?.fields.title
    if (name !== undefined) names[target] = name
  }
  return names
}

/** Fields of a House incident, or changes of them, as a coalition gets them (core/records/leaving.ts). */
export function abroad<F extends IncidentFields | IncidentChanges>(space: Space, fields: F, index: Index, consents: Consents): F {
  const coalition = spaceIdSchema.parse(toHex(space.id))
  return leaving(fields, {
    key: (key) => listKeyIn(space.importNames, key),
    label: (record) => index.label(record),
    pseudonym: (person) => (consents.allows(person, { coalition }) ? pseudonymIn(space.importNames, person) : null),
  })
}
