import type { Index } from '../../index/index.ts'
import type { RecordState } from '../../records/fold.ts'
import { type Harmed, type NameWords, nameWords, type RecordId, saysOneOf } from '../contract/index.ts'
import type { Consents } from './consents.ts'
import type { NameBook, Names } from './name-book.ts'

export interface HiddenNamesPorts {
  index: Pick<Index, 'history'>
  consents: Pick<Consents, 'allows' | 'missing'>
  book: Pick<NameBook, 'words' | 'namesOf'>
}

/** For whom a file is; null: for everybody or a coalition, where nobody is named. */
export type Authority = string | null

type Fields = Readonly<Record<string, unknown>>

/**
 * What those are called, and were called, who are not to be named to whoever gets a file or reads a coalition: to find words that say it all the same. One
 * for each look: what it has looked up it does not look up again, and nothing keeps a real name when the look is over.
 */
export class HiddenNames {
  private readonly ports: HiddenNamesPorts
  private readonly authority: Authority
  private readonly people = new Map<RecordId, Promise<Names>>()
  private readonly nameable = new Map<RecordId, boolean>()
  private everybody: Promise<NameWords> | null = null

  constructor(ports: HiddenNamesPorts, authority: Authority) {
    this.ports = ports
    this.authority = authority
  }

  /**
   * Whether a text about an incident says what somebody harmed in it is or was called, whatever the case; or, as a name is written, what any of our people
   * is or was called, or really is.
   */
  async areIn(text: string, record: RecordState): Promise<boolean> {
    return (await this.harmedAreIn(text, record)) || this.anyIn(text)
  }

  /** The same of those alone who were harmed in it. `coming`: fields that it does not have yet. */
  async harmedAreIn(text: string, record: RecordState, coming: Fields = {}): Promise<boolean> {
    const { called, real } = await this.of(record, coming)
    return saysOneOf(text, nameWords(called)) || saysOneOf(text, nameWords(real), true)
  }

  /** Whether a text that is about nobody in particular says, as a name is written, what any of our people is or was called, or really is. */
  async anyIn(text: string): Promise<boolean> {
    return saysOneOf(text, await this.words(), true)
  }

  /** What `anyIn` looks for, real names among it: for the engine alone. */
  words(): Promise<NameWords> {
    this.everybody ??= this.ports.book.words(this.authority === null ? null : (person) => this.mayBeNamed(person))
    return this.everybody
  }

  private async of(record: RecordState, coming: Fields): Promise<Pick<Names, 'called' | 'real'>> {
    const told = this.toldOf(record, coming)
    const called = told.flatMap(({ name }) => (name ? [name] : []))
    const real: string[] = []
    const unasked = this.authority === null ? null : this.ports.consents.missing(record, { authority: this.authority, named: true })
    for (const { name } of unasked ?? []) called.push(name)
    const people = new Set([...told.flatMap(({ person }) => person ?? []), ...(unasked ?? []).flatMap(({ recordId }) => recordId ?? [])])
    for (const person of people) {
      if (this.mayBeNamed(person)) continue
      const names = await this.namesOf(person)
      called.push(...names.called)
      real.push(...names.real)
    }
    return { called, real }
  }

  /** Everybody whom the incident says were harmed, or said so before, or says in another of two versions; without those who may be named by the page that they have. */
  private toldOf({ recordId, fields, versions, conflicts }: RecordState, coming: Fields): Harmed[] {
    const values: [string, unknown][] = [...Object.entries(fields), ...Object.entries(coming)]
    for (const { field, values: both } of conflicts) for (const { value } of both) values.push([field, value])
    if (versions > 1)
      for (const { changes } of this.ports.index.history(recordId))
        for (const { field, before, after } of changes) values.push([field, before], [field, after])
    return values.flatMap(([field, value]) => {
      if (!field.startsWith('harmed:') || typeof value !== 'object' || value === null) return []
      const told = value as Harmed
      return told.person && this.mayBeNamed(told.person) ? [] : [told]
    })
  }

  private namesOf(person: RecordId): Promise<Names> {
    const known = this.people.get(person) ?? this.ports.book.namesOf(person)
    this.people.set(person, known)
    return known
  }

  private mayBeNamed(person: RecordId): boolean {
    if (this.authority === null) return false
    const known = this.nameable.get(person)
    if (known !== undefined) return known
    const may = this.ports.consents.allows(person, { authority: this.authority, named: true })
    this.nameable.set(person, may)
    return may
  }
}
