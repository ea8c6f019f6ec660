import { Trans, useLingui } from '@lingui/react/macro'
import { Siren } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components'
import { RAISE_KEYS } from '../../app/lock.tsx'
import { useRouter } from '../../app/router.tsx'

/** In reach on every screen, also by its key: Ctrl or Cmd, Shift and A. */
export function RaiseButton(): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.altKey || event.code !== 'KeyA') return
      event.preventDefault()
      if (router.route.screen !== 'raise') router.go({ screen: 'raise' })
    }
    window.addEventListener('keydown', pressed, { capture: true })
    return () => window.removeEventListener('keydown', pressed, { capture: true })
  }, [router])
  return (
    <TooltipTrigger delay={300}>
      <AriaButton
        className="button button-danger raise-button"
        onPress={() => {
          if (router.route.screen !== 'raise') router.go({ screen: 'raise' })
        }}
      >
        <Siren aria-hidden />
        <span>{t`Raise alert`}</span>
      </AriaButton>
      <Tooltip className="tooltip" placement="bottom end" offset={6}>
        <Trans>Tells partners at once: {RAISE_KEYS}</Trans>
      </Tooltip>
    </TooltipTrigger>
  )
}
