import { toHex } from '../../crypto/bytes.ts'
import { type Author, organisationIdSchema } from '../contract/index.ts'
import type { Spaces } from './spaces.ts'

/** Who an organisation is, as a space knows it: the name in its roster. */
export function authorIn(spaces: Spaces, spaceId: string, organisation: string): Author {
  const organisationId = organisationIdSchema.parse(organisation)
  const space = spaces.has(spaceId) ? spaces.get(spaceId) : null
  const member = space?.roster?.members.find((one) => toHex(one.organisation) === organisation)
  const own = space !== null && toHex(space.organisationKey) === organisation
  return { organisationId, name: member?.name ?? (own ? spaces.identity.organisationName : ''), own }
}
