import type { ReactNode } from 'react'
import { useAlertNotifications } from '../features/alerts/use-notify.ts'
import { LogStateProvider } from '../features/log/log-state.tsx'
import { ScreenBoundary } from './broken.tsx'
import { Frame } from './frame.tsx'
import { useLiveAnswers } from './live.ts'
import { NoticeProvider } from './notice.tsx'
import { RouterProvider } from './router.tsx'
import { Screen } from './screen.tsx'
import { useTheme } from './theme.ts'
import { useTouch } from './touch.ts'

/** The open log: everything behind the lock. */
export function Main({ mended }: { mended: boolean }): ReactNode {
  return (
    <RouterProvider>
      <LogStateProvider>
        <NoticeProvider>
          <Open mended={mended} />
        </NoticeProvider>
      </LogStateProvider>
    </RouterProvider>
  )
}

function Open({ mended }: { mended: boolean }): ReactNode {
  useLiveAnswers()
  useTouch()
  useTheme()
  useAlertNotifications()
  return (
    <Frame mended={mended}>
      <ScreenBoundary>
        <Screen />
      </ScreenBoundary>
    </Frame>
  )
}
