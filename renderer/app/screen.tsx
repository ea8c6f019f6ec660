import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { LogScreen } from '../features/log/log-screen.tsx'
import { Slow } from '../ui/slow.tsx'
import { useRouter } from './router.tsx'

/** All screens but the log, which load apart from the first one. */
const load = {
  write: () => import('../features/write/write-screen.tsx'),
  amend: () => import('../features/write/amend-screen.tsx'),
  share: () => import('../features/share/share-screen.tsx'),
  raise: () => import('../features/alerts/raise-screen.tsx'),
  alerts: () => import('../features/alerts/alerts-screen.tsx'),
  import: () => import('../features/import/import-screen.tsx'),
  export: () => import('../features/export/export-screen.tsx'),
  coalitions: () => import('../features/coalitions/coalitions-screen.tsx'),
  found: () => import('../features/coalitions/found-screen.tsx'),
  courier: () => import('../features/courier/courier-screen.tsx'),
  join: () => import('../features/coalitions/join-screen.tsx'),
  settings: () => import('../features/settings/settings-screen.tsx'),
  computers: () => import('../features/computers/computers-screen.tsx'),
}
const WriteScreen = lazy(load.write)
const AmendScreen = lazy(load.amend)
const ShareScreen = lazy(load.share)
const RaiseScreen = lazy(load.raise)
const AlertsScreen = lazy(load.alerts)
const ImportScreen = lazy(load.import)
const ExportScreen = lazy(load.export)
const CoalitionsScreen = lazy(load.coalitions)
const FoundScreen = lazy(load.found)
const CourierScreen = lazy(load.courier)
const JoinScreen = lazy(load.join)
const SettingsScreen = lazy(load.settings)
const ComputersScreen = lazy(load.computers)

/** Loads the other screens one by one while nothing else is to do, so that none of them waits when it is opened. */
function useScreensAhead(): void {
  useEffect(() => {
    const waiting = Object.values(load)
    let handle = 0
    const next = (): void => {
      handle = requestIdleCallback(() => {
        // A screen that could not be loaded now is loaded when it is opened, and says so then.
        void waiting.shift()?.().then(next, next)
      })
    }
    next()
    return () => cancelIdleCallback(handle)
  }, [])
}

/** The screen of the current route. */
export function Screen(): ReactNode {
  useScreensAhead()
  const { route } = useRouter()
  if (route.screen === 'log') return <LogScreen recordId={route.recordId} />
  return (
    <Suspense
      fallback={
        <Slow>
          <div className="skeleton skeleton-page" />
        </Slow>
      }
    >
      <Secondary />
    </Suspense>
  )
}

function Secondary(): ReactNode {
  const { route } = useRouter()
  switch (route.screen) {
    case 'log':
      return null
    case 'write':
      return <WriteScreen key={route.draftId ?? 'new'} draftId={route.draftId} />
    case 'amend':
      return <AmendScreen key={route.recordId} recordId={route.recordId} draftId={route.draftId} />
    case 'share':
      return <ShareScreen key={route.recordId} recordId={route.recordId} />
    case 'raise':
      return <RaiseScreen />
    case 'alerts':
      return <AlertsScreen key={route.recordId ?? 'list'} recordId={route.recordId} />
    case 'import':
      return <ImportScreen />
    case 'export':
      return <ExportScreen />
    case 'coalitions':
      return <CoalitionsScreen key={route.spaceId ?? 'list'} spaceId={route.spaceId} />
    case 'found':
      return <FoundScreen />
    case 'join':
      return <JoinScreen />
    case 'courier':
      return <CourierScreen />
    case 'settings':
      return <SettingsScreen />
    case 'computers':
      return <ComputersScreen />
  }
}
