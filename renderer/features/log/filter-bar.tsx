import { useLingui as useCatalogue } from '@lingui/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { SlidersHorizontal, X } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import type { Filters } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { GROUP_WORDS, TYPE_GROUPS } from '../../i18n/incident-types.ts'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { Button } from '../../ui/button.tsx'
import { useLogState } from './log-state.tsx'
import type { Spaces } from './names.ts'

/** What the list shows: whose, and below, when opened, which kind, which days, which place. */
export function FilterBar({ spaces }: { spaces: Spaces }): ReactNode {
  const { t } = useLingui()
  const { filters, setFilters } = useLogState()
  const [open, setOpen] = useState(false)
  const typeWords = useTypeWords()
  const narrowed = filters.types.length + (filters.from !== null || filters.to !== null ? 1 : 0) + (filters.area === '' ? 0 : 1)
  return (
    <section className="filters" aria-label={t`What the log shows`}>
      <div className="chips">
        {spaces.coalitions.length === 0 ? null : (
          <ToggleButtonGroup
            className="chips"
            aria-label={t`Who can read it`}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[filters.audience]}
            onSelectionChange={(keys) => {
              const key = [...keys][0]
              const coalition = spaces.coalitions.find((each) => each.spaceId === key)
              setFilters({ audience: coalition?.spaceId ?? (key === 'house' ? 'house' : 'all') })
            }}
          >
            <ToggleButton className="chip" id="all">{t`All`}</ToggleButton>
            <ToggleButton className="chip" id="house">{t`Only us`}</ToggleButton>
            {spaces.coalitions.map((coalition) => (
              <ToggleButton className="chip" id={coalition.spaceId} key={coalition.spaceId}>
                <bdi>{coalition.name}</bdi>
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        )}
        <ToggleButton className="chip" isSelected={open} onChange={setOpen} aria-expanded={open}>
          <SlidersHorizontal aria-hidden />
          {t`Kind, days, place`}
        </ToggleButton>
        {filters.types.map((slug) => (
          <Chosen
            key={slug}
            words={typeWords(slug)}
            onRemove={() => setFilters({ types: filters.types.filter((each) => each !== slug) })}
          />
        ))}
        {filters.from === null && filters.to === null ? null : (
          <Chosen words={periodWords(filters, t`from`, t`until`)} onRemove={() => setFilters({ from: null, to: null })} />
        )}
        {filters.area === '' ? null : <Chosen words={filters.area} onRemove={() => setFilters({ area: '' })} />}
        {narrowed < 2 ? null : (
          <Button look="quiet" onPress={() => setFilters({ types: [], from: null, to: null, area: '' })}>{t`Show everything`}</Button>
        )}
        <Count filters={filters} />
      </div>
      {open ? <MoreFilters /> : null}
    </section>
  )
}

function Chosen({ words, onRemove }: { words: string; onRemove: () => void }): ReactNode {
  const { t } = useLingui()
  return (
    <button type="button" className="chip chip-chosen" onClick={onRemove} aria-label={t`Stop showing only: ${words}`}>
      <bdi>{words}</bdi>
      <X aria-hidden />
    </button>
  )
}

function MoreFilters(): ReactNode {
  const id = useId()
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const { queries } = useEngine()
  const { filters, setFilters } = useLogState()
  const typeWords = useTypeWords()
  const areas = useQuery(queries.records.areas.queryOptions({ input: { text: '' } }))
  return (
    <div className="more-filters">
      <div className="field">
        <label htmlFor={`${id}-kind`}>{t`Kind`}</label>
        <select
          id={`${id}-kind`}
          className="input select"
          value=""
          onChange={(event) => {
            const slug = event.target.value
            if (slug !== '' && !filters.types.includes(slug)) setFilters({ types: [...filters.types, slug] })
          }}
        >
          <option value="">{filters.types.length === 0 ? t`Any kind` : t`Add another kind`}</option>
          {TYPE_GROUPS.map(({ group, slugs }) => (
            <optgroup key={group} label={i18n._(GROUP_WORDS[group])}>
              {slugs.map((slug) => (
                <option key={slug} value={slug}>
                  {typeWords(slug)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-from`}>{t`From day`}</label>
        <input
          id={`${id}-from`}
          className="input"
          type="date"
          value={filters.from ?? ''}
          onChange={(event) => setFilters({ from: event.target.value === '' ? null : event.target.value })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-to`}>{t`To day`}</label>
        <input
          id={`${id}-to`}
          className="input"
          type="date"
          value={filters.to ?? ''}
          onChange={(event) => setFilters({ to: event.target.value === '' ? null : event.target.value })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-place`}>{t`Place`}</label>
        <select
          id={`${id}-place`}
          className="input select"
          value={filters.area}
          onChange={(event) => setFilters({ area: event.target.value })}
        >
          <option value="">{t`Any place`}</option>
          {[...new Set([...(filters.area === '' ? [] : [filters.area]), ...(areas.data ?? [])])].map((area) => (
            <option key={area} value={area}>
              {area}
            </option>
          ))}
        </select>
      </div>
    </div>
  )
}

function Count({ filters }: { filters: Filters }): ReactNode {
  const { queries } = useEngine()
  const count = useQuery(queries.records.count.queryOptions({ input: filters, placeholderData: (before) => before }))
  if (count.data === undefined || count.data.all === 0) return null
  const { matching, all } = count.data
  return (
    <p className="count" role="status">
      {matching === all ? (
        <Plural value={all} one="# incident" other="# incidents" />
      ) : (
        <Trans>
          {matching} of <Plural value={all} one="# incident" other="# incidents" />
        </Trans>
      )}
    </p>
  )
}

function periodWords({ from, to }: Filters, fromWord: string, untilWord: string): string {
  return [from === null ? '' : `${fromWord} ${from}`, to === null ? '' : `${untilWord} ${to}`].filter((each) => each !== '').join(' ')
}
