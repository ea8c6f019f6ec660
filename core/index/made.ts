import type { SpaceId } from '../engine/contract/ids.ts'
import { fold } from '../records/fold.ts'
import type { RecordBody, RecordName } from '../records/kinds.ts'
import { type Authorship, entryIdOf, type RecordVersion, recordNameOf, textOf, type VersionHead } from '../records/version.ts'
import { type CardLook, cardLookOf, type ItemLook, itemLookOf } from './look.ts'

/** What was made of a record's entry where it was opened: what the index would make of it, were it all that there is of its record. */
export interface Made {
  kind: RecordBody['kind']
  record: RecordName
  /** Bytes of its body as it was written. */
  bytes: number
  /** The body as it was validated, JSON. */
  text: string
  /** Null where it alone is no record. */
  look: ItemLook | CardLook | null
}

/** Looks at an entry that was opened and validated. `house` as in `fold`. */
export function makeOf(version: RecordVersion, house: SpaceId): Made {
  const { kind, bytes } = version
  const { records, cards } = fold([version], house)
  const look = records[0] ? itemLookOf(records[0]) : cards[0] ? cardLookOf(cards[0]) : null
  return { kind, record: recordNameOf(version), bytes, text: textOf(version), look }
}

/**
 * An entry of which is known what the index needs; its body is read from the text once somebody wants it after all. Not to be spread: what reads the body
 * is not a property of its own.
 */
class MadeVersion implements VersionHead {
  readonly made: Made
  readonly entryId
  readonly space
  readonly log
  readonly index
  readonly organisation
  readonly own
  readonly clock
  readonly wall
  readonly bytes
  readonly record
  readonly kind
  readonly text
  private read: unknown

  constructor({ space, organisation, own }: Authorship, at: Pick<VersionHead, 'log' | 'index' | 'clock' | 'wall'>, made: Made) {
    this.made = made
    this.entryId = entryIdOf(at.log, at.index)
    this.space = space
    this.log = at.log
    this.index = at.index
    this.organisation = organisation
    this.own = own
    this.clock = at.clock
    this.wall = at.wall
    this.bytes = made.bytes
    this.record = made.record
    this.kind = made.kind
    this.text = made.text
  }

  get body(): unknown {
    this.read ??= JSON.parse(this.made.text)
    return this.read
  }
}

/** The entry that something was made of; what was made for another author does not count. */
export function madeVersion(by: Authorship, at: Pick<VersionHead, 'log' | 'index' | 'clock' | 'wall'>, made: Made): RecordVersion {
  const { look } = made
  const isTheirs = look === null || (look.space === by.space && look.organisation === by.organisation && look.own === by.own)
  // Its text was validated as the body of this kind.
  return new MadeVersion(by, at, isTheirs ? made : { ...made, look: null }) as unknown as RecordVersion
}

/** What was made of an entry; undefined where nothing was. */
export const madeOf = (version: object): Made | undefined => (version instanceof MadeVersion ? version.made : undefined)
