import { useLingui as useCatalogue } from '@lingui/react'
import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useId } from 'react'
import { Checkbox } from 'react-aria-components'
import { CODES } from '../../../core/engine/contract/codes.ts'
import { GROUP_WORDS, TYPE_GROUPS } from '../../i18n/incident-types.ts'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { useOwnTypes } from '../../i18n/use-own-types.ts'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { AddFilter } from './add-filter.tsx'
import { useLogState } from './log-state.tsx'
import { PlaceFilter } from './place-filter.tsx'
import { WhoFilter } from './who-filter.tsx'

/** Kind, days, place, who did it and what waits: below the chips, when opened. */
export function MoreFilters(): ReactNode {
  const id = useId()
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const { filters, setFilters } = useLogState()
  const typeWords = useTypeWords()
  const own = useOwnTypes()
  const codeWords = useCodeWords()
  return (
    <div className="more-filters">
      <AddFilter
        label={t`Kind`}
        placeholder={filters.types.length === 0 ? t`Any kind` : t`Add another kind`}
        groups={TYPE_GROUPS.map(({ group, slugs }) => ({
          heading: i18n._(GROUP_WORDS[group]),
          options: [...slugs, ...own.filter((type) => type.group === group).map(({ slug }) => slug)].map((slug) => ({
            id: slug,
            words: typeWords(slug),
          })),
        }))}
        chosen={filters.types}
        onAdd={(slug) => setFilters({ types: [...filters.types, slug] })}
      />
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
      {filters.from !== null && filters.to !== null && filters.to < filters.from ? (
        <p className="field-problem" role="status">{t`The last day is before the first, so nothing can be found.`}</p>
      ) : null}
      <PlaceFilter value={filters.area} onChange={(area) => setFilters({ area })} />
      <WhoFilter />
      <AddFilter
        label={t`How sure we are`}
        placeholder={filters.certainty.length === 0 ? t`Whatever` : t`Add another`}
        groups={[{ heading: '', options: CODES.certainty.map((id) => ({ id, words: codeWords('certainty', id) })) }]}
        chosen={filters.certainty}
        onAdd={(id) => setFilters({ certainty: [...filters.certainty, ...CODES.certainty.filter((code) => code === id)] })}
      />
      <Checkbox className="pick pick-box pick-bare" isSelected={filters.waits} onChange={(waits) => setFilters({ waits })}>
        {t`Only what waits for us`}
      </Checkbox>
    </div>
  )
}
