import type { Index } from '../../index/index.ts'
import { levelOf, RUNG } from '../contract/consent.ts'
import type { CardFields, Ending, EndingAsk, RecordId } from '../contract/index.ts'
import { ConsentWords, type Supposed, subjectOf } from './consent-words.ts'
import type { Consents } from './consents.ts'
import { present } from './record-words.ts'
import type { Spaces } from './spaces.ts'
import type { UnderNames } from './under-names.ts'

/** Says what a new consent, or the end of one, would end: before it is written. */
export class ConsentEnding {
  private readonly index: Index
  private readonly consents: Consents
  private readonly words: ConsentWords
  private readonly underNames: UnderNames

  constructor(spaces: Spaces, index: Index, consents: Consents, underNames: UnderNames, today: () => string) {
    this.index = index
    this.consents = consents
    this.words = new ConsentWords(spaces, index, today)
    this.underNames = underNames
  }

  /** Writes nothing. Throws RECORD_NOT_FOUND for what is no consent. */
  async of(ask: EndingAsk): Promise<Ending> {
    const ended = 'recordId' in ask ? ask.recordId : null
    const said = 'recordId' in ask ? this.saidIn(ask.recordId) : ask.fields
    const supposed: Supposed = ended === null ? { said } : { ended }
    const who = subjectOf(said)
    const before = who === null ? [] : this.words.holding(who)
    const after = who === null ? [] : this.words.holding(who, supposed)
    const ends = before.filter((recordId) => !after.includes(recordId))
    if (ends.length === 0) return { ends, taken: [], names: [], handedIn: [] }
    const taken: Ending['taken'] = []
    for await (const one of this.consents.lapsing(supposed)) {
      const { recordId, space: spaceId } = one
      if ('kind' in one) taken.push({ recordId, spaceId, kind: one.kind, title: this.index.label(recordId) ?? '' })
      else taken.push({ recordId: this.index.get(recordId)?.madeFrom ?? recordId, spaceId, kind: 'incident', title: one.fields.title })
    }
    const levels = ends.map((recordId) => levelOf(this.saidIn(recordId)))
    const losesName = levels.some((level) => level >= RUNG.identified)
    const losesAuthority = levels.some((level) => level >= RUNG.anonymous)
    return {
      ends,
      taken,
      names: losesName ? await this.underNames.ending(supposed, said) : [],
      handedIn: losesAuthority ? this.underNames.nameless(supposed, said) : [],
    }
  }

  private saidIn(recordId: RecordId): CardFields<'consent'> {
    return present(consentFields(this.index.card(recordId)))
  }
}

const consentFields = (card: ReturnType<Index['card']>): CardFields<'consent'> | null =>
  card?.kind === 'consent' ? (card.fields as CardFields<'consent'>) : null
