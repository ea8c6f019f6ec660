import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { BookOpen, ContactRound, ListTodo, Lock, type LucideIcon, Settings, Siren, Users } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components'
import type { CardKind } from '../../core/engine/contract/record-kinds.ts'
import { AlertBanner } from '../features/alerts/alert-banner.tsx'
import { mostUrgent } from '../features/alerts/alert-state.ts'
import { RaiseButton } from '../features/alerts/raise-button.tsx'
import { useOpenAlerts } from '../features/alerts/use-alerts.ts'
import { FounderNote } from '../features/coalitions/founder-note.tsx'
import { RemovedNote } from '../features/computers/removed-note.tsx'
import { useLateCount, useOpenKind } from '../features/follow/use-due.ts'
import { useLogState } from '../features/log/log-state.tsx'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { useArea } from './area.ts'
import { useEngine } from './engine.tsx'
import { LOCK_KEYS, partKeys, useQuickKeys, useSaveKey } from './keys.ts'
import { KeysHelp } from './keys-help.tsx'
import { useLock } from './lock.tsx'
import { useNoticeOf } from './notice.tsx'
import { PART_ROUTES, PARTS, type Part, usePartWords } from './rail-parts.ts'
import { type Route, useRouter } from './router.tsx'
import { Safety } from './safety.tsx'
import { SearchBox } from './search-box.tsx'
import { useTop } from './to-top.ts'

/** Kinds of records whose pages belong to which entry of the rail. */
const KINDS: Partial<Record<Part, readonly CardKind[]>> = {
  people: ['person', 'perpetrator', 'consent'],
  follow: ['request', 'complaint', 'testimony', 'note'],
}
const ICONS: Record<Part, LucideIcon> = {
  log: BookOpen,
  alerts: Siren,
  follow: ListTodo,
  people: ContactRound,
  coalitions: Users,
  settings: Settings,
}
/** A longer number would not fit, and would say no more. */
const COUNT_MAX = 99

/** The rail, the search box and the lock around every screen. */
export function Frame({ mended, children }: { mended: boolean; children: ReactNode }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const pairings = useQuery(queries.coalitions.pairings.queryOptions())
  const alerts = useOpenAlerts()
  const urgent = mostUrgent(alerts.data?.alerts ?? [])
  const alertWords = {
    waits: t`An alert waits for your answer`,
    asked: t`A partner asks about our alert`,
    'with-nobody': t`An alert of ours is with nobody yet`,
    news: t`There is news on an alert`,
  }
  const isAsked = pairings.data?.some((pairing) => pairing.state === 'compare') ?? false
  const computers = useQuery(queries.computers.pairings.queryOptions())
  const late = useLateCount()
  const isNewcomer = computers.data?.some((pairing) => pairing.state === 'compare') ?? false
  const openPart = useOpenPart()
  const router = useRouter()
  const [hasKeys, setKeys] = useState(false)
  const rail = useArea<HTMLElement>('navigation', t`Parts of Parasol`, '[aria-current="page"]')
  const stage = useArea<HTMLElement>('main', '', 'h1')
  useTop(stage, router.route)
  useNoticeOf(router.route)
  const write = (): void => {
    if (router.route.screen !== 'write') router.go({ screen: 'write', draftId: null })
  }
  useQuickKeys({
    ...Object.fromEntries(PARTS.map((part, at) => [`Digit${at + 1}`, () => openPart(part)])),
    KeyE: write,
    '?': () => setKeys(true),
  })
  useSaveKey()
  const screens: Record<Part, readonly Route['screen'][]> = {
    log: ['log', 'write', 'amend', 'share', 'import', 'export', 'figures'],
    alerts: ['alerts', 'raise'],
    follow: ['follow'],
    people: ['people', 'gathered'],
    coalitions: ['coalitions', 'found', 'join', 'courier'],
    settings: ['settings', 'computers'],
  }
  const waiting: Partial<Record<Part, string | undefined>> = {
    alerts: urgent === null ? undefined : alertWords[urgent],
    follow: late === 0 ? undefined : t`${plural(late, { one: '# thing is due today or late', other: '# things are due today or late' })}`,
    coalitions: isAsked ? t`A partner waits for you to compare the safety phrase` : undefined,
    settings: isNewcomer ? t`A computer waits for you to compare the safety phrase` : undefined,
  }
  return (
    <div className="frame">
      <div className="skips">
        <Button onPress={() => stage.current?.querySelector<HTMLElement>('h1')?.focus()}>{t`To what is on the screen`}</Button>
        <Button onPress={() => setKeys(true)}>{t`Show the keys`}</Button>
      </div>
      <nav ref={rail} className="rail" aria-label={t`Parts of Parasol`}>
        <div className="rail-brand">
          <Mark />
          <span>Parasol</span>
        </div>
        <ul>
          {PARTS.map((part, at) => (
            <RailEntry
              key={part}
              part={part}
              number={at + 1}
              screens={screens[part]}
              kinds={KINDS[part]}
              count={part === 'follow' ? late : 0}
              waiting={waiting[part]}
              onOpen={() => openPart(part)}
            />
          ))}
        </ul>
        <Safety />
      </nav>
      <div className="topbar">
        <SearchBox />
        <RaiseButton />
        <LockButton />
      </div>
      <AlertBanner />
      <main ref={stage} className="stage">
        {mended ? <MendedNote /> : null}
        <RemovedNote />
        <FounderNote />
        {children}
      </main>
      {hasKeys ? <KeysHelp onClose={() => setKeys(false)} /> : null}
    </div>
  )
}

