import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { useEngine } from '../../app/engine.tsx'
import { NewVault } from './new-vault.tsx'

/** Name and passphrase of a new organisation. */
export function StartOrganisation({ onBack }: { onBack: () => void }): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  return (
    <NewVault
      title={t`Start our organisation`}
      label={t`Name of your organisation`}
      hint={t`Partners see this name only after you have invited them or joined them.`}
      missing={t`Write the name of your organisation.`}
      maxLength={LIMITS.organisationName}
      action={t`Make our log`}
      create={(organisationName, passphrase) => client.vault.create({ organisationName, passphrase })}
      onBack={onBack}
    >
      <h2>
        <Trans>A passphrase that opens the log</Trans>
      </h2>
    </NewVault>
  )
}
