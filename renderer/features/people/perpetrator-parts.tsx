import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Card } from '../../../core/engine/contract/index.ts'
import { incidentsInTime } from './named-in.ts'
import { FiguresLine, IncidentsInTime, OtherMentions } from './named-list.tsx'

/** Somebody who did harm, with every incident that names them: the page of the same officer. */
export function PerpetratorParts({ card, facts }: { card: Card; facts: ReactNode }): ReactNode {
  const incidents = incidentsInTime(card.mentions)
  return (
    <>
      {incidents.length === 0 ? null : <FiguresLine incidents={incidents} />}
      {facts}
      <section className="card-section">
        <h2>
          <Trans>Incidents that name them</Trans>
        </h2>
        {incidents.length === 0 ? (
          <p className="quiet">
            <Trans>
              None yet. Pick them under “Who did it” when you write an incident: the same officer’s incidents come together here.
            </Trans>
          </p>
        ) : (
          <IncidentsInTime incidents={incidents} mentions={card.mentions} />
        )}
      </section>
      <OtherMentions mentions={card.mentions} />
    </>
  )
}
