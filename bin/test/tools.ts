import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser } from '../browser-shell/find-browser.ts'

/**
 * Path of a Chromium for the end-to-end tests: one that is installed, else Debian's package (as root), else Playwright's download.
 * @throws Error with a sentence for the person if there is none to be had.
 */
export async function ensureChromium(root: string, say: (text: string) => void): Promise<string> {
  const installed = await findChromium()
  if (installed) return installed
  installFromDebian('chromium', say)
  const packaged = await findChromium()
  if (packaged) return packaged
  say("Fetching Playwright's Chromium for the end-to-end tests …")
  run(process.execPath, [join(root, 'node_modules/playwright-core/cli.js'), 'install', 'chromium'])
  const fetched = await findChromium()
  if (fetched) return fetched
  throw new Error(
    'The end-to-end tests need Chromium, and none could be installed: install it (on Debian: apt-get install chromium), or go online once, and run npm test again.',
  )
}

/**
 * Sees to strace, with which some tests prove that "saved" means synced and read what passes the sockets. Where it cannot be had they prove
 * less, except in CI, where they fail and say so.
 */
export function ensureStrace(say: (text: string) => void): void {
  if (spawnSync('strace', ['-V'], { stdio: 'ignore' }).status !== 0) installFromDebian('strace', say)
}

function installFromDebian(name: string, say: (text: string) => void): void {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return
  say(`Installing Debian's ${name} for the tests …`)
  run('apt-get', ['update', '-q'])
  run('apt-get', ['install', '-q', '-y', '--no-install-recommends', name])
}

async function findChromium(): Promise<string | null> {
  const { chromium } = await import('playwright-core')
  const candidates = [process.env['PARASOL_CHROMIUM'], findBrowser(), chromium.executablePath()]
  return candidates.find((path) => path && existsSync(path) && starts(path)) ?? null
}

/** Whether this really is a browser that starts here: a package may lack libraries, and a snap's launcher its snap. */
function starts(path: string): boolean {
  if (process.platform === 'win32') return true // there `--version` opens a window
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0
}

function run(program: string, args: readonly string[]): void {
  spawnSync(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 600_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
