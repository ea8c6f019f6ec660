/**
 * `npm run bench`: measures the bars (README.md) and writes results.json beside this file.
 * `-- --quick` takes a tenth of the size; `--only ID[,ID]`, `--n NUMBER` and `--dir FOLDER` (on the disk that is to be measured) do as they say.
 * Results of other ids stay in results.json. The exit code is 0 only if every bar that was measured holds.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bundledEngine } from '../../bin/start/built.ts'
import { canMakeNetworks, Network } from '../support/namespaces.ts'
import { type Measured, type Plan, type Result, round } from './bench.ts'
import { PLANS } from './plans.ts'

const RESULTS = join(import.meta.dirname, 'results.json')
const PREPARE_LIMIT_MS = 15 * 60_000

const { values: flags } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, n: { type: 'string' }, dir: { type: 'string' } },
})
const ids = flags.only?.split(',') ?? PLANS.map(({ id }) => id)
const unknown = ids.filter((id) => !PLANS.some((plan) => plan.id === id))
if (unknown.length > 0) throw new Error(`there is no bench ${unknown.join(', ')}; there are ${PLANS.map(({ id }) => id).join(', ')}`)
const chosen = PLANS.filter(({ id }) => ids.includes(id))
const sizeOf = (plan: Plan): number => (flags.n === undefined ? (flags.quick ? plan.quick : plan.n) : Number(flags.n))

const say = (text: string): void => void process.stderr.write(`${text}\n`)
const root = mkdtempSync(join(flags.dir ?? tmpdir(), 'parasol-bench-'))
const profiles = new Map<number, string>()
let running: ChildProcess | null = null
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    const leave = (): void => {
      clearAway(root)
      process.exit(130)
    }
    if (!running) return leave()
    running.once('exit', leave)
    endRunning()
  })
}

try {
  // What is measured is what a person has.
  process.env['PARASOL_TEST_ENGINE'] = await bundledEngine(join(import.meta.dirname, '../..'), ({ output }) => say(`building ${output}`))
  const results: Result[] = []
  for (const plan of chosen) results.push(await measure(plan))
  keep(results)
  print(results)
  process.exitCode = results.every(({ ok }) => ok) ? 0 : 1
} finally {
  clearAway(root)
}

async function measure(plan: Plan): Promise<Result> {
  const n = sizeOf(plan)
  const folder = join(root, plan.id)
  mkdirSync(folder)
  const network = plan.ownNetwork && canMakeNetworks() ? new Network(1) : null
  say(`${plan.id}: ${plan.what} (n = ${n})`)
  try {
    const profile = plan.needsProfile ? await profileOf(n) : ''
    return judge(plan, n, (await child([plan.id, String(n), folder, profile], plan.limitMs, network?.within(0))) as Measured)
  } catch (error) {
    say(`  ${(error as Error).message}`)
    return { ...judge(plan, n, null) }
  } finally {
    network?.remove()
    clearAway(folder)
  }
}

/** A profile with a log of that size, made once a run. */
async function profileOf(n: number): Promise<string> {
  const known = profiles.get(n)
  if (known) return known
  const dir = join(root, `profile-${n}`)
  say(`  first a profile with ${n} incidents`)
  await child(['profile', String(n), dir, ''], PREPARE_LIMIT_MS)
  profiles.set(n, dir)
  return dir
}

/** Each bench has a process of its own: what one leaves in memory, or breaks, does not count for the next. */
function child(args: readonly string[], limitMs: number, [behind, ...words]: readonly string[] = []): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const one = fork(join(import.meta.dirname, 'one.ts'), args, {
    stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
    detached: true,
    ...(behind === undefined ? {} : { execPath: behind, execArgv: [...words, process.execPath] }),
  })
  running = one
  const limit = setTimeout(() => {
    reject(new Error(`stopped after ${limitMs / 60_000} minutes`))
    endRunning()
  }, limitMs)
  one.on('message', resolve)
  one.on('exit', (code, signal) => {
    clearTimeout(limit)
    if (running === one) running = null
    reject(new Error(`ended without a result (${signal ?? code})`))
  })
  return promise
}

/** Kills the bench and its process group: what it has started ends with it, engines because their shell is gone. */
function endRunning(): void {
  if (running?.pid !== undefined) process.kill(-running.pid, 'SIGKILL')
}

/** Removes a folder into which a process that was just killed may still be writing. */
function clearAway(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}

function judge(plan: Plan, n: number, measured: Measured | null): Result {
  const { id, unit, bar } = plan
  if (!measured) return { id, n, value: null, unit, bar, floor: null, ratio: null, ok: false }
  const { value, floor } = measured
  const ratio = floor === null ? null : value / floor
  const ok = (measured.barOnRatio ? (ratio ?? Number.POSITIVE_INFINITY) : value) <= bar
  return {
    id,
    n,
    value: round(value),
    unit,
    bar,
    floor: floor === null ? null : round(floor),
    ratio: ratio === null ? null : round(ratio),
    ok,
  }
}

function keep(results: readonly Result[]): void {
  const before = existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as Result[]) : []
  const all = PLANS.flatMap(({ id }) => results.find((one) => one.id === id) ?? before.find((one) => one.id === id) ?? [])
  writeFileSync(RESULTS, `[\n${all.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`)
}

function print(results: readonly Result[]): void {
  const cells = results.map(({ id, n, value, unit, bar, floor, ratio, ok }) => {
    const onRatio = id.startsWith('ingest')
    return [
      id,
      String(n),
      value === null ? '-' : `${value} ${unit}`,
      `<= ${bar} ${onRatio ? 'x floor' : unit}`,
      floor === null ? '' : `${floor} ${unit}`,
      ratio === null ? '' : `${ratio}x`,
      ok ? 'holds' : 'does not hold',
    ]
  })
  const table = [['id', 'n', 'value', 'bar', 'floor', 'ratio', ''], ...cells]
  const widths = table[0]?.map((_, i) => Math.max(...table.map((row) => row[i]?.length ?? 0))) ?? []
  for (const row of table)
    process.stdout.write(
      `${row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    )
}
