import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ChartColumn, Download, PenLine, Upload } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { RecordId } from '../../../core/engine/contract/index.ts'
import { useArea } from '../../app/area.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { isSearching } from '../../ui/page.tsx'
import { RecordView } from '../record/record-view.tsx'
import { DraftsOffered } from './drafts-offered.tsx'
import { Count, FilterBar } from './filter-bar.tsx'
import { FoundBeside, useBeside } from './found-beside.tsx'
import { useFoundKeys } from './found-keys.ts'
import { FoundWays, useWays } from './found-ways.tsx'
import { isFiltered, NO_FILTERS, SIDE_BY_SIDE, useLogState } from './log-state.tsx'
import { useSpaces } from './names.ts'
import { RecordList } from './record-list.tsx'
import './log.css'

/** The log, and the incident that is open: side by side where there is room, else one at a time. */
export function LogScreen({ recordId }: { recordId: RecordId | null }): ReactNode {
  const router = useRouter()
  const { filters } = useLogState()
  const spaces = useSpaces()
  const isWide = useMedia(SIDE_BY_SIDE)
  // An incident that this screen opened with was just written: its title takes the focus that its form has lost.
  const [openedWith] = useState(recordId)
  const close = (): void => router.back({ screen: 'log', recordId: null })
  const found = useFoundKeys()
  const hasList = isWide || recordId === null
  // Both are at the same place of the tree whatever the width: an open history or question must outlive a change of it.
  return (
    <div className={isWide ? 'log log-wide' : 'log'}>
      {hasList ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the buttons inside
        <div className="log-list" ref={found.ref} onKeyDown={found.keyed}>
          <LogHead focusTitle={recordId === null} />
          {filters.text === '' ? <DraftsOffered /> : null}
          <FilterBar spaces={spaces} />
          <FoundWays text={filters.text} />
          <FoundBeside text={filters.text} />
          <RecordList
            filters={filters}
            spaces={spaces}
            openId={recordId}
            onOpen={(row) => {
              const route = { screen: 'log', recordId: row.recordId } as const
              // Reading through the list side by side leaves one step to go back, not one for each incident.
              if (isWide && recordId !== null) router.replace(route)
              else router.go(route)
            }}
            empty={<Nothing />}
          />
          <LogFoot />
        </div>
      ) : null}
      {isWide || recordId !== null ? (
        <Detail isOpen={recordId !== null}>
          {recordId === null ? (
            <ChooseHint />
          ) : (
            <RecordView
              key={recordId}
              recordId={recordId}
              spaces={spaces}
              onBack={isWide ? undefined : close}
              focusTitle={!isWide || recordId === openedWith}
            />
          )}
        </Detail>
      ) : null}
    </div>
  )
}

/** The half where an incident is read: a part of the window of its own, while one is open. */
function Detail({ isOpen, children }: { isOpen: boolean; children: ReactNode }): ReactNode {
  const { t } = useLingui()
  const half = useRef<HTMLElement>(null)
  return (
    <>
      <section ref={half} className="log-detail" aria-label={t`The open incident`}>
        {children}
      </section>
      {isOpen ? <DetailArea of={half} /> : null}
    </>
  )
}

/** Without it F6 passes by: nothing in the empty half could take the focus. */
function DetailArea({ of }: { of: RefObject<HTMLElement | null> }): ReactNode {
  const { t } = useLingui()
  useArea('region', t`The open incident`, 'h1', of)
  return null
}

/** The title of the list, and what one does most. */
function LogHead({ focusTitle }: { focusTitle: boolean }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const { filters, returnTo } = useLogState()
  const heading = useRef<HTMLHeadingElement>(null)
  // As it was when the list came. A row that was left takes the focus itself.
  const [takesFocus] = useState(focusTitle && returnTo.current === null)
  useEffect(() => {
    if (takesFocus && !isSearching()) heading.current?.focus({ preventScroll: true })
  }, [takesFocus])
  return (
    <header className="log-head">
      <div className="log-title">
        <h1 ref={heading} tabIndex={-1}>
          {filters.text === '' ? t`Log` : t`Found`}
        </h1>
        <Count />
      </div>
      <div className="page-actions">
        <Button look="primary" icon={PenLine} onPress={() => router.go({ screen: 'write', draftId: null })}>{t`Write an incident`}</Button>
      </div>
    </header>
  )
}

