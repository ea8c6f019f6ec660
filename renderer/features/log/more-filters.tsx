import { useLingui as useCatalogue } from '@lingui/react'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { Checkbox } from 'react-aria-components'
import { CODES } from '../../../core/engine/contract/codes.ts'
import { useEngine } from '../../app/engine.tsx'
import { GROUP_WORDS, TYPE_GROUPS } from '../../i18n/incident-types.ts'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { useOwnTypes } from '../../i18n/use-own-types.ts'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { useLogState } from './log-state.tsx'
import { PlaceFilter } from './place-filter.tsx'
import { usePerpetrators } from './use-perpetrators.ts'

const KINDS = CODES.perpetratorKind
/** What the value of a unit begins with: a name could be that of a kind. */
const UNIT = 'unit:'

/** Kind, days, place, who did it and what waits: below the chips, when opened. */
export function MoreFilters(): ReactNode {
  const id = useId()
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const { queries } = useEngine()
  const { filters, setFilters } = useLogState()
  const typeWords = useTypeWords()
  const own = useOwnTypes()
  const codeWords = useCodeWords()
  const perpetrators = usePerpetrators()
  const units = useQuery(queries.cards.units.queryOptions())
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
              {[...slugs, ...own.filter((type) => type.group === group).map(({ slug }) => slug)].map((slug) => (
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
      {filters.from !== null && filters.to !== null && filters.to < filters.from ? (
        <p className="field-problem" role="status">{t`The last day is before the first, so nothing can be found.`}</p>
      ) : null}
      <PlaceFilter value={filters.area} onChange={(area) => setFilters({ area })} />
      <div className="field">
        <label htmlFor={`${id}-who`}>{t`Who did it`}</label>
        <select
          id={`${id}-who`}
          className="input select"
          value=""
          onChange={(event) => {
            const { value } = event.target
            const known = perpetrators.find(({ recordId }) => recordId === value)
            const unit = value.startsWith(UNIT) ? value.slice(UNIT.length) : ''
            if (unit !== '') {
              if (!filters.units.includes(unit)) setFilters({ units: [...filters.units, unit] })
            } else if (known && !filters.perpetrators.includes(known.recordId))
              setFilters({ perpetrators: [...filters.perpetrators, known.recordId] })
            else if (KINDS.some((kind) => kind === value) && !filters.perpetratorKinds.includes(value))
              setFilters({ perpetratorKinds: [...filters.perpetratorKinds, value] })
          }}
        >
          <option value="">
            {filters.perpetratorKinds.length + filters.perpetrators.length + filters.units.length === 0 ? t`Anybody` : t`Or somebody else`}
          </option>
          <optgroup label={t`Of a kind`}>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {codeWords('perpetratorKind', kind)}
              </option>
            ))}
          </optgroup>
          {units.data?.length ? (
            <optgroup label={t`Of a unit or station`}>
              {units.data.map(({ unit }) => (
                <option key={unit} value={`${UNIT}${unit}`}>
                  {unit}
                </option>
              ))}
            </optgroup>
          ) : null}
          {perpetrators.length === 0 ? null : (
            <optgroup label={t`Known to us`}>
              {perpetrators.map(({ recordId, label }) => (
                <option key={recordId} value={recordId}>
                  {label}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-sure`}>{t`How sure we are`}</label>
        <select
          id={`${id}-sure`}
          className="input select"
          value=""
          onChange={(event) => {
            const sure = CODES.certainty.find((code) => code === event.target.value)
            if (sure && !filters.certainty.includes(sure)) setFilters({ certainty: [...filters.certainty, sure] })
          }}
        >
          <option value="">{filters.certainty.length === 0 ? t`Whatever` : t`Add another`}</option>
          {CODES.certainty.map((code) => (
            <option key={code} value={code}>
              {codeWords('certainty', code)}
            </option>
          ))}
        </select>
      </div>
      <Checkbox className="pick pick-box pick-bare" isSelected={filters.waits} onChange={(waits) => setFilters({ waits })}>
        {t`Only what waits for us`}
      </Checkbox>
    </div>
  )
}
