import { toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { Destination, KnownRows } from '../../exchange/import/types.ts'
import type { Index } from '../../index/index.ts'
import type { RecordName } from '../../records/kinds.ts'
import type { Space } from '../../space/space.ts'
import { importStaysHere, type Mapping, organisationIdSchema, type SpaceId, spaceIdSchema } from '../contract/index.ts'
import { plainWords } from '../contract/plain-words.ts'
import type { Spaces } from './spaces.ts'

/** Where rows of a spreadsheet may go, and what of ours is there already. */
export class Destinations {
  private readonly spaces: Spaces
  private readonly index: Index

  constructor(spaces: Spaces, index: Index) {
    this.spaces = spaces
    this.index = index
  }

  /** Who was harmed has not been asked, and what only we may read would have to stay behind: such rows come in for us. Throws NOT_ALLOWED. */
  check(audience: SpaceId, { fields }: Mapping): void {
    if (!this.isHouse(audience) && fields.some(({ field }) => importStaysHere(field))) throw new ParasolError('NOT_ALLOWED')
  }

  /** By what rows of an import into one space are recognised. Throws SPACE_NOT_FOUND. */
  of(audience: SpaceId): Destination {
    const space = this.spaces.get(audience)
    const others = this.spaces.all().filter((other) => other !== space)
    // In a coalition nothing is named by a record of ours.
    const ownTypes = space === this.spaces.house ? this.ownTypes() : new Map<string, string>()
    return { audience: this.knownRows(space), others: others.map((other) => this.knownRows(other)), ownTypes }
  }

  isHouse(audience: SpaceId): boolean {
    return audience === this.spaces.houseId
  }

  /** Whether anything of ours was ever written under a name in a space. */
  isKnown(audience: SpaceId, name: RecordName): boolean {
    return this.spaces.has(audience) && this.knownRows(this.spaces.get(audience)).standing(name) !== null
  }

  private ownTypes(): Map<string, string> {
    return new Map(
      this.index.recordsOf('type').flatMap((recordId) => {
        const card = this.index.card(recordId)
        return card?.own && card.space === this.spaces.houseId
          ? [[plainWords(this.index.label(recordId) ?? ''), `own:${card.name}`] as const]
          : []
      }),
    )
  }

  private knownRows(space: Space): KnownRows {
    const spaceId = spaceIdSchema.parse(toHex(space.id))
    const organisation = organisationIdSchema.parse(toHex(space.organisationKey))
    return { key: space.importNames, standing: (name) => this.index.standing(spaceId, organisation, name) }
  }
}