/** In from a file, and out to one. In an empty log the first stands where it is explained, and there is nothing for the second. */
function LogFoot(): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const router = useRouter()
  const { filters } = useLogState()
  const count = useQuery(queries.records.count.queryOptions({ input: filters, placeholderData: (before) => before }))
  if (count.data === undefined || count.data.all === 0) return null
  return (
    <footer className="log-foot">
      <Button look="quiet" icon={Upload} onPress={() => router.go({ screen: 'import' })}>{t`Bring in a spreadsheet`}</Button>
      <Button look="quiet" icon={ChartColumn} onPress={() => router.go({ screen: 'figures' })}>{t`See figures`}</Button>
      <Button look="quiet" icon={Download} onPress={() => router.go({ screen: 'export' })}>{t`Save as a spreadsheet`}</Button>
    </footer>
  )
}

/** Says what the empty half is for, once there is something to choose. */
function ChooseHint(): ReactNode {
  const { queries } = useEngine()
  const { filters } = useLogState()
  const count = useQuery(queries.records.count.queryOptions({ input: filters }))
  if (count.data === undefined || count.data.matching === 0) return null
  return (
    <p className="log-hint quiet">
      <Trans>Choose an incident to read it here.</Trans>
    </p>
  )
}

/** No rows: because there are none yet, or because the filters leave none. */
function Nothing(): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const router = useRouter()
  const { filters, setFilters } = useLogState()
  const ways = useWays(filters.text)
  const beside = useBeside(filters.text)
  const count = useQuery(queries.records.count.queryOptions({ input: filters }))
  const organisation = useQuery(queries.organisation.get.queryOptions())
  if (count.data === undefined || organisation.data === undefined) return <div className="list-empty" />
  if (count.data.all === 0 && !organisation.data.keyholder) {
    return (
      <div className="list-empty">
        <h2>
          <Trans>Nothing is here yet</Trans>
        </h2>
        <p>
          <Trans>
            What is in your log comes from your other computers. Keep Parasol open here and on your keyholder’s computer until it is there.
          </Trans>
        </p>
      </div>
    )
  }
  if (count.data.all === 0) {
    return (
      <div className="list-empty">
        <h2>
          <Trans>Nothing is written down yet</Trans>
        </h2>
        <p>
          <Trans>
            Every raid, arrest, attack or refusal that you write down will be here, newest first. What happened is easiest to prove when it
            was written down soon. If you have a spreadsheet already, bring it in.
          </Trans>
        </p>
        <div className="actions">
          <Button icon={Upload} onPress={() => router.go({ screen: 'import' })}>{t`Bring in a spreadsheet`}</Button>
        </div>
      </div>
    )
  }
  if (!ways.isNothing || !beside.isNothing) {
    return (
      <p className="list-empty quiet">
        <Trans>No incident has these words. What has them stands above.</Trans>
      </p>
    )
  }
  return (
    <div className="list-empty">
      <h2>{filters.text === '' ? <Trans>Nothing fits</Trans> : <Trans>No incident was found</Trans>}</h2>
      <p>
        {filters.text === '' ? (
          <Trans>No incident fits all that you have chosen.</Trans>
        ) : (
          <Trans>No incident has these words. Try the beginning of one word: accents and capitals do not matter.</Trans>
        )}
      </p>
      <div className="actions">
        {filters.text === '' ? null : <Button onPress={() => setFilters({ text: '' })}>{t`Clear the search`}</Button>}
        {isFiltered(filters) ? (
          <Button onPress={() => setFilters({ ...NO_FILTERS, text: filters.text })}>{t`Show everything`}</Button>
        ) : null}
      </div>
    </div>
  )
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches,
  )
}
