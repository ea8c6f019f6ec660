import type { Draft, DraftId } from '../../../core/engine/contract/index.ts'

export type DraftContent = Pick<Draft, 'recordId' | 'heads' | 'audience' | 'fields' | 'files'>
export type KeptState = 'nothing' | 'unkept' | 'kept' | 'problem'

export interface DraftStore<Content = DraftContent, Id = DraftId> {
  /** Keeps the draft; the answer comes when it is on the disk. */
  save(draft: Content & { draftId: Id | null }): Promise<{ draftId: Id }>
}

const WAIT_MS = 150

/**
 * Keeps what is being written, at most 150 ms after the last change and one save at a time; what changes meanwhile is
 * saved after it. Never drops the newest content: a save that did not work is tried again with the next change or `flush`.
 */
export class DraftKeeper<Content = DraftContent, Id = DraftId> {
  readonly #store: DraftStore<Content, Id>
  readonly #changed: (state: KeptState, problem: unknown) => void
  #draftId: Id | null
  #next: Content | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #saving: Promise<boolean> | null = null
  /** Whether what it took last was kept when it was saved last. */
  #isKept = false
  #closed = false

  constructor(store: DraftStore<Content, Id>, draftId: Id | null, changed: (state: KeptState, problem: unknown) => void) {
    this.#store = store
    this.#draftId = draftId
    this.#changed = changed
  }

  get draftId(): Id | null {
    return this.#draftId
  }

  /** Takes the newest content; it is on the disk soon. */
  update(content: Content): void {
    if (this.#closed) return
    this.#next = content
    this.#changed('unkept', null)
    this.#timer ??= setTimeout(() => void this.flush(), WAIT_MS)
  }

  /** Resolves when all that it has taken by now is kept, or when it could not be: whether it is. What is taken meanwhile is kept after it. Does not throw. */
  async flush(): Promise<boolean> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    await this.#saving
    const content = this.#next
    if (content === null || this.#closed) return this.#isKept && !this.#closed
    this.#next = null
    this.#saving = this.#save(content)
    const isKept = await this.#saving
    this.#saving = null
    if (this.#next !== null && this.#timer === null) this.#timer = setTimeout(() => void this.flush(), WAIT_MS)
    return isKept
  }

  /** The content was saved as an entry, or thrown away: nothing of it may be kept any more. */
  close(): void {
    this.#closed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#next = null
  }

  /** Undoes `close`: the entry could not be saved after all. */
  reopen(): void {
    this.#closed = false
  }

  /** Throws away what is kept, by `erase`, after a save that is under way: whether it is gone. What is typed from then on is kept again, also where that did not work. Does not throw. */
  async drop(erase: () => Promise<unknown>): Promise<boolean> {
    this.close()
    await this.#saving
    this.#next = null
    let isGone = false
    try {
      await erase()
      isGone = true
      this.#isKept = false
      this.#changed('nothing', null)
    } catch (problem) {
      this.#changed('problem', problem)
    }
    this.reopen()
    return isGone
  }

  async #save(content: Content): Promise<boolean> {
    this.#isKept = false
    try {
      const { draftId } = await this.#store.save({ ...content, draftId: this.#draftId })
      this.#draftId = draftId
      this.#isKept = true
      if (this.#next === null) this.#changed('kept', null)
    } catch (problem) {
      // Waits for the next change or flush; a newer content replaces it.
      this.#next ??= content
      if (this.#timer !== null) clearTimeout(this.#timer)
      this.#timer = null
      this.#changed('problem', problem)
    }
    return this.#isKept
  }
}
