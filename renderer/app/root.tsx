import { type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { WindowBoundary } from './broken.tsx'
import type { Connection } from './connection.ts'
import { AddressUsedScreen, EndedScreen, OpeningScreen } from './ends.tsx'
import { EngineProvider } from './engine.tsx'
import { Gate } from './gate.tsx'
import { keepFocus } from './keep-focus.ts'
import { LockProvider } from './lock.tsx'
import { ShellProvider } from './shell.tsx'

/** The whole window. Whenever the port changes, everything below is thrown away and begins empty. */
export function Root({ connection }: { connection: Connection }): ReactNode {
  useEffect(() => keepFocus(), [])
  const stage = useSyncExternalStore(connection.subscribe, connection.stage)
  switch (stage.name) {
    case 'opening':
      return <OpeningScreen isLocked={stage.isLocked} />
    case 'address-used':
      return <AddressUsedScreen />
    case 'ended':
      return <EndedScreen end={stage.end} code={stage.code} onRestart={() => void connection.restart()} />
    case 'open':
      return (
        <LockProvider lock={connection.lock}>
          <ShellProvider shell={connection}>
            <EngineProvider key={stage.generation} port={stage.port}>
              <WindowBoundary>
                <Gate isLocked={stage.isLocked} />
              </WindowBoundary>
            </EngineProvider>
          </ShellProvider>
        </LockProvider>
      )
  }
}
