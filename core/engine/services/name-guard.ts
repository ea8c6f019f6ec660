import { randomBytes, toHex, utf8 } from '../../crypto/bytes.ts'
import { HASH_BYTES, KDF } from '../../crypto/hash.ts'
import { ParasolError } from '../../error.ts'
import type { Index } from '../../index/index.ts'
import { Queue } from '../../log/queue.ts'
import type { RecordState } from '../../records/fold.ts'
import { type RecordId, type SpaceId, saysOneOf } from '../contract/index.ts'
import { stringsIn } from '../contract/strings-in.ts'
import { HiddenNames, type HiddenNamesPorts } from './hidden-names.ts'
import type { NameBudget } from './name-budget.ts'

/** What is about to go to a coalition. */
export interface Going {
  audience: SpaceId
  /** Fields, or changes of them, as the coalition gets them. */
  fields: unknown
  /** The record there that they are changes of: what it says or has ever said is known to partners already. Null for a new one. */
  record: RecordId | null
}

/** The House incidents that say who was harmed, and fields that they are about to get. */
export interface About {
  incidents: readonly RecordState[]
  coming?: Readonly<Record<string, unknown>>
}

/** Changes of a record that stands in a coalition. */
export const goingTo = ({ space, recordId }: Pick<RecordState, 'space' | 'recordId'>, fields: object): Going => ({
  audience: space,
  fields,
  record: recordId,
})

/** What changes as soon as somebody else was harmed: of the same words they have not been thought of. */
const whoOf = ({ incidents, coming = {} }: About): unknown[] => [
  incidents.map(({ recordId, heads }) => [recordId, ...heads]),
  Object.entries(coming).filter(([field]) => field.startsWith('harmed:')),
]

const NOBODYS: About = { incidents: [] }

/**
 * Stops words on their way to a coalition that say what somebody is called who is not to be named there, until a person has read them. It says that they
 * do and never which: what it looks for are real names too. What goes into the House alone it is not asked about. All that it is asked is counted
 * (NameBudget), so whatever else can be refused is refused before.
 */
export class NameGuard {
  private readonly names: HiddenNamesPorts
  private readonly index: Pick<Index, 'history'>
  private readonly budget: NameBudget
  /** New with every start: a mark can be had only by asking, and tells nobody who finds it what the words were. */
  private readonly secret = randomBytes(HASH_BYTES)
  private readonly turns = new Queue()

  constructor(names: HiddenNamesPorts, index: Pick<Index, 'history'>, budget: NameBudget) {
    this.names = names
    this.index = index
    this.budget = budget
  }

  /** Throws NAME_IN_WORDS where the words name somebody, unless `named` is the mark of just these words for just these coalitions, about who was harmed as it stands. */
  async check(going: readonly Going[], named: string | null, about: About = NOBODYS): Promise<void> {
    const mark = await this.markOf(going, about, named)
    if (mark !== null && mark !== named) throw new ParasolError('NAME_IN_WORDS', { mark })
  }

  /** What stands for the words; null where they name nobody. Of words that have been read (`named`) it is not looked for again. */
  async markOf(going: readonly Going[], about: About = NOBODYS, named: string | null = null): Promise<string | null> {
    const words = going.map(({ audience, fields, record }) => ({ audience, record, texts: this.newIn(fields, record) }))
    const texts = words.flatMap((each) => each.texts)
    if (texts.length === 0) return null
    const mark = toHex(KDF(this.secret, 'name-guard', utf8(JSON.stringify([words, ...whoOf(about)]))))
    if (mark === named) return mark
    const text = texts.join('\n')
    const hidden = new HiddenNames(this.names, null)
    await hidden.words()
    await this.budget.look().at(text)
    for (const incident of about.incidents) if (await hidden.harmedAreIn(text, incident, about.coming)) return mark
    return (await hidden.anyIn(text)) ? mark : null
  }

  /**
   * For many texts that go to a coalition together: whether one names somebody, and the mark of all that do. `what` stands for the texts; as soon as
   * somebody is called otherwise the mark is another.
   */
  async forMany(what: unknown): Promise<{ isIn(fields: unknown): Promise<boolean>; mark: string }> {
    const words = await new HiddenNames(this.names, null).words()
    const mark = toHex(KDF(this.secret, 'name-guard-many', utf8(JSON.stringify(what)), utf8([...words.keys].sort().join('\n'))))
    const look = this.budget.look()
    const isIn = async (fields: unknown): Promise<boolean> => {
      const text = stringsIn(fields).join('\n')
      await look.at(text)
      return saysOneOf(text, words, true)
    }
    return { isIn, mark }
  }

  /**
   * Whether words may name somebody: for a hint, where nothing may be in the way; null where it is not looked, as too much was asked. One at a time, however
   * fast somebody types. An alert says a telephone number on purpose.
   */
  async mayName(words: readonly string[]): Promise<boolean | null> {
    const text = words.join('\n')
    return this.turns.run(async () => {
      const known = await new HiddenNames(this.names, null).words()
      return this.budget.take(text) ? saysOneOf(text, { ...known, numbers: false }, true) : null
    })
  }

  private newIn(fields: unknown, record: RecordId | null): string[] {
    if (record === null) return stringsIn(fields)
    const known = new Set(stringsIn(this.index.history(record).map(({ changes }) => changes)))
    return stringsIn(fields).filter((text) => !known.has(text))
  }
}
