import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import type { CardKind, DraftId, IncidentTypeSlug, RecordId, SpaceId } from '../../core/engine/contract/index.ts'

/** Lists of people, and of what is followed up. */
export type PeoplePart = 'people' | 'perpetrators' | 'units' | 'places'
export type FollowPart = 'due' | 'requests' | 'complaints' | 'testimonies' | 'notes'

/** What incidents are gathered by: the name of a place, or of a unit. */
export interface Gathered {
  of: 'place' | 'unit'
  name: string
}

export type Route =
  | { screen: 'log'; recordId: RecordId | null }
  /** `alert`: what happened there is to be written down. `kind`: of which kind it is, chosen already. */
  | { screen: 'write'; draftId: DraftId | null; alert?: RecordId; kind?: IncidentTypeSlug }
  | { screen: 'amend'; recordId: RecordId; draftId: DraftId | null }
  /** `audience`: chosen already. */
  | { screen: 'share'; recordId: RecordId; audience?: SpaceId }
  /** `text`: what is looked for among those that are over. */
  | { screen: 'alerts'; recordId: RecordId | null; text?: string }
  | { screen: 'raise' }
  | { screen: 'people'; part: PeoplePart }
  | ({ screen: 'gathered' } & Gathered)
  | { screen: 'follow'; part: FollowPart }
  /** A record of any kind but an incident. */
  | { screen: 'card'; recordId: RecordId }
  /** A new one, which names a person or an incident from the start. */
  | { screen: 'write-card'; kind: CardKind; names?: Names; draftId?: DraftId }
  /** `field`: the one that is to be filled in. */
  | { screen: 'amend-card'; recordId: RecordId; field?: string }
  | { screen: 'import' }
  | { screen: 'export' }
  | { screen: 'figures' }
  | { screen: 'coalitions'; spaceId: SpaceId | null }
  | { screen: 'found' }
  | { screen: 'join' }
  | { screen: 'courier' }
  /** `change`: what is to be changed, open already. */
  | { screen: 'settings'; change?: 'passphrase' }
  | { screen: 'computers' }

/** Records that a new one names, and what they are called. */
export interface Names {
  person?: { recordId: RecordId; label: string }
  incident?: { recordId: RecordId; label: string }
  /** What whoever it is about needs, as an incident says it. */
  needs?: readonly string[]
}

export interface Router {
  route: Route
  /** Opens a screen; the one before is one step back. */
  go(route: Route): void
  /** Opens a screen in place of this one. */
  replace(route: Route): void
  /**
   * Where a button says where it leads: to `to`, by a step back where that is what one came from. Without `to` one step back, or to the log where
   * there is none.
   */
  back(to?: Route): void
}

interface Trail {
  routes: readonly Route[]
  at: number
}

const HOME: Route = { screen: 'log', recordId: null }
const RouterContext = createContext<Router | null>(null)

/**
 * Remembers the way through the screens in memory. The browser's history holds only a number for each step, so that no id
 * of a record shows in an address or stays in a browser's files.
 */
export function RouterProvider({ children }: { children: ReactNode }): ReactNode {
  const [trail, setTrail] = useState<Trail>({ routes: [HOME], at: 0 })

  useEffect(() => {
    history.replaceState({ step: 0 }, '')
    const popped = (event: PopStateEvent): void => {
      const step = stepOf(event.state)
      setTrail((now) => ({ ...now, at: step < now.routes.length ? step : 0 }))
    }
    window.addEventListener('popstate', popped)
    return () => window.removeEventListener('popstate', popped)
  }, [])

  const router = useMemo<Router>(() => {
    const replace = (route: Route): void =>
      setTrail((now) => ({ routes: now.routes.map((old, index) => (index === now.at ? route : old)), at: now.at }))
    const route = trail.routes[trail.at] ?? HOME
    return {
      route,
      go(route) {
        history.pushState({ step: trail.at + 1 }, '')
        setTrail((now) => ({ routes: [...now.routes.slice(0, now.at + 1), route], at: now.at + 1 }))
      },
      replace,
      back(to) {
        const before = trail.routes[trail.at - 1]
        if (before !== undefined && (to === undefined || isStepTo(to, before, route))) history.back()
        else replace(to ?? HOME)
      },
    }
  }, [trail])

  return <RouterContext value={router}>{children}</RouterContext>
}

export function useRouter(): Router {
  const router = use(RouterContext)
  if (router === null) throw new Error('useRouter stands outside RouterProvider')
  return router
}

/** Whether a step back to `before` leads to `to`. From another screen any state of that screen will do: an incident that was open stays open. */
function isStepTo(to: Route, before: Route, here: Route): boolean {
  if (before.screen !== to.screen) return false
  return here.screen !== to.screen || idOf(before) === idOf(to)
}

const idOf = (route: Route): string | null => ('recordId' in route ? route.recordId : 'spaceId' in route ? route.spaceId : null)

function stepOf(state: unknown): number {
  return typeof state === 'object' && state !== null && 'step' in state && typeof state.step === 'number' ? state.step : 0
}
