import { QueryClientProvider } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import type { FramePort } from '../../core/engine/port.ts'
import { answerCache, type EngineClient, type EngineQueries, engineClient, engineQueries } from './client.ts'

interface Engine {
  client: EngineClient
  queries: EngineQueries
}

const EngineContext = createContext<Engine | null>(null)

/** Gives the screens below one engine. Give it a `key` for each port: a cache must never outlive its port. */
export function EngineProvider({ port, children }: { port: FramePort; children: ReactNode }): ReactNode {
  const [engine] = useState<Engine>(() => {
    const client = engineClient(port)
    return { client, queries: engineQueries(client) }
  })
  const [cache] = useState(answerCache)
  useEffect(() => () => cache.clear(), [cache])
  return (
    <EngineContext value={engine}>
      <QueryClientProvider client={cache}>{children}</QueryClientProvider>
    </EngineContext>
  )
}

export function useEngine(): Engine {
  const engine = use(EngineContext)
  if (engine === null) throw new Error('useEngine stands outside EngineProvider')
  return engine
}
