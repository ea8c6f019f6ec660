import { ParasolError } from '../../error.ts'
import { type Judged, judged } from '../../records/complaint.ts'
import type { CardFields, RecordId, Unnamable } from '../contract/index.ts'
import type { Consents } from './consents.ts'

type Said = Readonly<Record<string, unknown>>

/** Keeps complaints from going to an authority beyond what those they are about have agreed to. */
export class ComplaintGuard {
  private readonly consents: Pick<Consents, 'unnamable'>

  constructor(consents: Pick<Consents, 'unnamable'>) {
    this.consents = consents
  }

  /** Throws CONSENT_MISSING where changes of a complaint would hand it in, or more of it, without the agreement of somebody who was harmed. */
  check(before: Said, changes: Said): void {
    const asked = judged(before, changes)
    if (asked === null) return
    const { harmed, people } = this.lacking(asked, before, changes)
    // A name is somebody's: where nobody was harmed, nobody can have agreed that it is given.
    if (people.length > 0 || (asked.named && asked.whole && harmed === 0)) throw new ParasolError('CONSENT_MISSING')
  }

  /** Whose agreement changes of a complaint lack; nobody's where nothing more goes out. */
  needs(before: Said, changes: Said): Unnamable {
    const asked = judged(before, changes)
    return asked === null ? { harmed: 0, people: [] } : this.lacking(asked, before, changes)
  }

  private lacking(asked: Judged, before: Said, changes: Said): Unnamable {
    const { body } = { ...before, ...changes } as CardFields<'complaint'>
    return this.consents.unnamable({ incidents: asked.incidents as RecordId[], body }, asked.named)
  }
}
