import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '../../core/engine/contract/index.ts'
import { nodeEngine } from '../shell/node-engine.ts'

export type EngineClient = ContractRouterClient<Contract>

export interface DemoEngine {
  readonly client: EngineClient
  /** Kills it, as locking does; resolves when it is gone. */
  end(): Promise<void>
}

/**
 * Starts an engine on a profile folder with nobody's window on it, to get the profile ready.
 * @param entry the engine's entry file.
 * @throws Error if the engine refuses the folder, or ends before it is ready.
 */
export async function startEngine(entry: string, profileDir: string): Promise<DemoEngine> {
  const ready = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  const heard: ((data: unknown) => void)[] = []
  const closed: (() => void)[] = []
  let isGone = false
  const engine = nodeEngine(entry)({
    message(message) {
      if (message.type === 'data') for (const listen of heard) listen(message.data)
      else if (message.type === 'ready') ready.resolve()
      else if (message.type === 'refused') ready.reject(new Error(`the engine refused the folder: ${message.code}`))
    },
    exit(code) {
      ready.reject(new Error(`the engine ended with ${code}`))
      isGone = true
      for (const listen of closed) listen()
      gone.resolve()
    },
  })
  const end = async (): Promise<void> => {
    engine.kill()
    await gone.promise
  }
  engine.send({ type: 'start', profileDir })
  try {
    await ready.promise
  } catch (error) {
    await end()
    throw error
  }
  engine.send({ type: 'port', id: 1 })
  const link = new RPCLink({
    port: {
      onMessage: { addListener: (listen: (data: unknown) => void) => void heard.push(listen) },
      onDisconnect: { addListener: (listen: () => void) => void closed.push(listen) },
      postMessage(data: unknown) {
        // A call to an engine that has ended would wait for ever.
        if (isGone) throw new Error('the engine has ended')
        if (typeof data !== 'string' && !(data instanceof Uint8Array)) throw new TypeError('a frame is text or bytes')
        engine.send({ type: 'data', id: 1, data })
      },
    },
  })
  return { client: createORPCClient(link), end }
}
