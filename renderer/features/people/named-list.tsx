import { useLingui as useCatalogue } from '@lingui/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Mention } from '../../../core/engine/contract/index.ts'
import { useRouter } from '../../app/router.tsx'
import { MENTION_WORDS } from '../../i18n/mentions.ts'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { usePartialWords } from '../../ui/moment.tsx'
import { IncidentRows } from './incident-rows.tsx'
import { figuresOf, type NamedIn } from './named-in.ts'

/** The most mentions that the engine gives of one record. */
const MENTIONS_MAX = 200

/** The incidents that name somebody, in the order of time. */
export function IncidentsInTime({ incidents, mentions }: { incidents: readonly NamedIn[]; mentions: readonly Mention[] }): ReactNode {
  const { t } = useLingui()
  return (
    <>
      <IncidentRows label={t`Incidents that name them, the first one first`} incidents={incidents} />
      {mentions.length < MENTIONS_MAX ? null : (
        <p className="quiet">
          <Trans>These are the {MENTIONS_MAX} that were written down last. There are more: search the log for the name.</Trans>
        </p>
      )}
    </>
  )
}

/** What the incidents add up to: how many, since when, of which kinds. */
export function FiguresLine({ incidents }: { incidents: readonly NamedIn[] }): ReactNode {
  const { t } = useLingui()
  const whenWords = usePartialWords()
  const typeWords = useTypeWords()
  const { first, last, kinds } = figuresOf(incidents)
  return (
    <dl className="figures" aria-label={t`In numbers`}>
      <div>
        <dt>{t`Named in`}</dt>
        <dd>
          <Plural value={incidents.length} one="# incident" other="# incidents" />
        </dd>
      </div>
      {first === null || last === null ? null : (
        <>
          <div>
            <dt>{t`First time`}</dt>
            <dd>{whenWords(first)}</dd>
          </div>
          <div>
            <dt>{t`Last time`}</dt>
            <dd>{whenWords(last)}</dd>
          </div>
        </>
      )}
      {kinds.length === 0 ? null : (
        <div>
          <dt>{t`Kinds`}</dt>
          <dd>
            {kinds.map(({ slug, incidents: count }, index) => (
              <span key={slug}>
                {index === 0 ? null : ', '}
                <bdi>{typeWords(slug)}</bdi> {count}
              </span>
            ))}
          </dd>
        </div>
      )}
    </dl>
  )
}

/** Other records that name this one: requests, complaints, testimonies, notes. */
export function OtherMentions({ mentions }: { mentions: readonly Mention[] }): ReactNode {
  const { t } = useLingui()
  const others = mentions.filter(({ kind }) => kind !== 'incident' && kind !== 'consent' && kind !== 'link')
  if (others.length === 0) return null
  return (
    <section className="card-section">
      <h2>
        <Trans>What is done about it</Trans>
      </h2>
      <MentionRows label={t`What is done about it`} mentions={others} />
    </section>
  )
}

/** Records of any kind as a list that opens them: what each is called and of which kind it is. */
export function MentionRows({ label, mentions }: { label: string; mentions: readonly Mention[] }): ReactNode {
  const { i18n } = useCatalogue()
  const router = useRouter()
  return (
    <ul className="card-list" aria-label={label}>
      {mentions.map(({ kind, recordId, label, field }) => (
        <li key={recordId + field}>
          <button
            type="button"
            className="list-row card-row"
            onClick={() => router.go(kind === 'incident' ? { screen: 'log', recordId } : { screen: 'card', recordId })}
          >
            <span className="card-row-words">
              {/* A link and an answer are called nothing. */}
              {label === '' ? null : (
                <span className="card-row-label">
                  <bdi>{label}</bdi>
                </span>
              )}
              <span className={label === '' ? 'card-row-label' : 'quiet'}>{i18n._(MENTION_WORDS[kind])}</span>
            </span>
            <ChevronRight aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  )
}
