import type { Index } from '../../index/index.ts'
import { Pacer } from '../../pacer.ts'
import type { RecordState } from '../../records/fold.ts'
import { chunks } from '../../space/chunks.ts'
import { type EntryId, type Harmed, nameWords, type RecordId, saysOneOf } from '../contract/index.ts'
import type { Consents } from './consents.ts'

export interface HiddenNamesPorts {
  index: Pick<Index, 'history' | 'label' | 'recordsOf'>
  consents: Pick<Consents, 'allows' | 'missing'>
  /** The real name of a person as it is sealed in one of her entries, or null; it goes nowhere from here. */
  realName(entry: EntryId): Promise<string | null>
}

/** For whom a file is; null: for everybody or a coalition, where nobody is named. */
export type Authority = string | null

type Fields = Readonly<Record<string, unknown>>

/** People who are looked up at a time: their real names are read from the disk. */
const AT_ONCE = 32

const NOBODY: ReadonlySet<string> = new Set()

/** What somebody is called by us, or was, and what she is really called. */
interface Names {
  called: string[]
  real: string[]
}

/**
 * What those are called, and were called, who are not to be named to whoever gets a file or reads a coalition: to find words that say it all the same. One
 * for each look: what it has looked up it does not look up again, and nothing keeps a real name when the look is over.
 */
export class HiddenNames {
  private readonly ports: HiddenNamesPorts
  private readonly authority: Authority
  private readonly people = new Map<RecordId, Promise<Names>>()
  private readonly nameable = new Map<RecordId, boolean>()
  private everybody: Promise<ReadonlySet<string>> | null = null

  constructor(ports: HiddenNamesPorts, authority: Authority) {
    this.ports = ports
    this.authority = authority
  }

  /**
   * Whether a text about an incident says what somebody harmed in it is or was called, whatever the case; or, as a name is written, what any of our people
   * is or was called, or really is. `coming`: fields that it does not have yet.
   */
  async areIn(text: string, record: RecordState, coming: Fields = {}): Promise<boolean> {
    const { called, real } = await this.of(record, coming)
    return saysOneOf(text, nameWords(called)) || saysOneOf(text, nameWords(real), true) || this.anyIn(text)
  }

  /** Whether a text that is about nobody in particular says, as a name is written, what any of our people is or was called, or really is. */
  async anyIn(text: string): Promise<boolean> {
    return saysOneOf(text, await this.words(), true)
  }

  /** What `anyIn` looks for, real names among it: for the engine alone. */
  words(): Promise<ReadonlySet<string>> {
    this.everybody ??= this.all()
    return this.everybody
  }

  private async of(record: RecordState, coming: Fields): Promise<Names> {
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
    const known = this.people.get(person) ?? this.lookUp(person)
    this.people.set(person, known)
    return known
  }

  /** Real names that were written down before count too, and both where two computers of ours wrote another. */
  private async lookUp(person: RecordId): Promise<Names> {
    const { index, realName } = this.ports
    const versions = index.history(person)
    const before = versions.flatMap(({ changes }) => changes.flatMap((one) => (one.field === 'pseudonym' ? [one.before, one.after] : [])))
    const called = [index.label(person), ...before].filter((name): name is string => typeof name === 'string' && name !== '')
    const sealed = versions.filter(({ changes }) => changes.some(({ field, after }) => field === 'identity' && typeof after === 'string'))
    const real = await Promise.all(sealed.map(({ entryId }) => realName(entryId)))
    return { called, real: real.filter((name) => name !== null) }
  }

  private async all(): Promise<ReadonlySet<string>> {
    const pace = new Pacer()
    const names: string[] = []
    for (const some of chunks(this.ports.index.recordsOf('person'), AT_ONCE)) {
      if (pace.due) await pace.breathe()
      const people = some.filter((person) => !this.mayBeNamed(person))
      for (const { called, real } of await Promise.all(people.map((person) => this.namesOf(person)))) names.push(...called, ...real)
    }
    return names.length === 0 ? NOBODY : nameWords(names)
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
