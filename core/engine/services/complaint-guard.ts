import { ParasolError } from '../../error.ts'
import type { Index } from '../../index/index.ts'
import { type Judged, judged } from '../../records/complaint.ts'
import type { CardFields, RecordId, Unnamable } from '../contract/index.ts'
import type { Consents } from './consents.ts'

type Said = Readonly<Record<string, unknown>>

/** Keeps complaints from going to an authority beyond what those they are about have agreed to. */
export class ComplaintGuard {
  private readonly consents: Pick<Consents, 'unnamable'>
  private readonly index: Pick<Index, 'history'>

  constructor(consents: Pick<Consents, 'unnamable'>, index: Pick<Index, 'history'>) {
    this.consents = consents
    this.index = index
  }

  /**
   * Throws CONSENT_MISSING where changes of a complaint (`record`; null for a new one) would hand it in, or more of it, without the agreement of somebody who
   * was harmed, or where nobody can say who was.
   */
  check(record: RecordId | null, before: Said, changes: Said): void {
    const asked = judged(before, changes)
    if (asked === null) return
    const { harmed, people, gone } = this.lacking(asked, record, before, changes)
    // A name is somebody's: where nobody was harmed, nobody can have agreed that it is given.
    if (people.length > 0 || gone > 0 || (asked.named && asked.whole && harmed === 0)) throw new ParasolError('CONSENT_MISSING')
  }

  /** Whose agreement changes of a complaint lack; nobody's where nothing more goes out. */
  needs(record: RecordId, before: Said, changes: Said): Unnamable {
    const asked = judged(before, changes)
    return asked === null ? { harmed: 0, people: [], gone: 0 } : this.lacking(asked, record, before, changes)
  }

  /** Who has not agreed that the authority has all of a complaint as it stands, or learns their name. */
  lacks(record: RecordId, { incidents, body }: Pick<CardFields<'complaint'>, 'incidents' | 'body'>, named: boolean): Unnamable {
    return this.consents.unnamable({ incidents: everNamed(this.index, record, incidents), body }, named)
  }

  private lacking({ incidents, named, whole }: Judged, record: RecordId | null, before: Said, changes: Said): Unnamable {
    const { body } = { ...before, ...changes } as CardFields<'complaint'>
    const about = incidents as RecordId[]
    return this.consents.unnamable({ incidents: whole && record !== null ? everNamed(this.index, record, about) : about, body }, named)
  }
}

/**
 * The incidents that a complaint is about, or was before: that one was taken off, or erased, takes nothing out of its words. What partners propose to one of
 * ours is no word of ours.
 */
export function everNamed(index: Pick<Index, 'history'>, complaint: RecordId, incidents: readonly RecordId[] = []): RecordId[] {
  const named = index.history(complaint).flatMap(({ author, changes }) => {
    if (!author.own) return []
    return changes.flatMap(({ field, after }) => (field === 'incidents' && Array.isArray(after) ? (after as RecordId[]) : []))
  })
  return [...new Set([...incidents, ...named])]
}
