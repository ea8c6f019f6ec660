import { ParasolError } from '../../error.ts'
import { gistIn } from '../../index/gist.ts'
import type { Index } from '../../index/index.ts'
import { saidIn } from '../../records/said.ts'
import type { ExportInput, RecordId } from '../contract/index.ts'
import type { Consents } from './consents.ts'
import type { FileService } from './files.ts'

type Reader = Pick<ExportInput, 'purpose' | 'authority'>
type Saved = Parameters<FileService['save']>[0] & Reader

/** Fields and lists by which a record names people, and incidents in which somebody may have been harmed. */
const ABOUT_SOMEBODY: ReadonlySet<string> = new Set(['person', 'incident', 'incidents', 'harmed'])

/** Files of records on their way out of Parasol: to others only as far as those have agreed who were harmed in what they are of. */
export class FileExports {
  private readonly index: Pick<Index, 'card' | 'state'>
  private readonly consents: Pick<Consents, 'allows' | 'missing'>
  private readonly files: Pick<FileService, 'save'>

  constructor(index: Pick<Index, 'card' | 'state'>, consents: Pick<Consents, 'allows' | 'missing'>, files: Pick<FileService, 'save'>) {
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
    const record = this.index.state(recordId) ?? this.index.card(recordId)
    if (!record) throw new ParasolError('FILE_UNKNOWN')
    if (!record.own) throw new ParasolError('NOT_ALLOWED')
    const to = purpose === 'public' ? purpose : { authority }
    const kind = 'kind' in record ? record.kind : 'incident'
    const named = saidIn(record).flatMap((fields) => gistIn(kind, fields).references)
    const all = [{ field: '', target: recordId }, ...named]
    if (!all.every(({ field, target }) => this.hasAgreed(target, ABOUT_SOMEBODY.has(field), to))) throw new ParasolError('CONSENT_MISSING')
  }

  /**
   * Whoever was harmed in an incident, or a person; whatever else a record names asks nobody. `isSomebody`: it has to be one of these, and where it is not
   * here, not yet or not any more, nobody can have agreed.
   */
  private hasAgreed(record: RecordId, isSomebody: boolean, to: Parameters<Consents['missing']>[1]): boolean {
    const incident = this.index.state(record)
    if (incident) return this.consents.missing(incident, to).length === 0
    return this.index.card(record)?.kind === 'person' ? this.consents.allows(record, to) : !isSomebody
  }
}
