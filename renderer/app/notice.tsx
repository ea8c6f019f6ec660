import { useLingui } from '@lingui/react/macro'
import { Check } from 'lucide-react'
import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useArea } from './area.ts'

/**
 * Says what was just done, and takes it back where `undo` is given. Null takes away what was said before something new begins,
 * so that nobody takes the old "Saved" for the new one; what can be undone stays.
 */
export type ShowNotice = (words: string | null, undo?: () => void) => void

/** Another screen is shown: what was said of the one before goes, unless it was said on the way here or can be undone. */
type LeaveNotice = () => void

interface Notice {
  words: string
  undo: (() => void) | null
  number: number
  locale: string
  /** ms, as `performance.now`. */
  at: number
}

const NoticeContext = createContext<ShowNotice>(() => undefined)
const LeaveContext = createContext<LeaveNotice>(() => undefined)
const SHOWN_MS = 6_000
/** What is as new as this was said by what led to the next screen. */
const NEW_MS = 1_000
/** Long enough to notice a slip, find the button and press it. */
const SHOWN_WITH_UNDO_MS = 20_000

/** One line at the foot of the window that says what was just done; read out by screen readers. */
export function NoticeProvider({ children }: { children: ReactNode }): ReactNode {
  const { t, i18n } = useLingui()
  const [notice, setNotice] = useState<Notice | null>(null)
  const show = useCallback<ShowNotice>(
    (words, undo) => {
      const once = undo === undefined ? null : onceOnly(undo)
      setNotice((old) => {
        if (words === null) return old === null || old.undo === null ? null : old
        return { words, undo: once, number: (old?.number ?? 0) + 1, locale: i18n.locale, at: performance.now() }
      })
    },
    [i18n],
  )
  const leave = useCallback<LeaveNotice>(
    () => setNotice((old) => (old?.undo === null && performance.now() - old.at > NEW_MS ? null : old)),
    [],
  )
  const room = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (notice === null) return
    const end = (): void => {
      // Not from under whoever has just come to it.
      if (room.current?.contains(document.activeElement)) timer = setTimeout(end, SHOWN_MS)
      else setNotice(null)
    }
    let timer = setTimeout(end, notice.undo === null ? SHOWN_MS : SHOWN_WITH_UNDO_MS)
    return () => clearTimeout(timer)
  }, [notice])
  const undo = notice?.undo ?? null
  // Its words are those of the language it was said in. After a switch only what can be undone is still worth a line.
  const isSpoken = notice?.locale === i18n.locale
  return (
    <NoticeContext value={show}>
      <LeaveContext value={leave}>{children}</LeaveContext>
      <div className="notice-room" role="status" ref={room}>
        {notice === null || (!isSpoken && undo === null) ? null : undo === null ? (
          <div className="notice" key={notice.number}>
            <Check aria-hidden />
            <span>{notice.words}</span>
          </div>
        ) : (
          <Undoable
            key={notice.number}
            words={isSpoken ? notice.words : t`What was just done can be undone.`}
            onUndo={() => {
              setNotice(null)
              undo()
            }}
          />
        )}
      </div>
    </NoticeContext>
  )
}

/** A second press comes before the button is gone. */
function onceOnly(act: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    act()
  }
}

/** A part of the window of its own as long as it is there: no key would lead to it from the middle of a screen in time. */
function Undoable({ words, onUndo }: { words: string; onUndo: () => void }): ReactNode {
  const { t } = useLingui()
  const area = useArea<HTMLElement>('region', t`What was just done`, 'button')
  return (
    <section ref={area} className="notice" aria-label={t`What was just done`}>
      <Check aria-hidden />
      <span>{words}</span>
      <Undo onUndo={onUndo} />
    </section>
  )
}

/** It is gone once it is pressed: the focus goes back to where it came from. */
function Undo({ onUndo }: { onUndo: () => void }): ReactNode {
  const { t } = useLingui()
  const before = useRef<Element | null>(null)
  return (
    <Button
      look="quiet"
      onFocus={({ relatedTarget }) => {
        // Null too when the window has the focus again, which was here before.
        if (relatedTarget !== null) before.current = relatedTarget
      }}
      onPress={() => {
        giveFocus(before.current)
        onUndo()
      }}
    >{t`Undo`}</Button>
  )
}

/** To what had it, or to the title of the screen where that cannot have it any more. Before anything changes: whoever knows better takes it then. */
function giveFocus(before: Element | null): void {
  const isThere = before instanceof HTMLElement && before.isConnected && !before.matches(':disabled')
  const to = isThere ? before : document.querySelector<HTMLElement>('main h1[tabindex="-1"]')
  to?.focus({ preventScroll: true })
}

export function useNotice(): ShowNotice {
  return use(NoticeContext)
}

/** Takes away what was said of another screen, once there is a new one. */
export function useNoticeOf(screen: unknown): void {
  const leave = use(LeaveContext)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of the screen that matters
  useEffect(leave, [leave, screen])
}
