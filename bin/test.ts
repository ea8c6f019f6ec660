/**
 * The command `npm test`: types, lint, unit and integration tests, then the end-to-end tests in a real browser.
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
const say = (text: string): void => void process.stderr.write(`${text}\n`)

let total: Counts = { passed: 0, failed: 0 }
if (everything) {
  total = add(total, await runCheck(root, 'tsc', ['-p', '.']))
  total = add(total, await runCheck(root, 'biome', ['ci', '.', ...(process.stdout.isTTY ? [] : ['--colors=off'])]))
}
if (everything) ensureStrace(say)
const light = ['unit', 'integration'].filter(wants)
if (light.length > 0) total = add(total, await runVitest(root, light, filters))
if (wants('e2e')) total = add(total, await inWindows('e2e'))
if (kinds.includes('screenshots')) total = add(total, await inWindows('screenshots'))
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`)
process.exitCode = isGood(total) ? 0 : 1

async function inWindows(project: 'e2e' | 'screenshots'): Promise<Counts> {
  try {
    const chromium = await ensureChromium(root, say)
    if (isStale(root, RENDERER)) await build(root, RENDERER)
    const electron = findElectron(root)
    if (electron && isStale(root, ELECTRON_MAIN)) await build(root, ELECTRON_MAIN)
    say(electron ? 'End-to-end tests run in Electron.' : 'End-to-end tests run in the browser shell: Electron is not on this computer.')
    return await runVitest(root, [project], filters, { PARASOL_CHROMIUM: chromium, ...(electron ? { PARASOL_ELECTRON: electron } : {}) })
  } catch (error) {
    say((error as Error).message)
    return { passed: 0, failed: 1 }
  }
}
