import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Incident, Mention } from '../../../core/engine/contract/index.ts'
import { MENTION_WORDS } from '../../i18n/mentions.ts'

/** What names this incident: requests, complaints, testimonies, notes. Links to other incidents stand apart. */
export function Mentions({ incident }: { incident: Incident }): ReactNode {
  const { t, i18n } = useLingui()
  const mentions = incident.mentions.filter(({ kind }) => kind !== 'link')
  if (mentions.length === 0) return null
  return (
    <section className="details">
      <h2>{t`What came of it elsewhere`}</h2>
      <ul className="items">
        {mentions.map((mention) => (
          <li key={`${mention.recordId}${mention.field}`}>
            <Mentioned mention={mention} words={i18n._(MENTION_WORDS[mention.kind])} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Mentioned({ mention, words }: { mention: Mention; words: string }): ReactNode {
  return (
    <>
      <span className="quiet">{words}:</span> <bdi>{mention.label}</bdi>
    </>
  )
}
