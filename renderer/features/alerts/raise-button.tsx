import { Trans, useLingui } from '@lingui/react/macro'
import { Siren } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components'
import { RAISE_KEYS, useQuickKeys } from '../../app/keys.ts'
import { useRouter } from '../../app/router.tsx'

/** In reach on every screen, also by its key: Ctrl or Cmd, Shift and A. */
export function RaiseButton(): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const raise = (): void => {
    if (router.route.screen !== 'raise') router.go({ screen: 'raise' })
  }
  useQuickKeys({ KeyA: raise })
  return (
    <TooltipTrigger delay={300}>
      <AriaButton className="button button-danger raise-button" onPress={raise}>
        <Siren aria-hidden />
        <span>{t`Raise alert`}</span>
      </AriaButton>
      <Tooltip className="tooltip" placement="bottom end" offset={6}>
        <Trans>Tells partners at once: {RAISE_KEYS}</Trans>
      </Tooltip>
    </TooltipTrigger>
  )
}
