import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { type NodeEngine, nodeEngine } from '../../bin/shell/node-engine.ts'
import type { EngineLauncher } from '../../bin/shell/supervisor.ts'
import { utf8 } from '../../core/crypto/bytes.ts'
import type { Contract, IncidentFields, SpaceId } from '../../core/engine/contract/index.ts'
import type { EngineToShell } from '../../core/engine/port.ts'
import type { VaultOwner } from '../../core/vault/create.ts'
import { openProfile } from '../../core/vault/profile.ts'
import { createVaultAt } from '../../core/vault/vault.ts'
import { RelayedPort } from './relayed-port.ts'

/** The engine as a person has it, bundled before tests (`compiled.ts`) and benches (`run.ts`); by hand, without either, from its source. */
export const ENTRY = process.env['PARASOL_TEST_ENGINE'] ?? join(import.meta.dirname, '../../core/engine/main.ts')

export const PASSPHRASE = 'lantern gravel orbit mustard twelve canoe'
export const ORGANISATION = 'Ndoto ya Mwavuli'

export type Client = ContractRouterClient<Contract>

/** Why the engine would not start on a profile. */
export class RefusedError extends Error {
  readonly code: string
  /** How the process ended. */
  readonly exit: Promise<number | null>

  constructor(code: string, exit: Promise<number | null>) {
    super(`the engine refused the profile: ${code}`)
    this.name = 'RefusedError'
    this.code = code
    this.exit = exit
  }
}

/** One window's line to the engine. */
export interface Line {
  readonly client: Client
  /** Sends a frame as it is. */
  send(frame: string | Uint8Array): void
  /** The window is gone: the engine is told so, and calls under way fail. */
  close(): void
}

/** The real engine in a process of its own, started as the browser shell starts it. */
export class EngineChild {
  readonly #process: NodeEngine
  readonly #lines = new Map<number, RelayedPort>()
  readonly #first: Line
  /** Resolves when the process is gone, to its exit code; null after a signal. */
  readonly exit: Promise<number | null>
  /** What the engine has said, frames left out. */
  readonly said: EngineToShell['type'][] = []

  private constructor(profileDir: string, ready: PromiseWithResolvers<void>, launch: EngineLauncher<NodeEngine>) {
    const gone = Promise.withResolvers<number | null>()
    this.exit = gone.promise
    this.#process = launch({
      message: (message) => {
        if (message.type === 'data') this.#lines.get(message.id)?.receive(message.data)
        else this.said.push(message.type)
        if (message.type === 'ready') ready.resolve()
        else if (message.type === 'refused') ready.reject(new RefusedError(message.code, this.exit))
      },
      exit: (code) => {
        ready.reject(new Error(`the engine ended with ${code}`))
        for (const port of this.#lines.values()) port.end()
        gone.resolve(code)
      },
    })
    this.#process.send({ type: 'start', profileDir })
    this.#first = this.open()
  }

  /** Starts the engine on a profile folder; resolves when it is ready for calls. Rejects with RefusedError where it refuses the profile. */
  static async start(profileDir: string, launch = nodeEngine(ENTRY)): Promise<EngineChild> {
    const ready = Promise.withResolvers<void>()
    const child = new EngineChild(profileDir, ready, launch)
    await ready.promise
    return child
  }

  /** Starts the engine and unlocks the vault that `makeVault` made. */
  static async unlocked(profileDir: string, launch = nodeEngine(ENTRY)): Promise<EngineChild> {
    const child = await EngineChild.start(profileDir, launch)
    await child.client.vault.unlock({ passphrase: PASSPHRASE })
    return child
  }

  get pid(): number {
    const { pid } = this.#process
    if (pid === undefined) throw new Error('the engine has no process id')
    return pid
  }

  /** The first window. */
  get client(): Client {
    return this.#first.client
  }

  /** Opens a window. */
  open(): Line {
    const id = this.#lines.size + 1
    const send = (data: string | Uint8Array) => this.#process.send({ type: 'data', id, data })
    let ended = false
    const port = new RelayedPort((data) => {
      // A call on a line that has ended would wait for ever.
      if (ended) throw new Error('the line has ended')
      send(data)
    })
    port.addEventListener('close', () => {
      ended = true
    })
    this.#lines.set(id, port)
    this.#process.send({ type: 'port', id })
    const link = new RPCLink({
      port: {
        onMessage: { addListener: (listen: (data: unknown) => void) => port.addEventListener('message', (event) => listen(event.data)) },
        onDisconnect: { addListener: (listen: () => void) => port.addEventListener('close', () => listen()) },
        postMessage: (data: unknown) => port.postMessage(data),
      },
    })
    return {
      client: createORPCClient(link),
      send,
      close: () => {
        this.#process.send({ type: 'close', id })
        port.end()
      },
    }
  }

  /** Kills it, as locking does, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#process.kill()
    await this.exit
  }
}

/** A folder for one test, and every engine that was started in it: `kill` ends them, `clear` removes the folder too. */
export interface Place {
  readonly root: string
  readonly profile: string
  start(profileDir?: string): Promise<EngineChild>
  unlocked(profileDir?: string, launch?: EngineLauncher<NodeEngine>): Promise<EngineChild>
  kill(): Promise<void>
  clear(): Promise<void>
}

