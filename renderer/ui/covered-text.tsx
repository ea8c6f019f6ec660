import { useLingui } from '@lingui/react/macro'
import { Eye, EyeOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { useCovered } from './covered.ts'

/** What must not be read over a shoulder, as a phone number: shown on purpose, and covered again by itself. `name` says what it is; `onCopy` is told when it is copied. */
export function CoveredText({ name, onCopy, children }: { name: string; onCopy(): void; children: ReactNode }): ReactNode {
  const { t } = useLingui()
  const { isShown, show, cover } = useCovered()
  return (
    <span className="covered-text">
      {/* There from the start, so that what is shown is read out. */}
      <span role="status" onCopy={onCopy}>
        {isShown ? <bdi>{children}</bdi> : null}
      </span>
      <Button look="quiet" icon={isShown ? EyeOff : Eye} onPress={isShown ? cover : show}>
        {isShown ? t`Cover ${name}` : t`Show ${name}`}
      </Button>
    </span>
  )
}
