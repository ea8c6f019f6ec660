import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Client, everyTitle, incident } from '../support/engine.ts'
import { eventually } from '../support/eventually.ts'
import { descendants, isAlive } from '../support/processes.ts'
import { RelayedPort } from '../support/relayed-port.ts'

const DEMO = join(import.meta.dirname, '../../bin/demo.ts')
/** Three vaults and two meetings, each of which may need a second try on a busy machine. */
const READY_MS = 200_000
const TEST_MS = 300_000
let folder: string
let child: ChildProcess | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parasol-demo-test-'))
})
afterEach(() => {
  for (const pid of [child?.pid ?? 0, ...descendants(child?.pid ?? 0)]) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
  rmSync(folder, { recursive: true })
})

function launch() {
  const started = spawn(process.execPath, [DEMO, '--no-open'], { env: { ...process.env, TMPDIR: folder }, stdio: ['pipe', 'pipe', 'pipe'] })
  child = started
  const output = { out: '', err: '' }
  started.stdout.on('data', (text: Buffer) => {
    output.out += text.toString()
  })
  started.stderr.on('data', (text: Buffer) => {
    output.err += text.toString()
  })
  const ended = new Promise<number | null>((resolve) => started.on('close', resolve))
  const pid = started.pid
  if (pid === undefined) throw new Error('the demo has no process id')
  return { pid, output, ended, interrupt: () => started.kill('SIGINT') }
}

/** What the demo prints for each organisation. */
function introduced(out: string): { passphrase: string; origin: string; code: string }[] {
  return [...out.matchAll(/passphrase: ([a-z -]+)\n {2}address: {4}(http:\/\/127\.0\.0\.1:\d+)\/#([\w-]+)\n/g)].map(
    ([, passphrase = '', origin = '', code = '']) => ({ passphrase, origin, code }),
  )
}

/** Opens an address as its page does, and unlocks. */
async function enter({ passphrase, origin, code }: ReturnType<typeof introduced>[0]): Promise<{ client: Client; close(): void }> {
  const answer = await fetch(`${origin}/session`, { method: 'POST', body: JSON.stringify({ code }), headers: { origin } })
  const { token } = (await answer.json()) as { token: string }
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/engine`, ['parasol', token], { origin })
  const port = new RelayedPort((data) => socket.send(data))
  socket.on('message', (data: Buffer, isBinary) => port.receive(isBinary ? data : data.toString()))
  socket.on('close', () => port.end())
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const link = new RPCLink({
    port: {
      onMessage: { addListener: (listen: (data: unknown) => void) => port.addEventListener('message', (event) => listen(event.data)) },
      onDisconnect: { addListener: (listen: () => void) => port.addEventListener('close', () => listen()) },
      postMessage: (data: unknown) => port.postMessage(data),
    },
  })
  const client: Client = createORPCClient(link)
  await client.vault.unlock({ passphrase })
  return { client, close: () => socket.terminate() }
}

/** What is left of it on the disk. A build of the screens leaves caches of its tools beside it, which hold nothing of a profile. */
const leftBehind = (): string[] => readdirSync(folder).filter((name) => name.startsWith('parasol-'))

it(
  'shows three organisations, of which the third reads what the first writes, and leaves nothing',
  async () => {
    const demo = launch()
    await eventually(() => expect([introduced(demo.output.out).length, demo.output.err]).toEqual([3, expect.anything()]), {
      limitMs: READY_MS,
    })
    const [first, , third] = await Promise.all(introduced(demo.output.out).map(enter))
    if (!first || !third) throw new Error('the demo has three organisations')
    const [coalition] = await first.client.coalitions.list()
    expect(coalition?.members.map(({ name }) => name).sort()).toEqual(['Harbour Street Collective', 'Heron Sisters', 'Lantern House'])
    const before = await everyTitle(third.client)
    expect(before).toContain('Raid on the drop-in, six people held')
    expect(before).not.toContain('Threatening letter under the door')
    const [alert] = (await first.client.alerts.list({})).alerts
    if (!coalition || !alert) throw new Error('the demo has a coalition, and an alert in it')
    expect(alert).toMatchObject({ mine: null, answers: [{ answer: 'responding' }] })
    await first.client.alerts.answer({ recordId: alert.recordId, answer: 'seen' })
    await eventually(async () => expect((await third.client.alerts.list({})).alerts[0]?.answers).toHaveLength(2))
    await first.client.records.create({ audience: coalition.spaceId, fields: incident('Written during the demo') })
    await eventually(async () => expect(await everyTitle(third.client)).toContain('Written during the demo'))

    const running = [demo.pid, ...descendants(demo.pid)]
    expect(running.length).toBe(process.platform === 'linux' ? 4 : 1)
    demo.interrupt()
    expect([await demo.ended, demo.output.err]).toEqual([0, expect.not.stringContaining('rror')])
    expect(running.filter(isAlive)).toEqual([])
    expect(leftBehind()).toEqual([])
  },
  TEST_MS,
)

it('ends at once when it is interrupted while it makes them ready, and leaves nothing', async () => {
  const demo = launch()
  const profile = () => readdirSync(folder).some((name) => existsSync(join(folder, name, 'organisation-2')))
  await eventually(() => expect([profile(), demo.output.err]).toEqual([true, expect.anything()]))
  const running = [demo.pid, ...descendants(demo.pid)]
  demo.interrupt()
  expect([await demo.ended, introduced(demo.output.out)]).toEqual([0, []])
  expect(running.filter(isAlive)).toEqual([])
  expect(leftBehind()).toEqual([])
})
