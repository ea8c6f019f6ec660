import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { folderForBrowser } from './find-browser.ts'

/**
 * How a Chromium is started for Parasol: a window without an address bar, in private mode so that forms, history and cache stay in memory,
 * no extensions, no crash dumps, no talk with its maker, and no address but ours.
 */
export function browserArguments(userDataDir: string, url: string, isRoot: boolean): string[] {
  return [
    `--app=${url}`,
    `--user-data-dir=${userDataDir}`,
    '--incognito',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-extensions',
    '--disable-sync',
    '--disable-breakpad',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-default-apps',
    '--disable-quic',
    '--no-pings',
    '--password-store=basic',
    '--use-mock-keychain',
    '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,InterestFeedContentSuggestions',
    // A proxy that is not there, except for this computer itself.
    '--proxy-server=socks5://127.0.0.1:9',
    '--window-size=1280,860',
    // Chromium's sandbox cannot be had as root; nobody else goes without it.
    ...(isRoot ? ['--no-sandbox'] : []),
  ]
}

/** A Chromium with a throw-away profile. */
export class Browser {
  readonly #program: string
  readonly #userDataDir: string
  readonly #windows = new Set<ChildProcess>()
  #onClosed: () => void = () => {}

  /** @param program path of the browser. @throws the file system's error if there is no place for the throw-away profile. */
  constructor(program: string) {
    this.#program = program
    this.#userDataDir = mkdtempSync(join(folderForBrowser(program), 'parasol-browser-'))
    chmodSync(this.#userDataDir, 0o700)
  }

  /** Opens a window. While one is open, the running browser takes the second one over. */
  open(url: string): void {
    const isRoot = process.platform === 'linux' && process.getuid?.() === 0
    const args = browserArguments(this.#userDataDir, url, isRoot)
    const posix = process.platform !== 'win32'
    // No core dump of a process that shows the records; and a process group of its own, to end it whole.
    // Crash reports of a browser go to its configuration folder, not to the profile: that is thrown away too.
    const options: SpawnOptions = { stdio: 'ignore', detached: posix, env: { ...process.env, CHROME_CONFIG_HOME: this.#userDataDir } }
    const child = posix
      ? spawn('/bin/sh', ['-c', 'ulimit -c 0; exec "$0" "$@"', this.#program, ...args], options)
      : spawn(this.#program, args, options)
    this.#windows.add(child)
    const ended = (): void => {
      if (!this.#windows.delete(child)) return
      if (this.#windows.size === 0) this.#onClosed()
    }
    child.on('exit', ended)
    child.on('error', ended)
  }

  /** Calls `listener` when the last window has been closed. */
  onClosed(listener: () => void): void {
    this.#onClosed = listener
  }

  /** Ends the browser with everything it started, and removes its profile. */
  async close(): Promise<void> {
    this.#onClosed = () => {}
    const gone = [...this.#windows].map((child) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      child.once('exit', () => resolve())
      if (child.exitCode !== null || child.signalCode !== null) resolve()
      killTree(child)
      return promise
    })
    await Promise.all(gone)
    // Its helpers may still be writing their last when the browser itself has gone.
    rmSync(this.#userDataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' })
    return
  }
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    // Gone already is what we wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Opens an address in whatever browser the person uses. It may have extensions that can read the page: the caller has warned of it. */
export function openInDefaultBrowser(url: string, platform: NodeJS.Platform = process.platform): void {
  const [program, args] =
    platform === 'darwin'
      ? (['open', [url]] as const)
      : platform === 'win32'
        ? (['explorer.exe', [url]] as const)
        : (['xdg-open', [url]] as const)
  const child = spawn(program, args, { stdio: 'ignore', detached: platform !== 'win32' })
  // Without such a program nothing opens; the person has been told to press Enter for an address then.
  child.on('error', () => process.stderr.write('No browser could be opened. Press Enter for an address to open by hand.\n'))
  child.unref()
}
