import { createORPCClient } from '@orpc/client'
import { type BrowserPortLike, RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { ResponseValidationPlugin } from '@orpc/contract/plugins'
import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query'
import { QueryClient } from '@tanstack/react-query'
import { type Contract, contract } from '../../core/engine/contract/index.ts'
import type { FramePort } from '../../core/engine/port.ts'

export type EngineClient = ContractRouterClient<Contract>
export type EngineQueries = RouterUtils<EngineClient>

/** A client for the engine behind a port. Answers are checked against the contract; calls reject once the port has closed. */
export function engineClient(port: FramePort): EngineClient {
  return createORPCClient(new RPCLink({ port: asLinkPort(port), plugins: [new ResponseValidationPlugin(contract)] }))
}

export function engineQueries(client: EngineClient): EngineQueries {
  return createTanstackQueryUtils(client)
}

/** A cache of answers. They stay true until the engine says that something changed, and nothing depends on the internet. */
export function answerCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: Number.POSITIVE_INFINITY, retry: false, networkMode: 'always', refetchOnWindowFocus: false },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

function asLinkPort(port: FramePort): BrowserPortLike {
  return {
    onMessage: { addListener: (listen) => port.addEventListener('message', (event) => listen(event.data)) },
    onDisconnect: { addListener: (listen) => port.addEventListener('close', () => listen()) },
    postMessage: (data) => port.postMessage(data),
  }
}