/** Opens a part of Parasol. */
function useOpenPart(): (part: Part) => void {
  const router = useRouter()
  const { filters, setFilters } = useLogState()
  return (part) => {
    // Whoever asks for the log and has it open wants all of it, and not what was searched.
    if (part === 'log' && router.route.screen === 'log' && filters.text !== '') setFilters({ text: '' })
    router.go(PART_ROUTES[part])
  }
}

interface RailEntryProps {
  part: Part
  /** Its place, and the key that opens it. */
  number: number
  screens: readonly Route['screen'][]
  /** Kinds of records whose pages stand there. */
  kinds: readonly CardKind[] | undefined
  /** How many things there are due; none is not said. */
  count: number
  /** Something there waits for the person: what. */
  waiting: string | undefined
  onOpen(): void
}

function RailEntry({ part, number, screens, kinds = [], count, waiting, onOpen }: RailEntryProps): ReactNode {
  const router = useRouter()
  const openKind = useOpenKind()
  const words = usePartWords()(part)
  const Icon = ICONS[part]
  const isHere = screens.includes(router.route.screen) || (openKind !== null && kinds.includes(openKind))
  const id = useId()
  return (
    <li>
      <button
        type="button"
        className="rail-entry"
        title={waiting ?? `${words} (${partKeys(number)})`}
        aria-keyshortcuts={`Control+Shift+${number}`}
        aria-describedby={waiting === undefined ? undefined : id}
        aria-current={isHere ? 'page' : undefined}
        onClick={onOpen}
      >
        <Icon aria-hidden />
        <span>{words}</span>
        {count > 0 ? (
          <span className="rail-count" aria-hidden="true">
            {count > COUNT_MAX ? `${COUNT_MAX}+` : count}
          </span>
        ) : waiting === undefined ? null : (
          <span className="rail-waiting" aria-hidden="true" />
        )}
      </button>
      <span id={id} className="visually-hidden">
        {waiting}
      </span>
    </li>
  )
}

function LockButton(): ReactNode {
  const { t } = useLingui()
  const lock = useLock()
  return (
    <TooltipTrigger delay={300}>
      <AriaButton className="button button-plain lock-button" onPress={lock}>
        <Lock aria-hidden />
        <span>{t`Lock`}</span>
      </AriaButton>
      <Tooltip className="tooltip" placement="bottom end" offset={6}>
        <Trans>Locks at once: {LOCK_KEYS}</Trans>
      </Tooltip>
    </TooltipTrigger>
  )
}

function MendedNote(): ReactNode {
  const { t } = useLingui()
  const [closed, setClosed] = useState(false)
  if (closed) return null
  return (
    <div className="note" role="status">
      <p>
        <Trans>
          One of the two copies of the file that opens your log was damaged. Parasol has mended it from the other, and nothing is lost. If
          this happens again, the disk of this computer may be wearing out: keep your recovery words at hand.
        </Trans>
      </p>
      <Button look="quiet" onPress={() => setClosed(true)}>{t`I have read this`}</Button>
    </div>
  )
}
