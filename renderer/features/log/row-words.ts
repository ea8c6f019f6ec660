import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import type { RecordRow } from '../../../core/engine/contract/index.ts'
import { isolated } from '../../i18n/isolated.ts'
import { listWords } from '../../i18n/lists.ts'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { dayOnly } from '../../i18n/when.ts'
import { usePartialWords } from '../../ui/moment.tsx'

const TYPES_SHOWN = 2
const BETWEEN = ' · '

/** What the rows of the log say, a line as one text. What people have typed cannot turn the direction of what stands beside it. */
export interface RowWords {
  /** When, where and what kinds. */
  facts(row: RecordRow): string
  /** Who can read it, and who recorded it where that was somebody else, or is said. */
  who(row: RecordRow, audience: string): string
  /** What it waits for from us; empty where that is nothing. */
  waits(row: RecordRow): string
}

/** The words of all rows: made anew only with the language or the kinds of the organisation, so that no row renders without need. */
export function useRowWords(): RowWords {
  const { t } = useLingui()
  const typeWords = useTypeWords()
  const whenWords = usePartialWords()
  return useMemo(() => {
    const kinds = (types: readonly string[]): string => {
      const shown = types.slice(0, TYPES_SHOWN).map(typeWords)
      const more = types.length - shown.length
      return listWords(more > 0 ? [...shown, t`${more} more`] : shown)
    }
    return {
      facts: ({ start, area, types }) =>
        [whenWords(start), area === '' ? '' : isolated(area), types.length === 0 ? '' : kinds(types)]
          .filter((part) => part !== '')
          .join(BETWEEN),
      who: ({ author, recordedBy }, audience) => {
        const by = [author.own ? '' : author.name, recordedBy].filter((name) => name !== '').map(isolated)
        return [isolated(audience), ...(by.length === 0 ? [] : [t`by ${by.join(', ')}`])].join(BETWEEN)
      },
      waits: ({ conflict, proposals, feedbackDue }) => {
        const day = feedbackDue === null ? '' : dayOnly(feedbackDue)
        return [
          day === '' ? '' : t`Go back to them: ${day}`,
          conflict ? t`Two versions to choose from` : '',
          proposals === 0 ? '' : t`${plural(proposals, { one: '# change proposed', other: '# changes proposed' })}`,
        ]
          .filter((part) => part !== '')
          .join(BETWEEN)
      },
    }
  }, [t, typeWords, whenWords])
}
