import type { RecordId } from '../engine/contract/ids.ts'
import type { CardKind } from '../engine/contract/record-kinds.ts'
import type { KeyedFile } from '../records/keyed-file.ts'
import type { RecordBody, RecordName } from '../records/kinds.ts'
import type { Authorship } from '../records/version.ts'
import type { Document } from './document.ts'
import type { DueState } from './due.ts'
import type { CardLook, ItemLook } from './look.ts'
import type { Made } from './made.ts'

/**
 * What was made of entries, as one flat list of plain values: between threads an object takes several times as long as what is in it.
 * Only ever read by the program that wrote it.
 */
export type Packed = (string | number | null)[]

const NO_LOOK = 0
const ITEM = 1
const CARD = 2

/**
 * Adds what was made of one entry. Whose it is, the other side knows; and that a look at one entry alone is of nothing amended, disputed or shared.
 * Throws a RangeError for any other.
 */
export function pack(out: Packed, { kind, record, bytes, text, look }: Made): void {
  out.push(kind, record, bytes, text)
  if (look === null) {
    out.push(NO_LOOK)
    return
  }
  if (look.amended || look.conflict || ('shares' in look && (look.changed || look.shares.length > 0 || look.proposals > 0)))
    throw new RangeError('more than one entry')
  out.push('kind' in look ? CARD : ITEM, look.recordId, look.savedAt)
  const { due, references, files } = look
  out.push(due && due.why)
  if (due) out.push(due.day, due.label, due.status, Number(due.named))
  out.push(references.length)
  for (const { field, target } of references) out.push(field, target)
  out.push(files.length)
  for (const { field, file } of files) out.push(field, file.list, file.key, file.sha256, file.size, file.type, file.name)
  if ('kind' in look) out.push(look.kind, look.label, look.status, look.unit, look.words.label, look.words.text)
  else packItem(out, look)
}

function packItem(out: Packed, { title, types, start, area, doers, recorder, moment, document }: ItemLook): void {
  out.push(title, types, start, area, doers, recorder, moment)
  out.push(document.title, document.area, document.narrative, document.source, document.more, document.facets)
}

/** Takes out, one after the other, what was put in. */
export class Unpacker {
  private readonly packed: Packed
  private readonly by: Authorship
  private at = 0

  constructor(packed: Packed, by: Authorship) {
    this.packed = packed
    this.by = by
  }

  text(): string {
    return this.next() as string
  }

  number(): number {
    return this.next() as number
  }

  made(): Made {
    const [kind, record, bytes, text] = [this.text() as RecordBody['kind'], this.text() as RecordName, this.number(), this.text()]
    return { kind, record, bytes, text, look: this.look() }
  }

  private look(): ItemLook | CardLook | null {
    const is = this.number()
    if (is === NO_LOOK) return null
    const [recordId, savedAt] = [this.text() as RecordId, this.number()]
    const due = this.due()
    const references = this.list(() => ({ field: this.text(), target: this.text() as RecordId }))
    const files = this.files()
    const look = { recordId, ...this.by, savedAt, amended: false, conflict: false, references, files, due }
    if (is === CARD) {
      const [kind, label, status, unit] = [this.text() as CardKind, this.text(), this.textOrNull(), this.textOrNull()]
      return { ...look, kind, label, status, unit, words: { label: this.text(), text: this.text() } }
    }
    const [title, types, start, area, doers, recorder, moment] = [
      this.text(),
      this.text(),
      this.textOrNull(),
      this.text(),
      this.textOrNull(),
      this.text(),
      this.number(),
    ]
    return {
      ...look,
      title,
      types,
      start,
      area,
      doers,
      proposals: 0,
      recorder,
      moment,
      document: this.document(),
      shares: [],
      changed: false,
    }
  }

  private due(): DueState | null {
    const why = this.textOrNull()
    if (why === null) return null
    return { why: why as DueState['why'], day: this.text(), label: this.text(), status: this.textOrNull(), named: this.number() === 1 }
  }

  private document(): Document {
    return {
      title: this.text(),
      area: this.text(),
      narrative: this.text(),
      source: this.text(),
      more: this.text(),
      facets: this.text(),
    }
  }

  private files(): { field: string; file: KeyedFile }[] {
    return this.list(() => ({
      field: this.text(),
      file: { list: this.text(), key: this.text(), sha256: this.text(), size: this.number(), type: this.text(), name: this.text() },
    }))
  }

  private list<T>(one: () => T): T[] {
    const count = this.number()
    const out: T[] = []
    while (out.length < count) out.push(one())
    return out
  }

  private textOrNull(): string | null {
    return this.next() as string | null
  }

  private next(): string | number | null {
    const value = this.packed[this.at]
    this.at += 1
    if (value === undefined) throw new RangeError('nothing is left to take out')
    return value
  }
}
