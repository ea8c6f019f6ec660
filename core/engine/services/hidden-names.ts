import type { Index } from '../../index/index.ts'
import { Pacer } from '../../pacer.ts'
import type { RecordState } from '../../records/fold.ts'
import { type Harmed, nameWords, type RecordId, saysOneOf } from '../contract/index.ts'
import type { Consents } from './consents.ts'

export interface HiddenNamesPorts {
  index: Pick<Index, 'history' | 'label' | 'recordsOf'>
  consents: Pick<Consents, 'allows' | 'missing'>
  /** The real name of a person as it is sealed, or null; it goes nowhere from here. */
  realName(person: RecordId): Promise<string | null>
}

/** For whom a file is; null: for everybody, where nobody is named. */
export type Authority = string | null

const NOBODY: ReadonlySet<string> = new Set()

/**
 * What those are called, and were called, who are not to be named to whoever gets a file: to find an incident whose words say it all the same. One for
 * each export: what it has looked up it does not look up again.
 */
export class HiddenNames {
  private readonly ports: HiddenNamesPorts
  private readonly authority: Authority
  private readonly people = new Map<RecordId, Promise<{ called: string[]; real: string[] }>>()
  private readonly nameable = new Map<RecordId, boolean>()
  private everybody: Promise<ReadonlySet<string>> | null = null

  constructor(ports: HiddenNamesPorts, authority: Authority) {
    this.ports = ports
    this.authority = authority
  }

  /**
   * Whether a text about an incident says what somebody harmed in it is or was called, whatever the case; or, as a name is written, the real name of one of
   * them or what another of our people is called.
   */
  async areIn(text: string, record: RecordState): Promise<boolean> {
    const { called, real } = await this.of(record)
    if (saysOneOf(text, nameWords(called)) || saysOneOf(text, nameWords(real), true)) return true
    this.everybody ??= this.all()
    return saysOneOf(text, await this.everybody, true)
  }

  private async of(record: RecordState): Promise<{ called: string[]; real: string[] }> {
    const told = this.toldOf(record)
    const called = told.flatMap(({ name }) => (name ? [name] : []))
    const real: string[] = []
    const unasked = this.authority === null ? null : this.ports.consents.missing(record, { authority: this.authority, named: true })
    for (const { name } of unasked ?? []) called.push(name)
    const people = new Set([...told.flatMap(({ person }) => person ?? []), ...(unasked ?? []).flatMap(({ recordId }) => recordId ?? [])])
    for (const person of people) {
      if (this.mayBeNamed(person)) continue
      const known = this.people.get(person) ?? this.namesOf(person)
      this.people.set(person, known)
      const names = await known
      called.push(...names.called)
      real.push(...names.real)
    }
    return { called, real }
  }

  /** Everybody whom the incident says were harmed, or said so before, or says in another of two versions; without those who may be named by the page that they have. */
  private toldOf({ recordId, fields, versions, conflicts }: RecordState): Harmed[] {
    const values: [string, unknown][] = Object.entries(fields)
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

  private async namesOf(person: RecordId): Promise<{ called: string[]; real: string[] }> {
    const { index } = this.ports
    const before = index
      .history(person)
      .flatMap(({ changes }) => changes.flatMap((one) => (one.field === 'pseudonym' ? [one.before, one.after] : [])))
    const called = [index.label(person), ...before].filter((name): name is string => typeof name === 'string' && name !== '')
    const real = await this.ports.realName(person)
    return { called, real: real ? [real] : [] }
  }

  private async all(): Promise<ReadonlySet<string>> {
    const { index } = this.ports
    const pace = new Pacer()
    const names: string[] = []
    for (const person of index.recordsOf('person')) {
      if (pace.due) await pace.breathe()
      const label = index.label(person)
      if (label && !this.mayBeNamed(person)) names.push(label)
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
