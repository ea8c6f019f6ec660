import { useIsFetching, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { isSearching } from '../../ui/page.tsx'
import { useLogState } from './log-state.tsx'

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }

/** All that was found above the incidents, in the order of the screen, and the first incident. */
const foundIn = (list: HTMLElement): HTMLElement[] => [
  ...list.querySelectorAll<HTMLElement>('.found-chip'),
  ...list.querySelectorAll<HTMLElement>('.list [data-index="0"] button'),
]

/**
 * What is found can be gone through by arrow keys, from the search box down and back up to it. Who asks for it there is led to the first thing found,
 * once all is found.
 * @returns the ref of what holds it all, and what is to be told of its keys.
 */
export function useFoundKeys(): { ref: RefObject<HTMLDivElement | null>; keyed(event: KeyboardEvent): void } {
  const ref = useRef<HTMLDivElement>(null)
  const { queries } = useEngine()
  const cache = useQueryClient()
  const { filters, isLed, setLed } = useLogState()
  const [inLog, cards, alerts] = [queries.records.key(), queries.cards.find.key(), queries.alerts.find.key()]
  const isAsking = useIsFetching({ queryKey: inLog }) + useIsFetching({ queryKey: cards }) + useIsFetching({ queryKey: alerts }) > 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words lead to something else
  useEffect(() => {
    if (!isLed || isAsking) return
    const frame = requestAnimationFrame(() => {
      // The lists have asked only now, where the log has just come or other words are searched.
      if ([inLog, cards, alerts].some((queryKey) => cache.isFetching({ queryKey }) > 0)) return
      setLed(false)
      if (isSearching() && ref.current !== null) foundIn(ref.current)[0]?.focus()
    })
    return () => cancelAnimationFrame(frame)
  }, [isLed, isAsking, filters])
  return {
    ref,
    keyed: (event) => {
      const step = STEPS[event.key]
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      const found = ref.current === null || filters.text === '' ? [] : foundIn(ref.current)
      const at = event.target instanceof HTMLElement ? found.indexOf(event.target) : -1
      // Down from an incident the list goes on by itself.
      if (at === -1 || (at === found.length - 1 && step > 0)) return
      event.preventDefault()
      const to = at === 0 && step < 0 ? document.querySelector<HTMLElement>('.search-input') : found[at + step]
      to?.focus()
    },
  }
}
