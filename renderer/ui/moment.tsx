import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useCallback, useId } from 'react'
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components'
import type { PartialDate } from '../../core/engine/contract/index.ts'
import { exactWords, liesAhead, momentWords, partialWords } from '../i18n/when.ts'

/** A moment in people's words, exact on hover and focus, and always to who reads it by ear. Says so where a clock must have been wrong, unless it `mayLieAhead`. */
export function Moment({ iso, mayLieAhead = false }: { iso: string; mayLieAhead?: boolean }): ReactNode {
  const id = useId()
  const exact = exactWords(iso)
  return (
    <>
      <TooltipTrigger delay={300}>
        <Button className="moment" aria-describedby={id}>
          <time dateTime={iso}>{momentWords(iso)}</time>
        </Button>
        <Tooltip className="tooltip" offset={4}>
          {exact}
        </Tooltip>
      </TooltipTrigger>
      <span id={id} hidden>
        {exact}
      </span>
      {liesAhead(iso) && !mayLieAhead ? (
        <>
          {' '}
          <span className="quiet">
            <Trans>(a day to come: the clock of one computer is wrong)</Trans>
          </span>
        </>
      ) : null}
    </>
  )
}

/** The date of an incident as far as it is known, in words. The same function until the language changes. */
export function usePartialWords(): (when: PartialDate | null) => string {
  const { t } = useLingui()
  return useCallback(
    (when) => {
      if (when === null) return t`Date not known`
      const words = partialWords(when)
      return when.about ? t`about ${words}` : words
    },
    [t],
  )
}
