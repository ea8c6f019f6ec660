import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { log, write } from '../records/testing.ts'
import { openIndex } from './index.ts'
import { filters, KEY, OPTIONS } from './testing.ts'

/** Small enough not to count as a feed, and large enough. */
const FEW = 100
const MANY = 250

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parasol-crash-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Feeds batches from the cursor on, without end, and says after each how far it came. */
const FEEDER = `
  const { openIndex } = await import(process.argv[1])
  const { KEY, OPTIONS } = await import(process.argv[2])
  const { log, write } = await import(process.argv[3])
  const size = Number(process.argv[5])
  const index = openIndex(process.argv[4], KEY, OPTIONS)
  for (let at = index.cursor(log(0)); ; at += size) {
    const batch = Array.from({ length: size }, (_, i) => write(at + i, { index: at + i }, { narrative: 'word'.repeat(50) + ' police ' + (at + i) }))
    index.apply(batch, { cursors: [{ log: log(0), next: at + size }] })
    process.stdout.write(at + size + '\\n')
  }`

async function feedAndKill(path: string, size: number, batches: number): Promise<number> {
  const modules = ['./index.ts', './testing.ts', '../records/testing.ts'].map((name) => new URL(name, import.meta.url).href)
  const child = spawn(process.execPath, ['--input-type=module', '-e', FEEDER, ...modules, path, String(size)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let said = 0
  let count = 0
  for await (const line of createInterface({ input: child.stdout })) {
    said = Number(line)
    if (++count === batches) child.kill('SIGKILL')
  }
  await ended
  expect(count).toBeGreaterThanOrEqual(batches)
  return said
}

test('after SIGKILL amid feeding, the index holds whole batches, all that were answered, and goes on', async () => {
  const path = join(folder, 'index.db')
  for (const batches of [1, 3, 7, 12]) {
    const said = await feedAndKill(path, FEW, batches)
    const index = openIndex(path, KEY, OPTIONS)
    const cursor = index.cursor(log(0))
    expect(cursor % FEW).toBe(0)
    expect(cursor).toBeGreaterThanOrEqual(said)
    expect(index.count(filters())).toEqual({ matching: cursor, all: cursor })
    expect(index.count(filters({ text: 'police' })).matching).toBe(cursor)
    expect(index.apply([write(0), write(cursor - 1, { index: cursor - 1 })]).changed).toBe(0)
    index.close()
  }
})

test('after SIGKILL amid its first feed, the index begins again from nothing; amid a later one it goes on', async () => {
  const path = join(folder, 'index.db')
  await feedAndKill(path, MANY, 3)
  const index = openIndex(path, KEY, OPTIONS)
  expect(index.cursor(log(0))).toBe(0)
  expect(index.count(filters())).toEqual({ matching: 0, all: 0 })
  index.close()

  const said = await feedAndKill(path, MANY, 3)
  const later = openIndex(path, KEY, OPTIONS)
  const cursor = later.cursor(log(0))
  expect(cursor).toBeGreaterThanOrEqual(said)
  expect(later.count(filters({ text: 'police' }))).toEqual({ matching: cursor, all: cursor })
  later.close()
})
