import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** How long the runtime may take to arrive, in milliseconds. */
const FETCH_MS = 60_000
/** After a fetch that did not succeed, starts go straight to the browser for so long, in milliseconds. */
const PAUSE_MS = 24 * 3_600_000

/** Path of Electron's program, or null where the runtime is not there. */
export function findElectron(root: string, env: NodeJS.ProcessEnv = process.env): string | null {
  const folder = join(root, 'node_modules/electron')
  const named = join(folder, 'path.txt')
  const program = existsSync(named) ? readFileSync(named, 'utf8') : null
  const override = env['ELECTRON_OVERRIDE_DIST_PATH']
  const path = override ? join(override, program ?? defaultProgram()) : program && join(folder, 'dist', program)
  return path && existsSync(path) ? path : null
}

/**
 * Fetches the runtime with Electron's own installer, which checks its hash. Waits a minute at most, and says how it goes.
 * @returns the program's path, or null if it could not be had.
 */
export async function fetchElectron(root: string, say: (text: string) => void, limitMs = FETCH_MS): Promise<string | null> {
  const failed = join(root, 'dist/electron-not-fetched')
  const since = Date.now() - (statSync(failed, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  // A file's time is finer than the clock's, so one that was written just now may be of a moment ahead.
  if (Math.abs(since) < PAUSE_MS) return null
  const installer = join(root, 'node_modules/electron/install.js')
  if (!existsSync(installer)) return null
  say('Fetching Electron, once, about 120 MB …')
  const child = spawn(process.execPath, [installer], { cwd: root, stdio: 'ignore' })
  const started = Date.now()
  const { promise, resolve } = Promise.withResolvers<void>()
  child.on('close', () => resolve())
  child.on('error', () => resolve())
  const progress = setInterval(() => say(`Fetching Electron … ${Math.round((Date.now() - started) / 1_000)} s`), 10_000)
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs)
  await promise
  clearInterval(progress)
  clearTimeout(limit)
  const program = findElectron(root)
  if (!program) {
    mkdirSync(dirname(failed), { recursive: true })
    writeFileSync(failed, 'Delete this file, or run npx install-electron, to fetch Electron sooner.\n')
  }
  return program
}

function defaultProgram(): string {
  if (process.platform === 'win32') return 'electron.exe'
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron'
}
