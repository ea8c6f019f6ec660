import { useLingui } from '@lingui/react/macro'
import { Eye, EyeOff } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Button } from './button.tsx'

const SHOWN_MS = 30_000

/** What must not be read over a shoulder, as a phone number: shown on purpose, and covered again by itself after half a minute. `name` says what it is. */
export function Covered({ name, children }: { name: string; children: ReactNode }): ReactNode {
  const { t } = useLingui()
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(() => setShown(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [shown])
  return (
    <span className="covered">
      {/* There from the start, so that what is shown is read out. */}
      <span role="status">{shown ? <bdi>{children}</bdi> : null}</span>
      <Button look="quiet" icon={shown ? EyeOff : Eye} onPress={() => setShown(!shown)}>
        {shown ? t`Cover ${name}` : t`Show ${name}`}
      </Button>
    </span>
  )
}
