import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { LIMITS } from '../../../core/engine/contract/index.ts'

/** How many incidents name a record or a unit, as the index counts them: not beyond a bound. */
export function IncidentCount({ incidents }: { incidents: number }): ReactNode {
  const { i18n } = useLingui()
  return (
    <span className="quiet">
      {incidents < LIMITS.incidentsCounted ? (
        <Plural value={incidents} one="# incident" other="# incidents" />
      ) : (
        <Trans>{i18n.number(incidents)} incidents or more</Trans>
      )}
    </span>
  )
}
