import { useLingui } from '@lingui/react/macro'
import { Check } from 'lucide-react'
import { createContext, type ReactNode, use, useCallback, useEffect, useState } from 'react'
import { Button } from '../ui/button.tsx'

/**
 * Says what was just done, and takes it back where `undo` is given. Null takes away what was said before something new begins,
 * so that nobody takes the old "Saved" for the new one; what can be undone stays.
 */
export type ShowNotice = (words: string | null, undo?: () => void) => void

interface Notice {
  words: string
  undo: (() => void) | null
  number: number
  locale: string
}

const NoticeContext = createContext<ShowNotice>(() => undefined)
const SHOWN_MS = 6_000
/** Long enough to notice a slip, find the button and press it. */
const SHOWN_WITH_UNDO_MS = 20_000

/** One line at the foot of the window that says what was just done; read out by screen readers. */
export function NoticeProvider({ children }: { children: ReactNode }): ReactNode {
  const { t, i18n } = useLingui()
  const [notice, setNotice] = useState<Notice | null>(null)
  const show = useCallback<ShowNotice>(
    (words, undo) =>
      setNotice((old) => {
        if (words === null) return old === null || old.undo === null ? null : old
        return { words, undo: undo ?? null, number: (old?.number ?? 0) + 1, locale: i18n.locale }
      }),
    [i18n],
  )
  useEffect(() => {
    if (notice === null) return
    const timer = setTimeout(() => setNotice(null), notice.undo === null ? SHOWN_MS : SHOWN_WITH_UNDO_MS)
    return () => clearTimeout(timer)
  }, [notice])
  const undo = notice?.undo ?? null
  // Its words are those of the language it was said in. After a switch only what can be undone is still worth a line.
  const isSpoken = notice?.locale === i18n.locale
  return (
    <NoticeContext value={show}>
      {children}
      <div className="notice-room" role="status">
        {notice === null || (!isSpoken && undo === null) ? null : (
          <div className="notice" key={notice.number}>
            <Check aria-hidden />
            <span>{isSpoken ? notice.words : t`What was just done can be undone.`}</span>
            {undo === null ? null : (
              <Button
                look="quiet"
                onPress={() => {
                  setNotice(null)
                  undo()
                }}
              >{t`Undo`}</Button>
            )}
          </div>
        )}
      </div>
    </NoticeContext>
  )
}

export function useNotice(): ShowNotice {
  return use(NoticeContext)
}
