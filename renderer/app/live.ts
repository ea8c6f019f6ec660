import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Change } from '../../core/engine/contract/index.ts'
import { useLogState } from '../features/log/log-state.tsx'
import { trimLog } from '../features/log/paging.ts'
import type { EngineClient, EngineQueries } from './client.ts'
import { useEngine } from './engine.tsx'

/** An import says "records" hundreds of times; the screen asks again at most this often. */
const RECORDS_EVERY_MS = 700
const AGAIN_AFTER_MS = 1_000

/** Asks again for whatever the engine says has changed, for as long as the component is mounted. */
export function useLiveAnswers(): void {
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const { depth } = useLogState()
  useEffect(() => {
    const stop = new AbortController()
    const records = throttled(RECORDS_EVERY_MS, () => {
      trimLog(cache, queries, depth.current)
      invalidate(cache, queries.records.key(), queries.cards.key(), queries.exports.key())
    })
    const cut = (): void => void cache.invalidateQueries()
    void follow(client, stop.signal, cut, (topic) => {
      if (topic === 'records') records.call()
      else invalidate(cache, ...keysOf(queries, topic))
    })
    return () => {
      stop.abort()
      records.stop()
    }
  }, [client, queries, cache, depth])
}

async function follow(
  client: EngineClient,
  signal: AbortSignal,
  cut: () => void,
  changed: (topic: Change['topic']) => void,
): Promise<void> {
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    try {
      const changes = await client.changes.subscribe(undefined, { signal })
      // What changed while nobody listened is not told again.
      if (!isFirst) cut()
      for await (const change of changes) changed(change.topic)
    } catch {
      // The port has closed (then this component goes too), or the stream was cut: it is begun anew below.
    }
    await pause(AGAIN_AFTER_MS, signal)
  }
}

function keysOf(queries: EngineQueries, topic: Exclude<Change['topic'], 'records'>): readonly (readonly unknown[])[] {
  switch (topic) {
    case 'vault':
      return [queries.vault.status.key(), queries.organisation.key()]
    case 'alerts':
      return [queries.alerts.key()]
    case 'drafts':
      return [queries.drafts.key(), queries.cards.drafts.key()]
    case 'computers':
      return [queries.computers.key(), queries.organisation.key()]
    case 'coalitions':
    case 'pairings':
      return [queries.coalitions.key(), queries.computers.key(), queries.records.key(), queries.cards.key(), queries.alerts.key()]
    case 'network':
      return [queries.network.key(), queries.coalitions.list.key(), queries.alerts.key()]
    case 'settings':
      return [queries.settings.key()]
    case 'imports':
      return [queries.imports.key()]
    case 'files':
      return [queries.files.custody.key(), queries.files.whereabouts.key(), queries.records.shown.key()]
  }
}

function invalidate(cache: QueryClient, ...keys: readonly (readonly unknown[])[]): void {
  for (const queryKey of keys) void cache.invalidateQueries({ queryKey })
}

/** Calls at once, then at most every `ms`, never dropping the last call. */
function throttled(ms: number, act: () => void): { call: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | null = null
  let again = false
  const call = (): void => {
    if (timer !== null) {
      again = true
      return
    }
    act()
    timer = setTimeout(() => {
      timer = null
      if (again) {
        again = false
        call()
      }
    }, ms)
  }
  return { call, stop: () => timer !== null && clearTimeout(timer) }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
