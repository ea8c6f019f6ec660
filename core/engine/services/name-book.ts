import { randomBytes, toHex, utf8 } from '../../crypto/bytes.ts'
import { HASH_BYTES, KDF } from '../../crypto/hash.ts'
import type { Index } from '../../index/index.ts'
import { Queue } from '../../log/queue.ts'
import { Pacer } from '../../pacer.ts'
import { chunks } from '../../space/chunks.ts'
import {
  type EntryId,
  type Identity,
  type NameKeys,
  type NameWords,
  nameKeys,
  numberKeys,
  type RecordId,
  togetherOf,
} from '../contract/index.ts'

export interface NameBookPorts {
  index: Pick<Index, 'history' | 'label' | 'stamps'>
  /** The real name and contacts of a person as they are sealed in one of her entries; null where they cannot be read. They go nowhere from here. */
  identity(entry: EntryId): Promise<Pick<Identity, 'name' | 'contact'> | null>
  /** Somebody is found by something new. */
  grown(): void
}

/** What somebody is called by us, or was, what she is really called, and how she is reached. */
export interface Names {
  called: string[]
  real: string[]
  contacts: string[]
  /** Whether all that is sealed of her could be read here. */
  isWhole: boolean
}

/** People who are looked up at a time: their real names are read from the disk. */
const AT_ONCE = 32

interface Page extends NameKeys {
  /** Of what it was made; null where it is to be made again. */
  stamp: string | null
}

/**
 * By what all our people are found in a text: what each is or was called, and really is, and the numbers of their telephones; beside them any other
 * telephone number. Made once and kept, as
 * reading thousands of sealed names takes seconds; what is kept are hashes under a key that goes with the process, never a name.
 */
export class NameBook {
  private readonly ports: NameBookPorts
  /** New with every start: who finds a hash elsewhere learns nothing from it. */
  private readonly secret = randomBytes(HASH_BYTES)
  private readonly pages = new Map<RecordId, Page>()
  private readonly turns = new Queue()
  private everybody: NameWords | null = null

  constructor(ports: NameBookPorts) {
    this.ports = ports
  }

  /** What all our people are found by as they stand now, without those who are left out; nothing where there is nobody. */
  words(isLeftOut: ((person: RecordId) => boolean) | null = null): Promise<NameWords> {
    return this.turns.run(async () => {
      if (await this.refresh()) this.everybody = null
      if (isLeftOut !== null) return togetherOf(this.without(isLeftOut), this.keep, true)
      this.everybody ??= togetherOf(this.pages.values(), this.keep, true)
      return this.everybody
    })
  }

  /** Real names that were written down before count too, and both where two computers of ours wrote another. */
  async namesOf(person: RecordId): Promise<Names> {
    const { index, identity } = this.ports
    const versions = index.history(person)
    const before = versions.flatMap(({ changes }) => changes.flatMap((one) => (one.field === 'pseudonym' ? [one.before, one.after] : [])))
    const called = [index.label(person), ...before].filter((name): name is string => typeof name === 'string' && name !== '')
    const sealed = versions.filter(({ changes }) => changes.some(({ field, after }) => field === 'identity' && typeof after === 'string'))
    const read = await Promise.all(sealed.map(({ entryId }) => identity(entryId)))
    const found = read.filter((one) => one !== null)
    return { called, real: found.map(({ name }) => name), contacts: found.map(({ contact }) => contact), isWhole: !read.includes(null) }
  }

  /** Reads who is new here or says something else than when it was read; whether there was anybody. */
  private async refresh(): Promise<boolean> {
    const now = this.ports.index.stamps('person')
    const gone = [...this.pages.keys()].filter((person) => !now.has(person))
    for (const person of gone) this.pages.delete(person)
    const changed = [...now].filter(([person, stamp]) => this.pages.get(person)?.stamp !== stamp)
    const pace = new Pacer()
    let isGrown = false
    for (const some of chunks(changed, AT_ONCE)) {
      if (pace.due) await pace.breathe()
      const names = await Promise.all(some.map(([person]) => this.namesOf(person)))
      for (const [at, [person, stamp]] of some.entries()) {
        const { called = [], real = [], contacts = [], isWhole = false } = names[at] ?? {}
        const found = nameKeys([...called, ...real], this.keep)
        const keys = [...found.keys, ...contacts.flatMap((contact) => numberKeys(contact, this.keep))]
        const before = new Set(this.pages.get(person)?.keys)
        isGrown ||= keys.some((key) => !before.has(key))
        this.pages.set(person, { stamp: isWhole ? stamp : null, ...found, keys })
      }
    }
    if (isGrown) this.ports.grown()
    return gone.length > 0 || changed.length > 0
  }

  private *without(isLeftOut: (person: RecordId) => boolean): Generator<NameKeys> {
    for (const [person, page] of this.pages) if (!isLeftOut(person)) yield page
  }

  private readonly keep = (word: string): string => toHex(KDF(this.secret, 'name-book', utf8(word)))
}
