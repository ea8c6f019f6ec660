import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { useEngine } from '../../app/engine.tsx'
import { NewVault } from './new-vault.tsx'

/** Name and passphrase of a computer that is to join an organisation. */
export function AddComputer({ onBack }: { onBack: () => void }): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  return (
    <NewVault
      title={t`Add this computer to an organisation`}
      label={t`Name of this computer`}
      hint={t`Only your own computers see it. Use a place or a task, not a person’s name.`}
      missing={t`Write a name for this computer.`}
      maxLength={LIMITS.computerName}
      action={t`Go on to the invite`}
      create={(computerName, passphrase) => client.vault.createComputer({ computerName, passphrase })}
      onBack={onBack}
    >
      <h2>
        <Trans>A passphrase that opens the log on this computer</Trans>
      </h2>
      <p>
        <Trans>
          This computer has no recovery words. If its passphrase is forgotten, your keyholder removes it and adds it again; what was shared
          with the others is safe with them.
        </Trans>
      </p>
    </NewVault>
  )
}
