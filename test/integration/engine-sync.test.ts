import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { everyTitle, houseOf, incident, makePlace, makeVault, type Place } from '../support/engine.ts'
import { callsIn, Ledger, tracing } from '../support/strace.ts'

const SAVES = 12

let place: Place

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
})
afterEach(() => place.clear())

/** Traces every thread of a process that runs; resolves when strace says that it does. */
async function attach(pid: number, to: string): Promise<ChildProcess> {
  const calls = '-e trace=write,writev,sendmsg,pwrite64,pwritev,pwritev2,fsync,fdatasync,unlink,unlinkat'.split(' ')
  const strace = spawn('strace', ['-f', '-y', '-s', '4096', ...calls, '-o', to, '-p', String(pid)], { stdio: ['ignore', 'ignore', 'pipe'] })
  for await (const line of createInterface({ input: strace.stderr })) if (/attached/.test(line)) break
  // What it says from here on nobody needs, but a full pipe would stop it.
  strace.stderr.resume()
  return strace
}

/** It proves that the call comes before the word; what the disk does with the call is the disk's. */
it('answers a save only after fdatasync of every write-ahead log of the log store that was written', async () => {
  const engine = await place.unlocked()
  const { client } = engine
  const audience = await houseOf(client)
  await client.records.create({ audience, fields: incident('before') })
  const saved: string[] = []
  const save = async (n: number): Promise<void> => {
    const { entryId } = await client.records.create({ audience, fields: incident(`traced ${n}`, { narrative: 'x'.repeat(20_000) }) })
    saved.push(entryId)
  }
  if (!tracing()) {
    // Without strace the order of the calls cannot be seen; that what was answered is there after a kill still can.
    for (let n = 0; n < SAVES; n += 1) await save(n)
    await engine.kill()
    expect(await everyTitle((await place.unlocked()).client, 'traced')).toHaveLength(SAVES)
    return
  }
  const trace = join(place.root, 'trace')
  const strace = await attach(engine.pid, trace)
  for (let n = 0; n < SAVES; n += 1) await save(n)
  strace.kill('SIGINT')
  await once(strace, 'close')

  const ledger = new Ledger(join(place.profile, 'cores'))
  const said = new Set<string>()
  for (const call of callsIn(await readFile(trace, 'utf8'))) {
    ledger.take(call)
    if (call.at !== 'begin' || !/^(write|writev|sendmsg)$/.test(call.name)) continue
    for (const entryId of saved) {
      if (said.has(entryId) || !call.args.includes(`entryId\\":\\"${entryId}`)) continue
      said.add(entryId)
      expect(ledger.dirty(), `at the answer ${said.size}`).toEqual([])
      expect(ledger.syncs, 'each answer has a sync of its own before it').toBeGreaterThanOrEqual(said.size)
    }
  }
  expect(said.size).toBe(SAVES)
  expect(ledger.files.size).toBeGreaterThan(0)
})
