import { fromHex, randomBytes, toHex, utf8 } from '../../crypto/bytes.ts'
import { H } from '../../crypto/hash.ts'
import { ParasolError } from '../../error.ts'
import type { Index } from '../../index/index.ts'
import { SECTION } from '../../log/entry/section.ts'
import type { EncodedBody } from '../../records/body.ts'
import { cleanLine, cleanText, withinLimit } from '../../records/text.ts'
import { readSection } from '../../space/reader.ts'
import type { Space } from '../../space/space.ts'
import { type Custody, type EntryId, type Identity, identitySchema, LIMITS, type RecordId, type SealedField } from '../contract/index.ts'
import type { CustodyBook } from './custody.ts'

/** Fields whose text lies in a section of its own, which is opened only to show it. */
const SECTIONS = { place: SECTION.place, identity: SECTION.safe } as const satisfies Record<SealedField, number>
type Sealed = SealedField
/** Looks that a screen is given. */
const SHOWN_MAX = 200

/** Texts that are no part of a record's body and of no index: exact places, and the real names and contacts of people. */
export class SealedTexts {
  private readonly index: Index
  private readonly custody: Pick<CustodyBook, 'say' | 'of'>

  constructor(index: Index, custody: Pick<CustodyBook, 'say' | 'of'>) {
    this.index = index
    this.custody = custody
  }

  /** The field that says that an entry has such a text: new each time. Empty where there is none. */
  mark(field: Sealed, text: string | Identity | null): Partial<Record<Sealed, string>> {
    return text === null ? {} : { [field]: toHex(randomBytes(4)) }
  }

  /** A body with such a text in its section. Throws TEXT_TOO_LONG. */
  seal(body: EncodedBody, field: Sealed, text: string | Identity | null): EncodedBody {
    if (text === null) return body
    const bytes = utf8(JSON.stringify(typeof text === 'string' ? { address: clean(text) } : cleanIdentity(text)))
    return field === 'place' ? { ...body, place: bytes } : { ...body, safe: bytes }
  }

  /** An exact place, once the House says that it was looked at. Throws as CustodyBook; then it is not shown. */
  async place(space: Space, record: RecordId): Promise<string> {
    const found = await this.read(space, record, 'place')
    await this.say(record, 'place')
    return typeof found === 'object' && found !== null && 'address' in found ? String(found.address) : missing()
  }

  /** The same of a real name. */
  async identity(space: Space, record: RecordId): Promise<Identity> {
    const found = identitySchema.safeParse(await this.read(space, record, 'identity'))
    await this.say(record, 'identity')
    return found.success ? found.data : missing()
  }

  /**
   * The real name and contacts that an entry of a person has, for the program alone, which looks whether a text says them; null where there are none that
   * this computer may read. They are shown to nobody, so nothing says that they were looked at;
   * in how many words they were looked for, NameBudget counts.
   */
  async unshown(space: Space, entry: EntryId): Promise<Identity | null> {
    return identitySchema.safeParse(await this.open(space, entry, 'identity')).data ?? null
  }

  /** Who has looked at it, oldest first; of a real name also when all of them were looked for in very many words, of no record then. */
  shown(record: RecordId, field: Sealed): Custody[] {
    const [first] = this.index.history(record)
    const since = field === 'identity' && first ? this.custody.of(SOUGHT).filter(({ at }) => at >= first.savedAt) : []
    return [...this.custody.of(nameOf(record, field)), ...since].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).slice(-SHOWN_MAX)
  }

  /** The House says that real names were looked for in so many words that it is as if all of them were shown. Throws as CustodyBook. */
  sayThatSought(): Promise<void> {
    return this.custody.say({ act: 'viewed', sha256: SOUGHT, recordId: null, who: '', once: false })
  }

  /** Each time: who looks soon after another may be somebody else. */
  private say(recordId: RecordId, field: Sealed): Promise<void> {
    return this.custody.say({ act: 'viewed', sha256: nameOf(recordId, field), recordId, who: '', once: false })
  }

  /** Throws RECORD_NOT_FOUND where the record has no such text, or none that this computer may read. */
  private async read(space: Space, record: RecordId, field: Sealed): Promise<unknown> {
    return (await this.open(space, this.index.entryOf(record, field) ?? missing(), field)) ?? missing()
  }

  /** What stands in that section of an entry; null where this computer may not read it, or it is no such text. */
  private async open(space: Space, entry: EntryId, field: Sealed): Promise<unknown> {
    const [name, index] = entry.split(':')
    const log = (await space.openLogs()).find(({ id }) => toHex(id) === name)
    if (!log) return null
    const at = Number(index)
    const body = readSection(space.id, log.id, at, await log.get(at), SECTIONS[field], space.keyring)
    try {
      return body ? JSON.parse(body.toString('utf8')) : null
    } catch {
      // The cause is left out on purpose: the message of a JSON error quotes the text.
      return null
    }
  }
}

/** What stands for such a text in the custody chain (docs/protocol.md 4.6). */
const nameOf = (record: RecordId, field: Sealed): string => toHex(H('sealed-text', fromHex(record), utf8(field)))

/** The same for the real names of everybody. */
const SOUGHT = toHex(H('sealed-text', Buffer.alloc(32), utf8('identity')))

const clean = (text: string): string => withinLimit(cleanText(text), 'place', LIMITS.place)
const cleanIdentity = ({ name, contact, notes }: Identity): Identity => ({
  name: withinLimit(cleanLine(name), 'identity.name', 200),
  contact: withinLimit(cleanLine(contact), 'identity.contact', 500),
  notes: withinLimit(cleanText(notes), 'identity.notes', 2_000),
})

function missing(): never {
  throw new ParasolError('RECORD_NOT_FOUND')
}
