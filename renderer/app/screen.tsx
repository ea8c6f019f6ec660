import { type ReactNode, Suspense, useEffect } from 'react'
import { LogScreen } from '../features/log/log-screen.tsx'
import { Slow } from '../ui/slow.tsx'
import {
  AlertsScreen,
  AmendCardScreen,
  AmendScreen,
  CardScreen,
  CoalitionsScreen,
  ComputersScreen,
  CourierScreen,
  ExportScreen,
  FiguresScreen,
  FollowScreen,
  FoundScreen,
  GatheredScreen,
  ImportScreen,
  JoinScreen,
  loadLater,
  PeopleScreen,
  RaiseScreen,
  SettingsScreen,
  ShareScreen,
  WriteCardScreen,
  WriteScreen,
} from './parts.ts'
import { useRouter } from './router.tsx'

/** Loads the other screens while nothing else is to do, so that none of them waits when it is opened. */
function useScreensAhead(): void {
  useEffect(() => {
    const handle = requestIdleCallback(() => void loadLater())
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
      return <WriteScreen key={route.draftId ?? route.alert ?? 'new'} draftId={route.draftId} alert={route.alert ?? null} />
    case 'amend':
      return <AmendScreen key={route.recordId} recordId={route.recordId} draftId={route.draftId} />
    case 'share':
      return <ShareScreen key={route.recordId} recordId={route.recordId} audience={route.audience ?? null} />
    case 'raise':
      return <RaiseScreen />
    case 'alerts':
      return <AlertsScreen key={route.recordId ?? 'list'} recordId={route.recordId} />
    case 'people':
      return <PeopleScreen key={route.part} part={route.part} />
    case 'gathered':
      return <GatheredScreen key={`${route.of} ${route.name}`} of={route.of} name={route.name} />
    case 'follow':
      return <FollowScreen key={route.part} part={route.part} />
    case 'card':
      return <CardScreen key={route.recordId} recordId={route.recordId} />
    case 'write-card':
      return <WriteCardScreen key={route.draftId ?? 'new'} kind={route.kind} given={route.names ?? {}} draftId={route.draftId ?? null} />
    case 'amend-card':
      return <AmendCardScreen key={route.recordId} recordId={route.recordId} />
    case 'import':
      return <ImportScreen />
    case 'export':
      return <ExportScreen />
    case 'figures':
      return <FiguresScreen />
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
