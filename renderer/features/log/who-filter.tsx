import { useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { CODES } from '../../../core/engine/contract/codes.ts'
import { useEngine } from '../../app/engine.tsx'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { ProblemNote } from '../../ui/problem.tsx'
import { AddFilter } from './add-filter.tsx'
import { useLogState } from './log-state.tsx'
import { usePerpetrators } from './use-perpetrators.ts'

const KINDS = CODES.perpetratorKind
/** What the id of a unit begins with: a name could be that of a kind. */
const UNIT = 'unit:'

/** Who did it: of a kind, of a unit or station, or somebody known to us. However many those are, a few letters find them. */
export function WhoFilter(): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const { filters, setFilters } = useLogState()
  const codeWords = useCodeWords()
  const [typed, setTyped] = useState('')
  const words = typed.trim()
  const text = useDeferredValue(words)
  const known = usePerpetrators(text)
  const units = useQuery({ ...queries.cards.units.queryOptions({ input: { text } }), placeholderData: keepPreviousData })
  const { perpetratorKinds, perpetrators, units: chosenUnits } = filters
  const add = (id: string): void => {
    const kind = KINDS.find((each) => each === id)
    const somebody = known.rows.find(({ recordId }) => recordId === id)
    if (id.startsWith(UNIT)) setFilters({ units: [...chosenUnits, id.slice(UNIT.length)] })
    else if (kind !== undefined) setFilters({ perpetratorKinds: [...perpetratorKinds, kind] })
    else if (somebody !== undefined) setFilters({ perpetrators: [...perpetrators, somebody.recordId] })
  }
  const isAny = perpetratorKinds.length + perpetrators.length + chosenUnits.length === 0
  return (
    <>
      <AddFilter
        label={t`Who did it`}
        placeholder={isAny ? t`Anybody` : t`Or somebody else`}
        groups={[
          { heading: t`Of a kind`, options: KINDS.map((id) => ({ id, words: codeWords('perpetratorKind', id) })) },
          {
            heading: t`Of a unit or station`,
            options: (units.data ?? []).map(({ unit }) => ({ id: `${UNIT}${unit}`, words: unit })),
            isFound: true,
          },
          { heading: t`Known to us`, options: known.rows.map(({ recordId, label }) => ({ id: recordId, words: label })), isFound: true },
        ]}
        chosen={[...perpetratorKinds, ...perpetrators, ...chosenUnits.map((unit) => `${UNIT}${unit}`)]}
        onAdd={add}
        onType={setTyped}
        isAnswered={known.isAnswered && !units.isPlaceholderData && text === words}
      />
      <ProblemNote of={known.problem ?? units.error} />
    </>
  )
}
