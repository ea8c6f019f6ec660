import { useLingui } from '@lingui/react'
import { type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { I18nProvider } from 'react-aria-components'
import { PSEUDO_LANGUAGE } from '../../core/engine/contract/language.ts'
import { customs } from '../i18n/language.ts'
import { WindowBoundary } from './broken.tsx'
import type { Connection } from './connection.ts'
import { AddressUsedScreen, EndedScreen, OpeningScreen } from './ends.tsx'
import { EngineProvider } from './engine.tsx'
import { Gate } from './gate.tsx'
import { keepFocus } from './keep-focus.ts'
import { LockProvider } from './lock.tsx'
import { ShellProvider } from './shell.tsx'

/** The whole window, in the language that it speaks now: when that changes, all of it is shown anew, and nothing that was typed is lost. */
export function Root({ connection }: { connection: Connection }): ReactNode {
  const { i18n } = useLingui()
  return (
    <I18nProvider locale={i18n.locale === PSEUDO_LANGUAGE ? i18n.locale : customs()}>
      <Stages connection={connection} />
    </I18nProvider>
  )
}

/** Whenever the port changes, everything below is thrown away and begins empty. */
function Stages({ connection }: { connection: Connection }): ReactNode {
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
