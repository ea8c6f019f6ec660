import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import type { Settings } from '../../../core/engine/contract/index.ts'
import { useShell } from '../../app/shell.tsx'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/field.tsx'

/** What the desktop says when an alert comes. A browser has to be asked first, which takes a click. */
export function NotifyChoice({ value, onChange }: { value: Settings['notify']; onChange(value: Settings['notify']): void }): ReactNode {
  const { t } = useLingui()
  const { notifier } = useShell()
  const [allowed, setAllowed] = useState(notifier.state)
  const ask = (): void => void notifier.ask().then(() => setAllowed(notifier.state()))
  return (
    <div className="stack-close">
      <Choice
        label={t`When an alert comes, the desktop says`}
        hint={t`Others may see the desktop, and the computer may keep what was shown there.`}
        value={value}
        options={[
          { value: 'quiet', label: t`Only that there is something new` },
          { value: 'full', label: t`What happens, and where` },
          { value: 'off', label: t`Nothing` },
        ]}
        onChange={onChange}
      />
      {value === 'off' || allowed === 'granted' ? null : allowed === 'asks' ? (
        <div className="actions">
          <Button onPress={ask}>{t`Let Parasol show it on the desktop`}</Button>
        </div>
      ) : (
        <p className="hint">
          <Trans>This browser shows nothing on the desktop for Parasol. Alerts still show at the top of this window.</Trans>
        </p>
      )}
    </div>
  )
}
