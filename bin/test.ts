/**
 * The command `npm test`: types, lint, then unit, integration and end-to-end tests, the last in a real browser.
 * `npm test -- unit`, `integration` or `e2e` runs one kind, `npm test -- PATH` the files whose path contains PATH.
 * `npm run screenshots` takes the pictures of the documents the same way.
 * The last line is `N passed, N failed`, and the exit code is 0 only if nothing failed and something passed.
 */
import { join } from 'node:path'
import { build, ELECTRON_MAIN, isStale, RENDERER } from './start/built.ts'
import { findElectron } from './start/electron-runtime.ts'
import { add, type Counts, isGood } from './test/count.ts'
import { runCheck, runVitest } from './test/run.ts'
import { ensureChromium, ensureStrace } from './test/tools.ts'

const root = join(import.meta.dirname, '..')
const KINDS = ['unit', 'integration', 'e2e', 'screenshots']
const words = process.argv.slice(2)
const kinds = words.filter((word) => KINDS.includes(word))
const filters = words.filter((word) => !KINDS.includes(word))
const everything = words.length === 0
const wants = (kind: string): boolean =>
  kinds.length > 0 ? kinds.includes(kind) : everything || filters.some((path) => path.includes('e2e') === (kind === 'e2e'))
const none: Counts = { passed: 0, failed: 0 }
const needsWindow = (kind: string): boolean => kind === 'e2e' || kind === 'screenshots'
const say = (text: string): void => void process.stderr.write(`${text}\n`)

const tested = ['unit', 'integration', 'e2e'].filter(wants)
// One processor checks the types, the other does the rest. More checkers would only look at the same types side by side.
const [types, lint, window] = await Promise.all([
  everything ? runCheck(root, 'tsc', ['-p', '.', '--checkers', '1']) : none,
  everything ? runCheck(root, 'biome', ['ci', '.', ...(process.stdout.isTTY ? [] : ['--colors=off'])]) : none,
  [...tested, ...kinds].some(needsWindow) ? windows() : {},
])
let total = add(types, lint)
if (everything) ensureStrace(say)
// All kinds in one run: while a long one of the end-to-end tests goes on, the short ones have the other processor.
await run(tested)
await run(kinds.filter((kind) => kind === 'screenshots'))
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`)
process.exitCode = isGood(total) ? 0 : 1

/** Runs projects. Where there can be no window, those that need one count as one that failed, and the others run. */
async function run(projects: readonly string[]): Promise<void> {
  const able = window ? projects : projects.filter((project) => !needsWindow(project))
  if (able.length < projects.length) total = add(total, { passed: 0, failed: 1 })
  if (able.length > 0) total = add(total, await runVitest(root, able, filters, window ?? {}))
}

/** Sees to what the end-to-end tests run in, and what tells them of it; null where it is not to be had. */
async function windows(): Promise<NodeJS.ProcessEnv | null> {
  try {
    const chromium = await ensureChromium(root, say)
    if (isStale(root, RENDERER)) await build(root, RENDERER)
    const electron = findElectron(root)
    if (electron && isStale(root, ELECTRON_MAIN)) await build(root, ELECTRON_MAIN)
    say(electron ? 'End-to-end tests run in Electron.' : 'End-to-end tests run in the browser shell: Electron is not on this computer.')
    return { PARASOL_CHROMIUM: chromium, ...(electron ? { PARASOL_ELECTRON: electron } : {}) }
  } catch (error) {
    say((error as Error).message)
    return null
  }
}
