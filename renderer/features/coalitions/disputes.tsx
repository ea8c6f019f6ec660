import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Coalition, Dispute } from '../../../core/engine/contract/index.ts'

/** What to know, and to do, where a computer has told different partners different things. Nothing where none has. */
export function Disputes({ coalition }: { coalition: Coalition }): ReactNode {
  const { t } = useLingui()
  const { disputes, frozen } = coalition
  if (disputes.length === 0 && !frozen) return null
  return (
    <section className="section" aria-label={t`Two versions of a log`}>
      <h2>
        <Trans>Two versions of a log</Trans>
      </h2>
      {frozen ? (
        <div className="note">
          <div>
            <p>
              <Trans>
                There are two versions of what the founder decided, and partners have gone by both. So nobody can be let in here any more,
                and the founder cannot remove anyone. Who is in stays in, and you can still read and write.
              </Trans>
            </p>
            <p>
              <Trans>
                What to do: call the founder, and not through Parasol. If their computer was only restored from a backup, this ends by
                itself when it is connected again. If somebody else has got hold of it, start a new coalition, and invite those whom you
                trust.
              </Trans>
            </p>
          </div>
        </div>
      ) : null}
      <ul className="plain-list">
        {disputes.map((dispute, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two computers of one organisation differ in nothing that is shown
          <li key={index}>
            <DisputeWords dispute={dispute} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function DisputeWords({ dispute: { name, own, founder, replaced } }: { dispute: Dispute }): ReactNode {
  if (own && replaced) {
    return (
      <Trans>
        A computer of yours has told some partners one thing and others another, as happens after a restored backup. It writes in a new log
        now.
      </Trans>
    )
  }
  if (own) {
    return (
      <Trans>
        A computer of yours has told some partners one thing and others another. If it is not the one you sit at, and you do not have it any
        more, remove it: Settings, See our computers.
      </Trans>
    )
  }
  if (replaced) {
    return (
      <Trans>
        A computer of <bdi>{name}</bdi> had told some partners one thing and others another. They have put another in its place. What it
        wrote last may read differently elsewhere.
      </Trans>
    )
  }
  return (
    <>
      <Trans>
        A computer of <bdi>{name}</bdi> has told some partners one thing and others another. Perhaps it was restored from a backup, or
        somebody else has got hold of it.
      </Trans>{' '}
      {founder ? (
        <Trans>
          Call <bdi>{name}</bdi>, and not through Parasol. They founded this coalition: until you know, trust nobody who is new in it.
        </Trans>
      ) : (
        <Trans>
          Call <bdi>{name}</bdi>, and not through Parasol. If somebody else has it, the founder or a steward should remove <bdi>{name}</bdi>{' '}
          here.
        </Trans>
      )}
    </>
  )
}
