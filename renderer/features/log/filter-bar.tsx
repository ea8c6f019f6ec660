import { useLingui as useCatalogue } from '@lingui/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Bookmark, type LucideIcon, SlidersHorizontal, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import type { Filters } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { partialWords } from '../../i18n/when.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/field.tsx'
import { NO_FILTERS, narrowings, useLogState } from './log-state.tsx'
import { MoreFilters } from './more-filters.tsx'
import type { Spaces } from './names.ts'
import { usePerpetratorNames } from './use-perpetrators.ts'
import { Views } from './views.tsx'

/** What the list shows: whose, and below, when opened, which kind, which days, which place. */
export function FilterBar({ spaces }: { spaces: Spaces }): ReactNode {
  const { t } = useLingui()
  const { filters, setFilters } = useLogState()
  const [open, setOpen] = useState<'more' | 'views' | null>(null)
  const typeWords = useTypeWords()
  const periodWords = usePeriodWords()
  const { queries } = useEngine()
  const count = useQuery(queries.records.count.queryOptions({ input: filters, placeholderData: (before) => before }))
  const narrowed = narrowings(filters)
  const perpetrators = usePerpetratorNames(filters.perpetrators)
  const codeWords = useCodeWords()
  // In an empty log there is nothing to choose from.
  if (count.data?.all === 0) return null
  return (
    <section className="filters" aria-label={t`What the log shows`}>
      <div className="chips">
        <AudienceChips spaces={spaces} />
        <Opener icon={SlidersHorizontal} isOpen={open === 'more'} onOpen={(isOpen) => setOpen(isOpen ? 'more' : null)}>
          {t`Kind, days, place, who`}
        </Opener>
        <Opener icon={Bookmark} isOpen={open === 'views'} onOpen={(isOpen) => setOpen(isOpen ? 'views' : null)}>
          {t`Our views`}
        </Opener>
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
        {filters.perpetratorKinds.map((kind) => (
          <Chosen
            key={kind}
            words={codeWords('perpetratorKind', kind)}
            onRemove={() => setFilters({ perpetratorKinds: filters.perpetratorKinds.filter((each) => each !== kind) })}
          />
        ))}
        {filters.perpetrators.map((recordId) => (
          <Chosen
            key={recordId}
            words={perpetrators.get(recordId) ?? t`Somebody`}
            onRemove={() => setFilters({ perpetrators: filters.perpetrators.filter((each) => each !== recordId) })}
          />
        ))}
        {filters.units.map((unit) => (
          <Chosen key={unit} words={unit} onRemove={() => setFilters({ units: filters.units.filter((each) => each !== unit) })} />
        ))}
        {filters.certainty.map((code) => (
          <Chosen
            key={code}
            words={codeWords('certainty', code)}
            onRemove={() => setFilters({ certainty: filters.certainty.filter((each) => each !== code) })}
          />
        ))}
        {filters.waits ? <Chosen words={t`Waits for us`} onRemove={() => setFilters({ waits: false })} /> : null}
        {narrowed < 2 ? null : (
          <Button
            look="quiet"
            onPress={() => setFilters({ ...NO_FILTERS, audience: filters.audience, text: filters.text })}
          >{t`Show everything`}</Button>
        )}
      </div>
      {open === 'more' ? <MoreFilters /> : null}
      {open === 'views' ? <Views /> : null}
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

/** Opens what lies below the chips. */
function Opener(props: { icon: LucideIcon; isOpen: boolean; onOpen(open: boolean): void; children: ReactNode }): ReactNode {
  const { icon: Icon, isOpen, onOpen, children } = props
  return (
    <button type="button" className={isOpen ? 'chip chip-chosen' : 'chip'} aria-expanded={isOpen} onClick={() => onOpen(!isOpen)}>
      <Icon aria-hidden />
      {children}
    </button>
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

/** How many incidents there are, and how many of them the list shows. Nothing in an empty log. */
export function Count(): ReactNode {
  const { i18n } = useCatalogue()
  const { queries } = useEngine()
  const { filters } = useLogState()
  const count = useQuery(queries.records.count.queryOptions({ input: filters, placeholderData: (before) => before }))
  if (count.data === undefined || count.data.all === 0) return null
  const { matching, all } = count.data
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
