import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { KeyboardEvent, ReactNode } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { useEngine } from '../../app/engine.tsx'
import { BUILT_IN_KINDS } from '../../i18n/alerts.ts'
import type { Typed } from './raise-model.ts'

export interface KindPickerProps {
  typed: Typed
  autoFocus: boolean
  /** Somebody types words: they are no kind, and are to stand where words do. */
  onType(): void
  /** Brings what the kind says; the place and the time stay as they are, unless the kind has a place. */
  onPick(kind: Partial<Typed>): void
}

/** What happens again and again, one press each: the built-in kinds, then our own. Arrow keys go from one to the next. */
export function KindPicker({ typed, autoFocus, onType, onPick }: KindPickerProps): ReactNode {
  const { t, i18n } = useLingui()
  const { queries } = useEngine()
  const own = useQuery(queries.alerts.templates.queryOptions())
  const ours = (own.data ?? []).map(({ area, ...rest }, index) => ({ id: `own-${index}`, ...rest, ...(area === '' ? {} : { area }) }))
  const builtIn = BUILT_IN_KINDS.map(({ id, what, needs }) => ({ id, what: i18n._(what), needs: [...needs] }))
  // One of ours takes the place of the one with the same words.
  const kinds = [...ours, ...builtIn.filter(({ what }) => !ours.some((kind) => kind.what === what))]
  const picked = kinds.find(({ what }) => what === typed.what)
  return (
    // The field has the focus before the letter comes, so the letter stands in it.
    <div className="kinds" onKeyDownCapture={(event) => isLetter(event) && onType()}>
      <span className="field-label" id="alert-kinds">{t`What it is`}</span>
      <ToggleButtonGroup
        className="actions"
        aria-labelledby="alert-kinds"
        selectionMode="single"
        selectedKeys={picked === undefined ? [] : [picked.id]}
        onSelectionChange={(chosen) => {
          const kind = kinds.find(({ id }) => chosen.has(id)) ?? picked
          if (kind === undefined) return
          const { id: _id, ...fields } = kind
          onPick(fields)
        }}
      >
        {kinds.map(({ id, what }, index) => (
          <ToggleButton key={id} id={id} className="button button-plain answer-button" autoFocus={autoFocus && index === 0}>
            <bdi>{what}</bdi>
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  )
}

/** Whether a key begins a word: a letter or a sign, or one that is put together of several (`Process`). The space picks the kind that has the focus. */
const isLetter = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  !ctrlKey && !metaKey && !altKey && key !== ' ' && ([...key].length === 1 || key === 'Process')
