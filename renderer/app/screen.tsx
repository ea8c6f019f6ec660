import type { ReactNode } from 'react'
import { AlertsScreen } from '../features/alerts/alerts-screen.tsx'
import { RaiseScreen } from '../features/alerts/raise-screen.tsx'
import { AmendCardScreen } from '../features/cards/amend-card-screen.tsx'
import { CardScreen } from '../features/cards/card-screen.tsx'
import { WriteCardScreen } from '../features/cards/write-card-screen.tsx'
import { CoalitionsScreen } from '../features/coalitions/coalitions-screen.tsx'
import { FoundScreen } from '../features/coalitions/found-screen.tsx'
import { JoinScreen } from '../features/coalitions/join-screen.tsx'
import { ComputersScreen } from '../features/computers/computers-screen.tsx'
import { CourierScreen } from '../features/courier/courier-screen.tsx'
import { ExportScreen } from '../features/export/export-screen.tsx'
import { FiguresScreen } from '../features/figures/figures-screen.tsx'
import { FollowScreen } from '../features/follow/follow-screen.tsx'
import { ImportScreen } from '../features/import/import-screen.tsx'
import { LogScreen } from '../features/log/log-screen.tsx'
import { GatheredScreen } from '../features/people/gathered-screen.tsx'
import { PeopleScreen } from '../features/people/people-screen.tsx'
import { SettingsScreen } from '../features/settings/settings-screen.tsx'
import { ShareScreen } from '../features/share/share-screen.tsx'
import { AmendScreen } from '../features/write/amend-screen.tsx'
import { WriteScreen } from '../features/write/write-screen.tsx'
import { useRouter } from './router.tsx'

/** The screen of the current route. */
export function Screen(): ReactNode {
  const { route } = useRouter()
  switch (route.screen) {
    case 'log':
      return <LogScreen recordId={route.recordId} />
    case 'write':
      return (
        <WriteScreen
          key={route.draftId ?? route.alert ?? route.kind ?? 'new'}
          draftId={route.draftId}
          alert={route.alert ?? null}
          kind={route.kind ?? null}
        />
      )
    case 'amend':
      return <AmendScreen key={route.recordId} recordId={route.recordId} draftId={route.draftId} />
    case 'share':
      return <ShareScreen key={route.recordId} recordId={route.recordId} audience={route.audience ?? null} />
    case 'raise':
      return <RaiseScreen />
    case 'alerts':
      return <AlertsScreen key={route.recordId ?? `list ${route.text ?? ''}`} recordId={route.recordId} text={route.text ?? ''} />
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
      return <AmendCardScreen key={route.recordId} recordId={route.recordId} field={route.field ?? null} />
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
