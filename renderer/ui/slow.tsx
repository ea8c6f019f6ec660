import { type ReactNode, useEffect, useState } from 'react'

/** Shows its content only once it has waited for a while: what is quick needs no sign of waiting. */
export function Slow({ after = 300, children }: { after?: number; children: ReactNode }): ReactNode {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), after)
    return () => clearTimeout(timer)
  }, [after])
  return shown ? children : null
}
