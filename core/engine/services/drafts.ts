import { z } from 'zod'
import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import { type RecordVersion, recordIdOf, recordNameOf } from '../../records/version.ts'
import type { State } from '../../vault/state/state.ts'
import type { Changes } from '../changes.ts'
import {
  cardFormSchema,
  type Draft,
  draftFilesSchema,
  draftIdSchema,
  draftSchema,
  type FormKey,
  formKeySchema,
  type KeptForm,
  LIMITS,
  NO_FILES,
  type RecordId,
  recordIdSchema,
} from '../contract/index.ts'
import { type DraftFileKeeper, formId } from './draft-files.ts'
import { keepDraft } from './keep-draft.ts'

const DRAFTS_MAX = 200

/** Half-written records, sealed in state.db and synced with every save. */
export class DraftService {
  private readonly state: State
  private readonly changes: Changes

  private readonly files: DraftFileKeeper

  constructor(state: State, files: DraftFileKeeper, changes: Changes) {
    this.state = state
    this.files = files
    this.changes = changes
  }

  /** Newest first. One that a later version wrote is left alone, and not shown. */
  list(): Draft[] {
    return this.state.drafts.list().flatMap(({ value }) => draftSchema.safeParse(value).data ?? [])
  }

  /** Keeps a draft; without an id a new one is begun. On return it is on the disk. Throws TEXT_TOO_LONG for more than 1 MiB. */
  save(input: Omit<Draft, 'draftId' | 'updatedAt'> & { draftId: Draft['draftId'] | null }): Pick<Draft, 'draftId' | 'updatedAt'> {
    const draftId = input.draftId ?? draftIdSchema.parse(toHex(randomBytes(16)))
    if (!input.draftId && this.list().length >= DRAFTS_MAX) throw new ParasolError('BAD_INPUT', { field: 'drafts', limit: DRAFTS_MAX })
    const updatedAt = this.state.transaction(() =>
      keepDraft(this.state, draftId, { ...input, files: this.files.merge(draftId, input.files) }),
    )
    this.changes.publish('drafts')
    return { draftId, updatedAt }
  }

  /** What was written in it is thrown away, and so are its files. */
  discard(draftId: Draft['draftId']): void {
    this.state.transaction(() => {
      this.files.letGo(draftId)
      this.state.drafts.remove(draftId)
    })
    this.changes.publish('drafts')
  }

  /** What is half written in a form on the page of a record; null where nothing is, or a later version wrote it. */
  ofForm(key: FormKey): KeptForm | null {
    const { data } = formDraftSchema.safeParse(this.state.drafts.get(formId(key))?.value)
    return data === undefined ? null : { ...data.draft, files: data.files }
  }

  /** On return it is on the disk. Throws TEXT_TOO_LONG for more than 1 MiB, BAD_INPUT for one too many. */
  keepForm(key: FormKey, { files = NO_FILES, ...draft }: KeptForm): void {
    const id = formId(key)
    if (!this.state.drafts.get(id) && this.forms().length >= LIMITS.formDrafts)
      throw new ParasolError('BAD_INPUT', { field: 'drafts', limit: LIMITS.formDrafts })
    this.state.transaction(() => keepDraft(this.state, id, { ...key, draft, files: this.files.merge(id, files) }))
  }

  /** It was saved, or is thrown away: of its files what no record has by then goes. */
  dropForm(key: FormKey): void {
    this.state.transaction(() => {
      this.files.letGo(formId(key))
      this.state.drafts.remove(formId(key))
    })
  }

  /** Entries have come, from wherever: a record can be erased at another computer of ours, or by the partner whose it is. */
  hear(versions: readonly RecordVersion[]): void {
    const gone = versions.filter(({ kind }) => kind === 'tombstone')
    if (gone.length === 0) return
    this.erased(new Set(gone.map((version) => recordIdOf(version.space, version.organisation, recordNameOf(version)))))
  }

  /** Records are erased: what was begun of an amendment of one, or in a form on its page, is a copy of it that must not stay. */
  private erased(records: ReadonlySet<RecordId>): void {
    const isAbout = (value: unknown): boolean => {
      const { data } = aboutSchema.safeParse(value)
      return data !== undefined && records.has(data.recordId)
    }
    const rows = this.state.drafts.list().filter(({ value }) => isAbout(value))
    for (const { draftId } of rows) {
      this.files.letGo(draftId)
      this.state.drafts.remove(draftId)
    }
    if (rows.length > 0) this.changes.publish('drafts')
  }

  private forms(): unknown[] {
    return this.state.drafts.list().filter(({ value }) => formDraftSchema.safeParse(value).success)
  }

  /** It is a record now, which has its files. */
  written(draftId: Draft['draftId']): void {
    if (this.state.drafts.remove(draftId)) this.changes.publish('drafts')
  }
}

const formDraftSchema = formKeySchema.extend({ draft: cardFormSchema, files: draftFilesSchema.default(NO_FILES) })
/** The record that a draft of any kind is about. */
const aboutSchema = z.looseObject({ recordId: recordIdSchema })
