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
import { partialWords } from '../../i18n/when.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/field.tsx'
import { useLogState } from './log-state.tsx'
import type { Spaces } from './names.ts'

/** What the list shows: whose, and below, when opened, which kind, which days, which place. */
export function FilterBar({ spaces }: { spaces: Spaces }): ReactNode {
  const { t } = useLingui()
  const { filters, setFilters } = useLogState()
  const [open, setOpen] = useState(false)
  const typeWords = useTypeWords()
  const periodWords = usePeriodWords()
  const { queries } = useEngine()
  const count = useQuery(queries.records.count.queryOptions({ input: filters, placeholderData: (before) => before }))
  const narrowed = filters.types.length + (filters.from !== null || filters.to !== null ? 1 : 0) + (filters.area === '' ? 0 : 1)
  // In an empty log there is nothing to choose from.
  if (count.data?.all === 0) return null
  return (
    <section className="filters" aria-label={t`What the log shows`}>
      <div className="chips">
        <AudienceChips spaces={spaces} />
        <button type="button" className={open ? 'chip chip-chosen' : 'chip'} aria-expanded={open} onClick={() => setOpen(!open)}>
          <SlidersHorizontal aria-hidden />
          {t`Kind, days, place`}
        </button>
        {filters.types.map((slug) => (
          <Chosen
            key={slug}
            words={typeWords(slug)}
            onRemove={() => setFilters({ types: filters.types.filter((each) => each !== slug) })}
          />
        ))}
        {filters.from === null && filters.to === null ? null : (
          <Chosen words={periodWords(filters)} onRemove={() => setFilters({ from: null, to: null })} />
        )}
        {filters.area === '' ? null : <Chosen words={filters.area} onRemove={() => setFilters({ area: '' })} />}
        {narrowed < 2 ? null : (
          <Button look="quiet" onPress={() => setFilters({ types: [], from: null, to: null, area: '' })}>{t`Show everything`}</Button>
        )}
        {count.data === undefined ? null : <Count {...count.data} />}
      </div>
      {open ? <MoreFilters /> : null}
    </section>
  )
}

/** With more coalitions than this, chips would push the list off the screen. */
const CHIPS_MAX = 4

/** Whose records: everything, only ours, or those of one coalition. */
function AudienceChips({ spaces }: { spaces: Spaces }): ReactNode {
  const { t } = useLingui()
  const { filters, setFilters } = useLogState()
  const { coalitions } = spaces
  const choose = (key: string): void => {
    const coalition = coalitions.find((each) => each.spaceId === key)
    setFilters({ audience: coalition?.spaceId ?? (key === 'house' ? 'house' : 'all') })
  }
  if (coalitions.length === 0) return null
  if (coalitions.length > CHIPS_MAX) {
    return (
      <Choice
        label={t`Who can read it`}
        isLabelHidden
        value={String(filters.audience)}
        options={[
          { value: 'all', label: t`All` },
          { value: 'house', label: t`Only us` },
          ...coalitions.map((coalition) => ({ value: String(coalition.spaceId), label: coalition.name })),
        ]}
        onChange={choose}
      />
    )
  }
  return (
    <ToggleButtonGroup
      className="chips"
      aria-label={t`Who can read it`}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[filters.audience]}
      onSelectionChange={(keys) => choose(String([...keys][0]))}
    >
      <ToggleButton className="chip" id="all">{t`All`}</ToggleButton>
      <ToggleButton className="chip" id="house">{t`Only us`}</ToggleButton>
      {coalitions.map((coalition) => (
        <ToggleButton className="chip" id={coalition.spaceId} key={coalition.spaceId}>
          <bdi>{coalition.name}</bdi>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
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

function Count({ matching, all }: { matching: number; all: number }): ReactNode {
  const { i18n } = useCatalogue()
  return (
    <p className="count" role="status">
      {matching === all ? (
        <Plural value={all} one="# incident" other="# incidents" />
      ) : (
        <Trans>
          {i18n.number(matching)} of <Plural value={all} one="# incident" other="# incidents" />
        </Trans>
      )}
    </p>
  )
}

function usePeriodWords(): (filters: Filters) => string {
  const { t } = useLingui()
  const day = (date: string): string => partialWords({ date, about: false })
  return ({ from, to }) => {
    if (from !== null && to !== null) return t`${day(from)} to ${day(to)}`
    if (from !== null) return t`from ${day(from)}`
    return to === null ? '' : t`until ${day(to)}`
  }
}
