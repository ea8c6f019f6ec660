import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { sentenceOf } from '../i18n/errors.ts'
import { isErrorCode } from '../i18n/problem.ts'
import { Button } from '../ui/button.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Slow } from '../ui/slow.tsx'
import type { PortEnding } from './bridge.ts'

/** Between two ports. After a lock it says so at once; otherwise it is nearly always too short to be seen. */
export function OpeningScreen({ isLocked = false }: { isLocked?: boolean }): ReactNode {
  const { t } = useLingui()
  const wait = (
    <Slow after={700}>
      <p className="quiet" role="status">
        <Trans>One moment…</Trans>
      </p>
    </Slow>
  )
  return isLocked ? <Sheet title={t`Your log is locked`}>{wait}</Sheet> : <main className="sheet-room">{wait}</main>
}

export function AddressUsedScreen(): ReactNode {
  const { t } = useLingui()
  return (
    <Sheet title={t`This address was used already`}>
      <p>
        <Trans>
          Each address opens Parasol once, so that nobody else on this computer can use it. Your log is locked and safe. Press Enter in the
          terminal where Parasol was started, and open the new address that it shows.
        </Trans>
      </p>
    </Sheet>
  )
}

/** The engine is gone and did not ask for it. */
export function EndedScreen({
  end,
  code,
  onRestart,
}: {
  end: Exclude<PortEnding['end'], 'locked'>
  code: string | null
  onRestart: () => void
}): ReactNode {
  const { t, i18n } = useLingui()
  switch (end) {
    case 'crashed':
      return (
        <Sheet title={t`Parasol stopped by itself`}>
          <p>
            <Trans>
              Everything that said “Saved” is safe on this computer, and so is what you were writing. The log is locked now. Start it again
              and unlock it to go on.
            </Trans>
          </p>
          <div className="actions">
            <Button look="primary" autoFocus onPress={onRestart}>{t`Start it again`}</Button>
          </div>
        </Sheet>
      )
    case 'refused':
      return (
        <Sheet title={t`Parasol cannot open your log`}>
          <p>
            {code !== null && isErrorCode(code) ? (
              i18n._(sentenceOf({ code, data: undefined }))
            ) : (
              <Trans>Something about its folder is not as it should be. Nothing was changed. Try once more.</Trans>
            )}
          </p>
          <div className="actions">
            <Button look="primary" autoFocus onPress={onRestart}>{t`Try again`}</Button>
          </div>
        </Sheet>
      )
    case 'elsewhere':
      return (
        <Sheet title={t`Parasol is not open in this window any more`}>
          <p>
            <Trans>
              It was opened in another window, or its address was used again. Your log is safe. Close this window and go on in the other
              one, or press Enter in the terminal where Parasol was started for a new address.
            </Trans>
          </p>
        </Sheet>
      )
    case 'stopped':
      return (
        <Sheet title={t`Parasol has been closed`}>
          <p>
            <Trans>Your log is locked, and everything you saved is safe. You can close this window. Start Parasol again to go on.</Trans>
          </p>
        </Sheet>
      )
  }
}
