import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callsIn, Ledger, tracing } from '../support/strace.ts'

const CHILD = join(import.meta.dirname, 'log-children', 'save.ts')
const FAILING_CHILD = join(import.meta.dirname, 'log-children', 'failing-sync.ts')
const SAVED = 130
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-sync-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('the word "saved"', () => {
  it('comes only after fdatasync of every write-ahead log that was written, rotations included', async () => {
    const store = join(folder, 'store')
    const args = [CHILD, store, join(folder, 'foreign')]
    if (!tracing()) {
      // Without strace the order of the calls cannot be seen; that everything is said to be saved still can.
      expect(spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout.split('\n')).toHaveLength(SAVED + 1)
      return
    }
    const trace = join(folder, 'trace')
    const traced = '-e trace=write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,unlink,unlinkat'.split(' ')
    const run = spawnSync('strace', ['-f', '-y', '-s', '16', ...traced, '-o', trace, process.execPath, ...args], { encoding: 'utf8' })
    expect(run.stderr).toBe('')

    const ledger = new Ledger(store)
    const syncedFolders = new Set<string>()
    let saved = 0
    let early = 0
    for (const call of callsIn(await readFile(trace, 'utf8'))) {
      ledger.take(call)
      if (call.name === 'fsync' && call.at === 'end') syncedFolders.add(/<([^>]*)>/.exec(call.args)?.[1] ?? '')
      if (call.name !== 'write' || call.at !== 'begin' || !/^1<.*"saved \d+\\n"/.test(call.args)) continue
      saved += 1
      expect(ledger.dirty(), `at the word saved ${saved}`).toEqual([])
      early ||= ledger.files.size
    }
    expect(saved).toBe(SAVED)
    expect([early, ledger.files.size > 1]).toEqual([1, true])
    for (const name of [folder, store, join(store, 'db')]) expect(syncedFolders).toContain(name)
  })

  it('does not come where the sync failed, and the next save goes on from what the disk has', () => {
    const store = join(folder, 'store')
    // One thread, so that the fourth sync of the log file fails and no other.
    const env = { ...process.env, UV_THREADPOOL_SIZE: '1' }
    const fault = [
      '-f',
      '-o',
      '/dev/null',
      '-P',
      join(store, 'db', '000004.log'),
      '-e',
      'trace=fdatasync',
      '-e',
      'inject=fdatasync:error=ENOSPC:when=4',
    ]
    const command: [string, string[]] = tracing() ? ['strace', [...fault, process.execPath]] : [process.execPath, []]
    const run = spawnSync(command[0], [...command[1], FAILING_CHILD, store], { encoding: 'utf8', env })
    expect(run.stderr).toBe('')
    const fourth = tracing() ? 'failed DISK_FULL 0' : 'saved 3'
    expect(run.stdout.trim().split('\n')).toEqual([
      'saved 0',
      'saved 1',
      'saved 2',
      fourth,
      ...[4, 5, 6, 7, 8, 9].map((index) => `saved ${index}`),
    ])
  })
})
