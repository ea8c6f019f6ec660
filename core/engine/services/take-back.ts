import { toHex } from '../../crypto/bytes.ts'
import type { Index } from '../../index/index.ts'
import { Pacer } from '../../pacer.ts'
import { encodeBody, tombstoneBody } from '../../records/body.ts'
import type { RecordState } from '../../records/fold.ts'
import type { RecordName } from '../../records/kinds.ts'
import { recordIdOf } from '../../records/version.ts'
import { type ImportId, organisationIdSchema, type Progress, type SpaceId, type Takeable } from '../contract/index.ts'
import type { ImportJournal } from './import-journal.ts'
import type { RecordWriter } from './record-writer.ts'
import type { Spaces } from './spaces.ts'

const KEPT_SHOWN = 50

type Why = Takeable['keptFirst'][number]['why']

/** Takes imports back: erases what they wrote and nobody has done anything with since. */
export class TakeBack {
  private readonly journal: ImportJournal
  private readonly spaces: Spaces
  private readonly index: Index
  private readonly writer: RecordWriter

  constructor(journal: ImportJournal, spaces: Spaces, index: Index, writer: RecordWriter) {
    this.journal = journal
    this.spaces = spaces
    this.index = index
    this.writer = writer
  }

  /** Throws IMPORT_NOT_FOUND. */
  async look(importId: ImportId): Promise<Takeable> {
    const { fileName, batches } = this.journal.get(importId)
    const audiences = [...new Set(batches.map(({ space }) => space))]
    const found: Takeable = { fileName, audiences, incidents: 0, kept: 0, keptFirst: [], gone: 0 }
    const pacer = new Pacer()
    for (const { space, names } of batches) {
      for (const name of names) {
        if (pacer.due) await pacer.breathe()
        const record = this.record(space, name)
        const why = record && this.whyKept(record)
        if (!record) found.gone++
        else if (why === null) found.incidents++
        else {
          found.kept++
          const { recordId, fields } = record
          if (why !== undefined && found.keptFirst.length < KEPT_SHOWN) found.keptFirst.push({ recordId, title: fields.title, why })
        }
      }
    }
    return found
  }

  /** Each record is looked at again before it goes. The import is forgotten at the end. Throws as `look`, and as RecordWriter.writable. */
  async *run(importId: ImportId, signal?: AbortSignal): AsyncGenerator<Progress, void, void> {
    const { batches } = this.journal.get(importId)
    const total = batches.reduce((sum, { names }) => sum + names.length, 0)
    let done = 0
    yield { done, total, finished: false, cancelled: false }
    for (const { space: spaceId, names } of batches) {
      if (signal?.aborted) break
      const taken = names.flatMap((name) => {
        const record = this.record(spaceId, name)
        return record && this.whyKept(record) === null ? [record] : []
      })
      if (taken.length > 0) {
        const bodies = taken.map(({ name, heads }) => encodeBody(tombstoneBody(name, heads, { undone: true })))
        await this.writer.appendMany(this.writer.writable(spaceId), bodies)
      }
      done += names.length
      if (done < total) yield { done, total, finished: false, cancelled: false }
    }
    if (done === total) this.journal.forget(importId)
    yield { done, total, finished: true, cancelled: done < total }
  }

  private record(space: SpaceId, name: RecordName): RecordState | null {
    // Of a coalition that was left nothing is here.
    if (!this.spaces.has(space)) return null
    const organisation = organisationIdSchema.parse(toHex(this.spaces.get(space).organisationKey))
    return this.index.state(recordIdOf(space, organisation, name))
  }

  /** What somebody has done with a record that makes it more than a row of a file; null for nothing. */
  private whyKept(record: RecordState): Why | null {
    if (record.shares.length > 0) return 'shared'
    if (record.versions > 1) return 'amended'
    return this.index.mentions(record.recordId, 1).length > 0 ? 'linked' : null
  }
}
