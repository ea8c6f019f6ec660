import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Pencil, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { type Filters, LIMITS, type SavedView } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { isSame, NO_FILTERS, useLogState } from './log-state.tsx'
import { monthOf } from './month.ts'
import { useViewActs, ViewForm } from './view-form.tsx'

const WAITS: Filters = { ...NO_FILTERS, waits: true }

/** What the log can show by one press: the built-in views, those kept under a name, and the one that is shown now, to be kept. */
export function Views(): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const { filters } = useLogState()
  const list = useQuery(queries.views.list.queryOptions())
  const kept = list.data ?? []
  const { erase, save } = useViewActs()
  const month = { ...NO_FILTERS, ...monthOf(new Date()) }
  const known = [month, WAITS, ...kept.map((view) => view.filters)]
  const isNew = !isSame(filters, NO_FILTERS) && !known.some((view) => isSame(view, filters))
  return (
    <div className="views">
      <div className="chips">
        <ViewChip filters={month}>{t`This month`}</ViewChip>
        <ViewChip filters={WAITS}>{t`Waits for us`}</ViewChip>
      </div>
      {kept.length === 0 ? null : (
        <ul className="views-kept" aria-label={t`Views that we have kept`}>
          {kept.map((view) => (
            <KeptView key={view.name} view={view} others={kept.filter((each) => each !== view)} onErase={() => erase.mutate(view)} />
          ))}
        </ul>
      )}
      <ProblemNote of={list.error ?? erase.error ?? save.error} />
      {list.data === undefined ? null : isNew && kept.length < LIMITS.views ? (
        <ViewForm
          label={t`A name for what the log shows now`}
          button={t`Keep this view`}
          others={kept}
          of={{ name: '', filters }}
          said={t`Kept. It is under “Our views”, on this computer.`}
        />
      ) : (
        <p className="hint">
          {isNew ? (
            <Trans>Fifty views are kept, and there is no room for more. Erase one that you do not need.</Trans>
          ) : (
            <Trans>Search, or choose what the log shows. Then you can keep it here under a name.</Trans>
          )}
        </p>
      )}
    </div>
  )
}

/** Shows a view by one press. */
function ViewChip({ filters, children }: { filters: Filters; children: ReactNode }): ReactNode {
  const log = useLogState()
  const isShown = isSame(filters, log.filters)
  return (
    <button
      type="button"
      className={isShown ? 'chip chip-chosen' : 'chip'}
      aria-pressed={isShown}
      onClick={() => log.setFilters({ ...NO_FILTERS, ...filters })}
    >
      <bdi className="chip-words">{children}</bdi>
    </button>
  )
}

function KeptView({ view, others, onErase }: { view: SavedView; others: readonly SavedView[]; onErase: () => void }): ReactNode {
  const { t } = useLingui()
  const [renaming, setRenaming] = useState(false)
  const { name } = view
  if (renaming) {
    return (
      <li>
        <ViewForm
          label={t`New name for ${name}`}
          button={t`Save the name`}
          others={others}
          of={view}
          said={t`The view has its new name.`}
          onDone={() => setRenaming(false)}
        />
      </li>
    )
  }
  return (
    <li>
      <ViewChip filters={view.filters}>{name}</ViewChip>
      <Button look="quiet" icon={Pencil} aria-label={t`Rename ${name}`} onPress={() => setRenaming(true)}>{t`Rename`}</Button>
      <Button look="quiet" icon={Trash2} aria-label={t`Erase the view ${name}`} onPress={onErase}>{t`Erase`}</Button>
    </li>
  )
}
