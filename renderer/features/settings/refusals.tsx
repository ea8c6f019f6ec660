import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { isolated } from '../../i18n/isolated.ts'
import { refusalSentence } from '../../i18n/refusals.ts'
import { Moment } from '../../ui/moment.tsx'
import { More } from '../../ui/more.tsx'

/** Computers that were turned away since the log was opened. Nothing when there were none. */
export function Refusals(): ReactNode {
  const { t, i18n } = useLingui()
  const { queries } = useEngine()
  const network = useQuery(queries.network.status.queryOptions())
  const refusals = network.data?.refusals ?? []
  if (refusals.length === 0) return null
  return (
    <More level={3} title={t`Turned away`} holds={<Plural value={refusals.length} one="# time" other="# times" />}>
      <p>
        <Trans>
          These computers did something that Parasol does not accept, and were cut off. Your log is safe. If it is a partner, tell them.
        </Trans>
      </p>
      <ul className="plain-list">
        {refusals.map(({ at, name, code }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two can come in the same millisecond for the same reason
          <li key={index}>
            {i18n._(refusalSentence(code, name === null ? t`A stranger’s computer` : isolated(name)))} <Moment iso={at} />
          </li>
        ))}
      </ul>
    </More>
  )
}
