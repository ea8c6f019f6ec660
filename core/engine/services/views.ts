import { z } from 'zod'
import { ParasolError } from '../../error.ts'
import type { State } from '../../vault/state/state.ts'
import { LIMITS, type SavedView, savedViewSchema } from '../contract/index.ts'

const KEY = 'log-views'
const names = new Intl.Collator(undefined, { sensitivity: 'base' })
const isCalled =
  (name: string) =>
  (view: SavedView): boolean =>
    names.compare(view.name, name) === 0

/** What the log is to show, under names of one's own. Sealed in state.db of this computer, synced with every change. */
export class ViewService {
  private readonly state: State

  constructor(state: State) {
    this.state = state
  }

  /** By name. One that a later version wrote, and this one cannot read, is left out. */
  list(): SavedView[] {
    const kept = this.state.settings.get(KEY, z.array(z.unknown())) ?? []
    const views = kept.flatMap((one) => savedViewSchema.safeParse(one).data ?? [])
    return views.slice(0, LIMITS.views).sort((a, b) => names.compare(a.name, b.name))
  }

  /**
   * Keeps a view, in place of the one that is called `was` where there is one. On return it is on the disk.
   * Throws BAD_INPUT where another one has the name, or for one more than 50; TEXT_TOO_LONG for more than 1 MiB of them.
   */
  save({ name, filters, was }: SavedView & { was: string | null }): void {
    const others = was === null ? this.list() : this.list().filter((view) => !isCalled(was)(view))
    if (others.some(isCalled(name))) throw new ParasolError('BAD_INPUT', { field: 'name' })
    if (others.length >= LIMITS.views) throw new ParasolError('BAD_INPUT', { field: 'views', limit: LIMITS.views })
    this.put([...others, { name, filters }])
  }

  /** One that is not there is gone already. */
  erase(name: string): void {
    this.put(this.list().filter((view) => !isCalled(name)(view)))
  }

  private put(views: readonly SavedView[]): void {
    try {
      this.state.settings.put(KEY, views)
    } catch (error) {
      if (error instanceof RangeError) throw new ParasolError('TEXT_TOO_LONG', { field: 'views' }, { cause: error })
      throw error
    }
  }
}
