import { ParasolError } from '../../error.ts'
import type { Index } from '../../index/index.ts'
import { peopleOf } from '../../records/leaving.ts'
import { type CardFields, type KeptHere, LIMITS, type Mention, type RecordId } from '../contract/index.ts'
import { ConsentWords, type Subject, subjectOf } from './consent-words.ts'
import { present } from './record-words.ts'
import type { Spaces } from './spaces.ts'

/** Whose answer it is, and which. */
interface Answer extends Subject {
  answer: RecordId
}

/** Says what is here of somebody who has taken back even that we keep it. */
export class Kept {
  private readonly spaces: Pick<Spaces, 'houseId'>
  private readonly index: Pick<Index, 'card' | 'state' | 'mentions' | 'namedBy' | 'history'>
  private readonly words: ConsentWords

  /** `today`: `YYYY-MM-DD` where this computer is. */
  constructor(spaces: Pick<Spaces, 'houseId'>, index: Kept['index'], today: () => string) {
    this.spaces = spaces
    this.index = index
    this.words = new ConsentWords(spaces, index, today)
  }

  /**
   * What is here of whose answer it is: first what is about them or about their incidents, then those, their page last. So each leads to what stands above
   * it, and from the top nothing is lost from sight. Throws RECORD_NOT_FOUND for what is no consent.
   */
  of(recordId: RecordId): KeptHere {
    const who = this.askedBy(recordId)
    if (who === null) return { counts: false, records: [] }
    const found = [...this.about(who)]
    const incidents = found.filter(({ kind }) => kind === 'incident')
    const pages = found.filter(({ kind }) => kind === 'person')
    const others = [...found, ...incidents.flatMap((incident) => [...this.naming(incident.recordId)])].filter(
      ({ kind }) => kind !== 'incident' && kind !== 'person',
    )
    // What names one in several places is one.
    const once = new Map([...others, ...incidents, ...pages].map((mention) => [mention.recordId, mention]))
    return { counts: true, records: [...once.values()].slice(0, LIMITS.kept) }
  }

  /** Who has said by an answer that we keep nothing of them; null where it does not say that, or not any more. */
  private askedBy(answer: RecordId): Answer | null {
    const { kind, fields } = present(this.index.card(answer))
    if (kind !== 'consent') throw new ParasolError('RECORD_NOT_FOUND')
    const who = subjectOf(fields as CardFields<'consent'>)
    return who !== null && this.words.keepsNothing(answer) ? { ...who, answer } : null
  }

  /** Their page, or the incident that they are in, and what names it; of who got a page since, that too. */
  private *about({ subject, item, answer }: Answer): Generator<Mention> {
    const { houseId } = this.spaces
    const incident = item === null ? null : this.index.state(subject)
    if (incident?.space === houseId) {
      const field = `harmed:${item}`
      const { title, start, types } = incident.fields
      yield { recordId: subject, field, kind: 'incident', label: title, start, types }
      const [page] = peopleOf({ [field]: (incident.fields as Record<string, unknown>)[field] })
      const person = page === undefined ? null : { subject: page, item: null }
      // What they agree to by their page was said since.
      if (person !== null && this.words.holding(person).length === 0) yield* this.about({ ...person, answer })
    }
    const page = item === null ? this.index.card(subject) : null
    const hasPage = page?.kind === 'person' && page.space === houseId
    if (hasPage) {
      const { pseudonym: label = '' } = page.fields as CardFields<'person'>
      yield { recordId: subject, field: '', kind: 'person', label, start: null, types: [] }
    }
    yield* this.naming(subject)
    // Their other answers go with the page, where there is one.
    if (!hasPage) for (const recordId of this.words.answersOf({ subject, item })) if (recordId !== answer) yield anAnswer(recordId)
  }

  /** Our own records that name one, beside what was agreed to. */
  private *naming(recordId: RecordId): Generator<Mention> {
    for (const mention of this.index.mentions(recordId, LIMITS.kept)) {
      const record = mention.kind === 'incident' ? this.index.state(mention.recordId) : this.index.card(mention.recordId)
      if (mention.kind !== 'consent' && record?.space === this.spaces.houseId) yield mention
    }
  }
}

const anAnswer = (recordId: RecordId): Mention => ({ recordId, field: '', kind: 'consent', label: '', start: null, types: [] })
