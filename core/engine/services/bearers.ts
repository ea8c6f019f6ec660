import type { Gone, Index } from '../../index/index.ts'
import { Pacer } from '../../pacer.ts'
import { pseudonymsIn } from '../../records/leaving.ts'
import { listKeySchema } from '../contract/field-spec.ts'
import type { CardFields, RecordId, SpaceId } from '../contract/index.ts'
import { keyOf, type Subject, subjectOf } from './consent-words.ts'
import type { Spaces } from './spaces.ts'

/** Who bears which name in which coalition, or bore it before; a hash each, so what was worked out once is kept. */
export class Bearers {
  private readonly spaces: Pick<Spaces, 'get'>
  private readonly index: Pick<Index, 'recordsOf' | 'card'>
  private readonly named = new Map<SpaceId, Map<string, Subject[]>>()
  private readonly known = new Map<SpaceId, Set<string>>()
  /** Of consents that say it, whose word they are: that never changes. */
  private readonly subjects = new Map<RecordId, Subject>()

  constructor(spaces: Pick<Spaces, 'get'>, index: Pick<Index, 'recordsOf' | 'card'>) {
    this.spaces = spaces
    this.index = index
  }

  /** Our people, also those whose page was erased, and those without a page of whom we have or had some word, by what they are called in each of these spaces. */
  async in(spaces: ReadonlySet<SpaceId>, gone: readonly Gone[]): Promise<ReadonlyMap<SpaceId, ReadonlyMap<string, Subject[]>>> {
    if (spaces.size === 0) return this.named
    const pace = new Pacer()
    for await (const who of this.everybody(gone, pace)) {
      if (pace.due) await pace.breathe()
      for (const space of spaces) this.add(space, who)
    }
    return this.named
  }

  private async *everybody(gone: readonly Gone[], pace: Pacer): AsyncGenerator<Subject> {
    for (const subject of this.index.recordsOf('person')) yield { subject, item: null }
    for (const { recordId, of } of gone) {
      yield { subject: recordId, item: null }
      if (of !== null) yield subjectOf(of)
    }
    for (const consent of this.index.recordsOf('consent')) {
      if (pace.due) await pace.breathe()
      const who = this.subjects.get(consent) ?? subjectOf((this.index.card(consent)?.fields ?? {}) as CardFields<'consent'>)
      if (who === null || (who.item !== null && !listKeySchema.safeParse(who.item).success)) continue
      this.subjects.set(consent, who)
      yield who
    }
  }

  private add(space: SpaceId, who: Subject): void {
    const known = this.known.get(space) ?? new Set()
    this.known.set(space, known)
    const key = keyOf(who)
    if (known.has(key)) return
    known.add(key)
    const named = this.named.get(space) ?? new Map<string, Subject[]>()
    this.named.set(space, named)
    for (const name of pseudonymsIn(this.spaces.get(space).importNames, who.subject, who.item ?? undefined)) {
      const bearers = named.get(name)
      if (bearers) bearers.push(who)
      else named.set(name, [who])
    }
  }
}
