import { ParasolError } from '../../error.ts'
import { gistIn } from '../../index/gist.ts'
import type { Index } from '../../index/index.ts'
import { saidIn } from '../../records/said.ts'
import type { Disagreed, ExportInput, RecordId } from '../contract/index.ts'
import { everNamed } from './complaint-guard.ts'
import type { Consents } from './consents.ts'
import type { FileService } from './files.ts'

type Reader = Pick<ExportInput, 'purpose' | 'authority'>
type Saved = Parameters<FileService['save']>[0] & Reader

/** Fields and lists by which a record names people, and incidents in which somebody may have been harmed. */
const ABOUT_SOMEBODY: ReadonlySet<string> = new Set(['person', 'incident', 'incidents', 'harmed'])

/** Files of records on their way out of Parasol: to others only as far as those have agreed who were harmed in what they are of. */
export class FileExports {
  private readonly index: Pick<Index, 'card' | 'state' | 'label' | 'history'>
  private readonly consents: Pick<Consents, 'allows' | 'missing'>
  private readonly files: Pick<FileService, 'save'>

  constructor(
    index: Pick<Index, 'card' | 'state' | 'label' | 'history'>,
    consents: Pick<Consents, 'allows' | 'missing'>,
    files: Pick<FileService, 'save'>,
  ) {
    this.index = index
    this.consents = consents
    this.files = files
  }

  /** Throws as `FileService.save`; CONSENT_MISSING, NOT_ALLOWED for what a partner wrote, BAD_INPUT for an authority without a name. */
  async *save(input: Saved, signal?: AbortSignal): ReturnType<FileService['save']> {
    this.expectAgreed(input)
    yield* this.files.save(input, signal)
  }

  private expectAgreed({ recordId, purpose, authority }: Saved): void {
    if (purpose === 'own') return
    if (purpose === 'authority' && authority === '') throw new ParasolError('BAD_INPUT', { field: 'authority' })
    // Of a form that is not saved nobody was asked.
    if (recordId === null) throw new ParasolError('CONSENT_MISSING')
    const { people, gone } = this.disagreed({ recordId, purpose, authority })
    if (people.length > 0 || gone > 0) throw new ParasolError('CONSENT_MISSING')
  }

  /** Who has not agreed that the files of a record go to this reader, each once. Throws FILE_UNKNOWN; NOT_ALLOWED for what a partner wrote. */
  disagreed({ recordId, purpose, authority }: Reader & { recordId: RecordId }): Disagreed {
    const record = this.index.state(recordId) ?? this.index.card(recordId)
    if (!record) throw new ParasolError('FILE_UNKNOWN')
    if (!record.own) throw new ParasolError('NOT_ALLOWED')
    const found: Disagreed = { people: [], gone: 0 }
    if (purpose === 'own') return found
    const to = purpose === 'public' ? purpose : { authority }
    const kind = 'kind' in record ? record.kind : 'incident'
    const named = saidIn(record).flatMap((fields) => gistIn(kind, fields).references)
    const before = kind === 'complaint' ? everNamed(this.index, recordId) : []
    const about = new Set([...before, ...named.flatMap(({ field, target }) => (ABOUT_SOMEBODY.has(field) ? [target] : []))])
    for (const target of new Set([recordId, ...before, ...named.map(({ target }) => target)])) {
      const said = this.lacking(target, to)
      // It has to be one of these, and where it is not here, not yet or not any more, nobody can have agreed.
      if (said === null) found.gone += about.has(target) ? 1 : 0
      for (const one of said ?? [])
        if (one.recordId === null || !found.people.some((other) => other.recordId === one.recordId)) found.people.push(one)
    }
    return found
  }

  /** Who of an incident has not agreed, or a person; null for whatever else a record names, which asks nobody. */
  private lacking(record: RecordId, to: Parameters<Consents['missing']>[1]): Disagreed['people'] | null {
    const incident = this.index.state(record)
    if (incident) return this.consents.missing(incident, to).map((one) => ({ ...one, incident: record }))
    if (this.index.card(record)?.kind !== 'person') return null
    return this.consents.allows(record, to) ? [] : [{ recordId: record, name: this.index.label(record) ?? '', incident: null }]
  }
}
