import { type ReactNode, useEffect, useSyncExternalStore } from 'react'
import type { Connection } from './connection.ts'
import { AddressUsedScreen, EndedScreen, OpeningScreen } from './ends.tsx'
import { EngineProvider } from './engine.tsx'
import { Gate } from './gate.tsx'
import { keepFocus } from './keep-focus.ts'
import { LockProvider } from './lock.tsx'
import { ShellProvider } from './shell.tsx'
import { Spoken } from './spoken.tsx'

/** The whole window. Whenever the port changes, everything below is thrown away and begins empty. */
export function Root({ connection }: { connection: Connection }): ReactNode {
  useEffect(() => keepFocus(), [])
  const stage = useSyncExternalStore(connection.subscribe, connection.stage)
  switch (stage.name) {
    case 'opening':
      return (
        <Spoken isPatient>
          <OpeningScreen isLocked={stage.isLocked} />
        </Spoken>
      )
    case 'address-used':
      return (
        <Spoken>
          <AddressUsedScreen />
        </Spoken>
      )
    case 'ended':
      return (
        <Spoken>
          <EndedScreen end={stage.end} code={stage.code} onRestart={() => void connection.restart()} />
        </Spoken>
      )
    case 'open':
      return (
        <LockProvider lock={connection.lock}>
          <ShellProvider shell={connection}>
            <EngineProvider key={stage.generation} port={stage.port}>
              <Gate isLocked={stage.isLocked} />
            </EngineProvider>
          </ShellProvider>
        </LockProvider>
      )
  }
}
