import { z } from 'zod'
import { ParasolError } from '../../error.ts'
import type { State } from '../../vault/state/state.ts'
import { type DraftFiles, type DraftPlace, draftFilesSchema, type FileReference, type FormKey, NO_FILES } from '../contract/index.ts'
import { logFault } from '../faults.ts'

const LEFT = 'files-let-go'
/** So long a file that was thrown away with its draft, or taken out of one, can be brought back; the window offers that for 20 seconds. */
export const UNDO_MS = 60_000
/** What is let go beyond this the sweep takes, two weeks later. */
const LEFT_MAX = 2_000

const leftSchema = z.array(z.object({ name: z.string(), since: z.number() }))
const holderSchema = z.looseObject({ files: draftFilesSchema })

/**
 * The files that drafts hold: a late save takes none away, and one that is thrown away or taken out is erased once nobody can bring it back. What a record
 * names never is (`Blobs.discard`). What waits for that lies in state.db, so that it goes after a crash too.
 */
export class DraftFileKeeper {
  private readonly state: State
  private readonly erase: (name: string) => Promise<void>
  private readonly now: () => number
  private timer: ReturnType<typeof setTimeout> | null = null

  /** `erase`: deletes a file by the name of its list, or an upload by its id, unless a record names it. */
  constructor(state: State, erase: (name: string) => Promise<void>, now: () => number = Date.now) {
    this.state = state
    this.erase = erase
    this.now = now
  }

  /** The files of a draft after a save that names `next`. What it takes out is let go; what it brings back stays. Throws BAD_INPUT for too many. */
  merge(draftId: string | null, next: DraftFiles): DraftFiles {
    const before = draftId === null ? NO_FILES : this.of(draftId)
    const here = { ...before.here, ...next.here }
    const coming = Object.fromEntries(Object.entries({ ...before.coming, ...next.coming }).filter(([field]) => !here[field]))
    const files = { here, coming }
    if (!draftFilesSchema.safeParse(files).success) throw new ParasolError('BAD_INPUT', { field: 'files' })
    const has = new Set(namesIn(files))
    this.note({ gone: namesIn(before).filter((name) => !has.has(name)), back: has })
    return files
  }

  /** A file that has come in whole becomes its draft's. Let go where the draft is gone, or the person has taken it out meanwhile. Synced on return. */
  attach(place: DraftPlace, file: FileReference): void {
    const draftId = 'form' in place ? formId(place.form) : place.draftId
    const { field } = place
    const row = this.state.drafts.get(draftId)
    const holder = holderSchema.safeParse(row?.value).data
    if (!row || !holder || holder.files.here[field] === null || holder.files.coming[field] === null) {
      this.note({ gone: [file.list], back: new Set() })
      return
    }
    const { [field]: _finished, ...coming } = holder.files.coming
    const value = { ...holder, files: { here: { ...holder.files.here, [field]: file }, coming } }
    this.state.drafts.put({ ...row, value })
  }

  /** A draft is thrown away: so are its files, soon. Call it before the draft is gone. */
  letGo(draftId: string): void {
    this.note({ gone: namesIn(this.of(draftId)), back: new Set() })
  }

  /** Erases what was let go and can be brought back no more; what is too young for that waits. At the start, and whenever something was let go. */
  async tend(): Promise<void> {
    const due = this.left().filter(({ since }) => this.now() - since >= UNDO_MS)
    for (const { name } of due) {
      if (!this.isHeld(name)) await this.erase(name)
      // Read anew: something else may have been let go while the disk was busy.
      this.keep(this.left().filter((one) => one.name !== name))
    }
    this.wake()
  }

  /** Whether a draft has this file, or this file on its way. */
  isHeld(name: string): boolean {
    return this.state.drafts.list().some(({ value }) => JSON.stringify(value).includes(name))
  }

  private of(draftId: string): DraftFiles {
    return holderSchema.safeParse(this.state.drafts.get(draftId)?.value).data?.files ?? NO_FILES
  }

  private note({ gone, back }: { gone: readonly string[]; back: ReadonlySet<string> }): void {
    const left = this.left()
    const next = [...left.filter(({ name }) => !back.has(name)), ...gone.map((name) => ({ name, since: this.now() }))]
    if (gone.length === 0 && next.length === left.length) return
    this.keep(next.slice(-LEFT_MAX))
    this.wake()
  }

  private left(): z.infer<typeof leftSchema> {
    return this.state.settings.get(LEFT, leftSchema) ?? []
  }

  private keep(left: z.infer<typeof leftSchema>): void {
    this.state.settings.put(LEFT, left)
  }

  private wake(): void {
    if (this.timer !== null || this.left().length === 0) return
    this.timer = setTimeout(() => {
      this.timer = null
      this.tend().catch((error: unknown) => logFault('files of a draft', error))
    }, UNDO_MS)
    this.timer.unref()
  }
}

/** By what the draft of a form on the page of a record is kept. */
export const formId = ({ form, recordId, item = '' }: FormKey): string => `${form} ${recordId} ${item}`

const namesIn = ({ here, coming }: DraftFiles): string[] => [
  ...Object.values(here).flatMap((file) => (file ? [file.list] : [])),
  ...Object.values(coming).flatMap((file) => (file ? [file.uploadId] : [])),
]
