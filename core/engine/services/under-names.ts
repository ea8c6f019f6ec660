import { ParasolError } from '../../error.ts'
import type { Index } from '../../index/index.ts'
import { Pacer } from '../../pacer.ts'
import { bearsName, isOpenOutside } from '../../records/complaint.ts'
import { givesNames } from '../../records/consent.ts'
import type { CardFields, Due, RecordId, UnderName, Unnamable } from '../contract/index.ts'
import { everNamed } from './complaint-guard.ts'
import { type Subject, type Supposed, subjectOf } from './consent-words.ts'
import type { Consents } from './consents.ts'
import { present } from './record-words.ts'

/** As many as the page of a person lists. */
const MENTIONS = 200

/** Whether somebody of whom a complaint asks is the one whose word it is. */
const isOf =
  (who: Subject) =>
  ({ recordId, incident, item }: Unnamable['people'][number]): boolean =>
    who.item === null ? recordId === who.subject : recordId === null && incident === who.subject && item === who.item

/** Finds complaints that somebody outside has under the name of somebody who does not agree to that. */
export class UnderNames {
  private readonly index: Pick<Index, 'named' | 'namedBy' | 'mentions' | 'card' | 'history'>
  private readonly consents: Pick<Consents, 'unnamable'>

  constructor(index: Pick<Index, 'named' | 'namedBy' | 'mentions' | 'card' | 'history'>, consents: Pick<Consents, 'unnamable'>) {
    this.index = index
    this.consents = consents
  }

  /** Those that are open, whoever it is that has not agreed, or agrees no more. */
  async due(): Promise<Due[]> {
    const found = await this.where(null, ({ people }) => people.length > 0)
    return found.map((complaint) => ({ ...complaint, why: 'name', day: null }))
  }

  /**
   * Those that are open and bear the name of a person without their agreement; or of whose consent it is, as if that had been taken back:
   * none where it never let a name be given. Throws RECORD_NOT_FOUND for what is neither.
   */
  async of(recordId: RecordId): Promise<UnderName[]> {
    const { kind, fields } = present(this.index.card(recordId))
    if (kind === 'person') return this.where(null, ({ people }) => people.some((one) => one.recordId === recordId))
    if (kind !== 'consent') throw new ParasolError('RECORD_NOT_FOUND')
    const consent = fields as CardFields<'consent'>
    return givesNames(consent) ? this.ending({ ended: recordId }, consent) : []
  }

  /** Those that are open and would bear the name of whose word `of` is without their agreement, if that were so. */
  async ending(supposed: Supposed, of: CardFields<'consent'>): Promise<UnderName[]> {
    const who = subjectOf(of)
    return who === null ? [] : this.where(supposed, ({ people }) => people.some(isOf(who)))
  }

  /**
   * Those that are open, were handed in without a name, and are about an incident in which somebody was harmed whose word `of` is, and who would not agree that this
   * authority has it, if that were so. Of more incidents than a page lists, those that it lists.
   */
  nameless(supposed: Supposed, of: CardFields<'consent'>): UnderName[] {
    const who = subjectOf(of)
    if (who === null) return []
    const incidents = who.item === null ? this.incidentsOf(who.subject) : [who.subject]
    const complaints = new Set(incidents.flatMap((incident) => this.index.namedBy(incident, 'complaint')))
    return [...complaints].flatMap((recordId) => {
      const card = this.index.card(recordId)
      const fields = card?.fields as CardFields<'complaint'> | undefined
      if (!card || !fields || !isOpenOutside(fields) || bearsName(fields)) return []
      const incidents = everNamed(this.index, recordId, fields.incidents)
      const { people } = this.consents.unnamable({ ...fields, incidents }, false, supposed)
      return people.some(isOf(who)) ? [{ recordId, label: fields.title ?? '', status: fields.state ?? null }] : []
    })
  }

  private incidentsOf(person: RecordId): RecordId[] {
    return this.index.mentions(person, MENTIONS).flatMap(({ recordId, kind }) => (kind === 'incident' ? [recordId] : []))
  }

  private async where(supposed: Supposed, isMeant: (unnamable: Unnamable) => boolean): Promise<UnderName[]> {
    const pacer = new Pacer()
    const found: UnderName[] = []
    for (const complaint of this.index.named()) {
      if (pacer.due) await pacer.breathe()
      // It may have been erased while others had their turn.
      const fields = this.index.card(complaint.recordId)?.fields as CardFields<'complaint'> | undefined
      if (fields === undefined) continue
      const incidents = everNamed(this.index, complaint.recordId, fields.incidents)
      if (isMeant(this.consents.unnamable({ ...fields, incidents }, true, supposed))) found.push(complaint)
    }
    return found
  }
}