export async function makePlace(): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'parasol-engine-'))
  const children: EngineChild[] = []
  const kept = async (starting: Promise<EngineChild>): Promise<EngineChild> => {
    const child = await starting
    children.push(child)
    return child
  }
  const profile = join(root, 'profile')
  const kill = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.kill()))
  }
  return {
    root,
    profile,
    start: (dir = profile) => kept(EngineChild.start(dir)),
    unlocked: (dir = profile, launch) => kept(EngineChild.unlocked(dir, launch)),
    kill,
    clear: async () => {
      await kill()
      await rm(root, { recursive: true })
    },
  }
}

/**
 * Makes a vault at a cost that takes no time: what the engine opens is a real one, only quick to guess. `wordsConfirmed`: its recovery words
 * were written down, and nobody is asked for them any more.
 */
export async function makeVault(
  profileDir: string,
  owner: VaultOwner = { organisationName: ORGANISATION },
  { wordsConfirmed = false } = {},
): Promise<void> {
  const profile = openProfile(profileDir)
  try {
    const vault = await createVaultAt(profile, { ...owner, passphrase: utf8(PASSPHRASE) }, { opslimit: 1, memlimit: 8192 })
    if (wordsConfirmed) vault.state.secrets.setWordsConfirmed()
    vault.close()
  } finally {
    profile.close()
  }
}

export async function houseOf(client: Client): Promise<SpaceId> {
  return (await client.organisation.get()).houseId
}

export function incident(title: string, fields: Partial<IncidentFields> = {}): IncidentFields {
  return { title, types: [], start: null, area: '', narrative: '', source: null, ...fields }
}

/** Every row of the log, page by page, that has a word in it; all without one. */
export async function everyTitle(client: Client, text = ''): Promise<string[]> {
  const titles: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<Client['records']['list']>> = await client.records.list({ text, cursor, limit: 200 })
    titles.push(...page.rows.map(({ title }) => title))
    cursor = page.nextCursor
  } while (cursor !== null)
  return titles
}

/** The code and the data of the error that a call ends with. Throws where it does not fail. */
export async function problemOf(call: Promise<unknown>): Promise<{ code: unknown; data?: unknown }> {
  try {
    await call
  } catch (error) {
    const { code, data } = error as { code?: unknown; data?: unknown }
    return data === undefined || data === null ? { code } : { code, data }
  }
  throw new Error('the call did not fail')
}

/** Mounts a small or a read-only file system on a folder; false where this user may not. */
export const mount = (...args: string[]): boolean => spawnSync('mount', args).status === 0

export function unmount(path: string): void {
  const { status, stderr } = spawnSync('umount', [path], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`umount: ${stderr}`)
}
