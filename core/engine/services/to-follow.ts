import type { DuePage } from '../../index/due.ts'
import type { Index } from '../../index/index.ts'
import { Pacer } from '../../pacer.ts'
import { type Due, type RecordId, recordIdSchema, type UnderName } from '../contract/index.ts'
import type { Consents } from './consents.ts'
import type { UnderNames } from './under-names.ts'

/** Says what waits for this organisation. */
export class ToFollow {
  private readonly index: Pick<Index, 'due' | 'card' | 'label' | 'changesOf'>
  private readonly consents: Pick<Consents, 'isReplaced' | 'keepsNothing'>
  private readonly today: () => string
  private readonly underNames: Pick<UnderNames, 'due' | 'of'>
  /** Whether answers that wait are past, as later ones are in their place; who has renewed hers for years has many of them, and each stays due. */
  private readonly past = new Map<RecordId, boolean>()
  /** What that hangs on, as it was when they were looked at. */
  private seen = ''

  /** `today`: `YYYY-MM-DD` where this computer is. */
  constructor(
    index: Pick<Index, 'due' | 'card' | 'label' | 'changesOf'>,
    consents: Pick<Consents, 'isReplaced' | 'keepsNothing'>,
    underNames: Pick<UnderNames, 'due' | 'of'>,
    today: () => string,
  ) {
    this.index = index
    this.consents = consents
    this.underNames = underNames
    this.today = today
  }

  /**
   * First, beyond `limit`, the names that are not to be known any more, then `limit` by day, fewer only at the end. A consent is told by whose it is, unless a
   * later one is in its place; of who wants us to keep nothing, the last that says so, unless they have agreed to something since. Throws BAD_INPUT for a cursor that is not ours.
   */
  async due(input: { cursor: string | null; limit: number }): Promise<DuePage> {
    const names = input.cursor === null ? await this.underNames.due() : []
    const pace = new Pacer()
    const told: Due[] = []
    let nextCursor = input.cursor
    do {
      if (pace.due) await pace.breathe()
      const page = this.index.due(nextCursor, input.limit - told.length)
      nextCursor = page.nextCursor
      told.push(...this.standing(page))
    } while (nextCursor !== null && told.length < input.limit)
    return { rows: [...names, ...told], nextCursor }
  }

  /** Complaints that bear a name without agreement, as UnderNames.of. */
  underName(recordId: RecordId): Promise<UnderName[]> {
    return this.underNames.of(recordId)
  }

  private standing({ rows }: DuePage): Due[] {
    const isAnswer = ({ why }: Due): boolean => why === 'consent' || why === 'kept'
    return rows.flatMap((row) => (!isAnswer(row) ? [row] : this.isPast(row) ? [] : [{ ...row, label: this.personOf(row.recordId) }]))
  }

  private isPast({ recordId, why }: Due): boolean {
    const now = [this.today(), this.index.changesOf('consent'), this.index.changesOf('person')].join()
    if (now !== this.seen) this.past.clear()
    this.seen = now
    const known = this.past.get(recordId)
    if (known !== undefined) return known
    const is = why === 'kept' ? !this.consents.keepsNothing(recordId) : this.consents.isReplaced(recordId)
    this.past.set(recordId, is)
    return is
  }

  /** What the person is called whom a record names; empty where she is not here. */
  private personOf(recordId: RecordId): string {
    const person = recordIdSchema.safeParse(this.index.card(recordId)?.fields['person'])
    return (person.success ? this.index.label(person.data) : null) ?? ''
  }
}
