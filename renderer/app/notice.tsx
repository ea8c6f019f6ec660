import { Check } from 'lucide-react'
import { createContext, type ReactNode, use, useCallback, useEffect, useState } from 'react'

const NoticeContext = createContext<(words: string) => void>(() => undefined)
const SHOWN_MS = 6_000

/** One line at the foot of the window that says what was just done; read out by screen readers. */
export function NoticeProvider({ children }: { children: ReactNode }): ReactNode {
  const [notice, setNotice] = useState<{ words: string; number: number } | null>(null)
  const show = useCallback((words: string) => setNotice((old) => ({ words, number: (old?.number ?? 0) + 1 })), [])
  useEffect(() => {
    if (notice === null) return
    const timer = setTimeout(() => setNotice(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [notice])
  return (
    <NoticeContext value={show}>
      {children}
      <div className="notice-room" role="status">
        {notice === null ? null : (
          <p className="notice" key={notice.number}>
            <Check aria-hidden />
            <span>{notice.words}</span>
          </p>
        )}
      </div>
    </NoticeContext>
  )
}

export function useNotice(): (words: string) => void {
  return use(NoticeContext)
}
