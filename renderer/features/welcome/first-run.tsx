import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, Suspense, useState } from 'react'
import { OpeningScreen } from '../../app/ends.tsx'
import { AddComputer, StartOrganisation } from '../../app/parts.ts'
import { Button } from '../../ui/button.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { LanguageChoice } from '../settings/language-choice.tsx'

/** A computer without a log: what Parasol is, and the two ways to begin. */
export function FirstRun(): ReactNode {
  const { t } = useLingui()
  const [begun, setBegun] = useState<'start' | 'add' | null>(null)
  if (begun !== null) {
    const Begun = begun === 'start' ? StartOrganisation : AddComputer
    return (
      <Suspense fallback={<OpeningScreen />}>
        <Begun onBack={() => setBegun(null)} />
      </Suspense>
    )
  }
  return (
    <Sheet title={t`Write down what happened. Keep it safe.`} aside={<LanguageChoice quiet />}>
      <p className="lead">
        <Trans>Parasol is your organisation’s log of raids, arrests, attacks and everything else that should not be forgotten.</Trans>
      </p>
      <ul className="plain-list">
        <li>
          <Trans>It stays on this computer, locked with your passphrase. Whoever takes the computer sees nothing.</Trans>
        </li>
        <li>
          <Trans>It works without the internet.</Trans>
        </li>
        <li>
          <Trans>You decide what partners see. Until then they see nothing.</Trans>
        </li>
      </ul>
      <div className="actions">
        <Button look="primary" onPress={() => setBegun('start')}>{t`Start our organisation`}</Button>
        <Button onPress={() => setBegun('add')}>{t`Add this computer to an organisation`}</Button>
      </div>
      <p className="quiet">
        <Trans>This takes about three minutes. Have a pen and paper ready.</Trans>
      </p>
    </Sheet>
  )
}
