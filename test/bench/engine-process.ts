import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { nodeEngine } from '../../bin/shell/node-engine.ts'
import type { EngineProcess } from '../../bin/shell/supervisor.ts'
import type { Contract } from '../../core/engine/contract/index.ts'
import type { EngineToShell } from '../../core/engine/port.ts'
import { RelayedPort } from '../support/relayed-port.ts'

const ENTRY = join(import.meta.dirname, '../../core/engine/main.ts')
const PORT = 1

export const PASSPHRASE = 'lantern gravel orbit mustard twelve canoe'
export const ORGANISATION = 'Bench Collective'

export type Client = ContractRouterClient<Contract>

/** The real engine in a process of its own, as the browser shell starts it, and a client that speaks to it as a window does. */
export class EngineChild {
  readonly client: Client
  readonly pid: number
  readonly #process: EngineProcess
  readonly #gone: Promise<void>

  private constructor(process: EngineProcess, pid: number, client: Client, gone: Promise<void>) {
    this.#process = process
    this.pid = pid
    this.client = client
    this.#gone = gone
  }

  /** Starts the engine on a profile folder; resolves when it is ready for calls. Rejects when it refuses the profile. */
  static async start(profileDir: string): Promise<EngineChild> {
    const ready = Promise.withResolvers<void>()
    const gone = Promise.withResolvers<void>()
    const onMessage = (message: EngineToShell): void => {
      if (message.type === 'ready') ready.resolve()
      else if (message.type === 'refused') ready.reject(new Error(`the engine refused the profile: ${message.code}`))
      else if (message.type === 'data') port.receive(message.data)
      else if (message.type === 'close') port.end()
    }
    const child = nodeEngine(ENTRY)({
      message: onMessage,
      exit: (code) => {
        ready.reject(new Error(`the engine ended with ${code}`))
        port.end()
        gone.resolve()
      },
    })
    const port = new RelayedPort((data) => child.send({ type: 'data', id: PORT, data }))
    child.send({ type: 'start', profileDir })
    await ready.promise
    child.send({ type: 'port', id: PORT })
    const link = new RPCLink({
      port: {
        onMessage: { addListener: (listen: (data: unknown) => void) => port.addEventListener('message', (event) => listen(event.data)) },
        onDisconnect: { addListener: (listen: () => void) => port.addEventListener('close', () => listen()) },
        postMessage: (data: unknown) => port.postMessage(data),
      },
    })
    if (child.pid === undefined) throw new Error('the engine has no process id')
    return new EngineChild(child, child.pid, createORPCClient(link), gone.promise)
  }

  /** Resident memory now, bytes. Linux only. */
  residentBytes(): number {
    const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))
    if (!line) throw new Error('the resident memory cannot be read on this system')
    return Number(line[1]) * 1024
  }

  /** Kills it, as locking does, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#process.kill()
    await this.#gone
  }
}
