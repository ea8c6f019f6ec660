import { lazy, type ReactNode, Suspense } from 'react'
import { LogScreen } from '../features/log/log-screen.tsx'
import { Slow } from '../ui/slow.tsx'
import { useRouter } from './router.tsx'

const WriteScreen = lazy(() => import('../features/write/write-screen.tsx'))
const AmendScreen = lazy(() => import('../features/write/amend-screen.tsx'))
const ImportScreen = lazy(() => import('../features/import/import-screen.tsx'))
const ExportScreen = lazy(() => import('../features/export/export-screen.tsx'))
const CoalitionsScreen = lazy(() => import('../features/coalitions/coalitions-screen.tsx'))
const FoundScreen = lazy(() => import('../features/coalitions/found-screen.tsx'))
const JoinScreen = lazy(() => import('../features/coalitions/join-screen.tsx'))
const SettingsScreen = lazy(() => import('../features/settings/settings-screen.tsx'))

/** The screen of the current route. All but the log load when they are first opened. */
export function Screen(): ReactNode {
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
    case 'settings':
      return <SettingsScreen />
  }
}
