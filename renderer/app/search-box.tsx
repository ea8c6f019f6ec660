import { useLingui } from '@lingui/react/macro'
import { Search, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { LIMITS } from '../../core/engine/contract/limits.ts'
import { SIDE_BY_SIDE, useLogState } from '../features/log/log-state.tsx'
import { useArea } from './area.ts'
import { SEARCH_KEYS } from './keys.ts'
import { useRouter } from './router.tsx'

const WAIT_MS = 120

/** Finds words in the log from every screen. What is found shows in the log. */
export function SearchBox(): ReactNode {
  const { t } = useLingui()
  const { filters, setFilters, setLed } = useLogState()
  const router = useRouter()
  const [typed, setTyped] = useState(filters.text)
  const input = useRef<HTMLInputElement>(null)
  const area = useArea<HTMLElement>('search', t`Search the log`, 'input')
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)

  // What was cleared or set elsewhere shows here; the echo of our own asking must not undo keys that were typed since.
  const asked = useRef(filters.text)
  useEffect(() => {
    if (filters.text !== asked.current) setTyped(filters.text)
    asked.current = filters.text
  }, [filters.text])
  useEffect(() => () => cancel(timer), [])
  useEffect(() => {
    const pressed = (event: globalThis.KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.code !== 'KeyK') return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [])

  const find = (text: string): void => {
    cancel(timer)
    asked.current = text
    if (text !== filters.text) setFilters({ text })
    const { route } = router
    const isListHidden = route.screen !== 'log' || (route.recordId !== null && !window.matchMedia(SIDE_BY_SIDE).matches)
    if (isListHidden) router.go({ screen: 'log', recordId: null })
  }
  const change = (text: string): void => {
    setTyped(text)
    // Whoever types on is not to be led away.
    setLed(false)
    cancel(timer)
    timer.current = setTimeout(() => find(text), WAIT_MS)
  }
  const keyed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' || (event.key === 'ArrowDown' && typed !== '')) {
      event.preventDefault()
      find(typed)
      setLed(typed.trim() !== '')
    } else if (event.key === 'Escape' && typed !== '') {
      event.preventDefault()
      setTyped('')
      find('')
    }
  }

  return (
    <search ref={area} className="search">
      <Search aria-hidden />
      <input
        ref={input}
        className="search-input"
        type="search"
        aria-label={t`Search the log`}
        aria-keyshortcuts="Control+K Meta+K"
        placeholder={t`Search the log (${SEARCH_KEYS})`}
        maxLength={LIMITS.searchText}
        value={typed}
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => change(event.target.value)}
        onKeyDown={keyed}
      />
      {typed === '' ? null : (
        <button
          type="button"
          className="search-clear"
          aria-label={t`Clear the search`}
          onClick={() => {
            setTyped('')
            find('')
            input.current?.focus()
          }}
        >
          <X aria-hidden />
        </button>
      )}
    </search>
  )
}

function cancel(timer: { current: ReturnType<typeof setTimeout> | null }): void {
  if (timer.current !== null) clearTimeout(timer.current)
  timer.current = null
}
