import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type DraftId, NO_FILES, type SpaceId } from '../../../core/engine/contract/index.ts'
import { type DraftContent, DraftKeeper, type KeptState } from './draft-keeper.ts'
import { EMPTY_FIELDS } from './form-model.ts'

const ID = 'd'.repeat(32) as DraftId
const content = (title: string): DraftContent => ({
  recordId: null,
  heads: [],
  audience: '1'.repeat(64) as SpaceId,
  fields: { ...EMPTY_FIELDS, title },
  files: NO_FILES,
})

/** A store whose saves end when the test says so. */
class Store {
  readonly saved: { title: string; draftId: DraftId | null }[] = []
  readonly #ends: { resolve: (answer: { draftId: DraftId }) => void; reject: (problem: Error) => void }[] = []

  save(draft: DraftContent & { draftId: DraftId | null }): Promise<{ draftId: DraftId }> {
    this.saved.push({ title: draft.fields.title, draftId: draft.draftId })
    return new Promise((resolve, reject) => this.#ends.push({ resolve, reject }))
  }
  async end(problem?: Error): Promise<void> {
    const next = this.#ends.shift()
    if (next === undefined) throw new Error('nothing is being saved')
    if (problem === undefined) next.resolve({ draftId: ID })
    else next.reject(problem)
    await vi.advanceTimersByTimeAsync(0)
  }
}

describe('DraftKeeper', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const start = (): { store: Store; keeper: DraftKeeper; states: KeptState[] } => {
    const store = new Store()
    const states: KeptState[] = []
    return { store, states, keeper: new DraftKeeper(store, null, (state) => states.push(state)) }
  }

  it('saves the newest content within 150 ms of the first keystroke, not after the last', async () => {
    const { store, keeper } = start()
    for (const title of ['R', 'Ra', 'Rai']) {
      keeper.update(content(title))
      await vi.advanceTimersByTimeAsync(70)
    }
    expect(store.saved).toEqual([{ title: 'Rai', draftId: null }])
  })

  it('saves one at a time, and what was typed meanwhile afterwards under the same id', async () => {
    const { store, keeper, states } = start()
    keeper.update(content('R'))
    await vi.advanceTimersByTimeAsync(150)
    keeper.update(content('Raid'))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(store.saved).toHaveLength(1)
    await store.end()
    await vi.advanceTimersByTimeAsync(150)
    expect(store.saved).toEqual([
      { title: 'R', draftId: null },
      { title: 'Raid', draftId: ID },
    ])
    await store.end()
    expect(states.at(-1)).toBe('kept')
  })

  it('says whether all that it had taken is kept, also where more is typed meanwhile', async () => {
    const { store, keeper } = start()
    expect(await keeper.flush()).toBe(false)
    keeper.update(content('R'))
    const first = keeper.flush()
    await vi.advanceTimersByTimeAsync(0)
    keeper.update(content('Ra'))
    await store.end()
    expect(await first).toBe(true)
    const second = keeper.flush()
    await vi.advanceTimersByTimeAsync(0)
    await store.end(new Error('the disk is full'))
    expect(await second).toBe(false)
    const third = keeper.flush()
    await vi.advanceTimersByTimeAsync(0)
    await store.end()
    expect([await third, await keeper.flush()]).toEqual([true, true])
    await keeper.drop(async () => undefined)
    expect(await keeper.flush()).toBe(false)
  })

  it('flushes at once, and only what is not kept yet', async () => {
    const { store, keeper } = start()
    keeper.update(content('Raid'))
    const flushed = keeper.flush()
    await vi.advanceTimersByTimeAsync(0)
    await store.end()
    await flushed
    await keeper.flush()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(store.saved).toHaveLength(1)
    expect(keeper.draftId).toBe(ID)
  })

  it('says when a save did not work, and tries again with the next flush', async () => {
    const { store, keeper, states } = start()
    keeper.update(content('Raid'))
    await vi.advanceTimersByTimeAsync(150)
    await store.end(new Error('disk full'))
    expect(states.at(-1)).toBe('problem')
    void keeper.flush()
    await vi.advanceTimersByTimeAsync(0)
    await store.end()
    expect(store.saved.map((each) => each.title)).toEqual(['Raid', 'Raid'])
    expect(states.at(-1)).toBe('kept')
  })

  it('throws away what is kept after a save that is under way, and keeps what is typed from then on', async () => {
    const { store, keeper, states } = start()
    keeper.update(content('Raid'))
    await vi.advanceTimersByTimeAsync(150)
    const erase = vi.fn(async () => undefined)
    const dropped = keeper.drop(erase)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(erase).not.toHaveBeenCalled()
    await store.end(new Error('no room'))
    expect(await dropped).toBe(true)
    expect([erase.mock.calls.length, states.at(-1)]).toEqual([1, 'nothing'])
    await keeper.flush()
    expect(store.saved).toHaveLength(1)
    keeper.update(content('Arrest'))
    await vi.advanceTimersByTimeAsync(150)
    expect(store.saved.map(({ title }) => title)).toEqual(['Raid', 'Arrest'])
  })

  it('says when what is kept could not be thrown away, and keeps what is typed all the same', async () => {
    const { store, keeper, states } = start()
    expect(await keeper.drop(() => Promise.reject(new Error('no line')))).toBe(false)
    expect(states).toEqual(['problem'])
    keeper.update(content('Raid'))
    await vi.advanceTimersByTimeAsync(150)
    expect(store.saved).toEqual([{ title: 'Raid', draftId: null }])
  })

  it('keeps nothing once it is closed, and goes on when it is opened again', async () => {
    const { store, keeper } = start()
    keeper.update(content('Raid'))
    keeper.close()
    keeper.update(content('Raids'))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(store.saved).toHaveLength(0)
    keeper.reopen()
    keeper.update(content('Raid again'))
    await vi.advanceTimersByTimeAsync(150)
    expect(store.saved.map((each) => each.title)).toEqual(['Raid again'])
  })
})
