import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { onTestFailed } from 'vitest'
import { commandOf, descendants } from '../support/processes.ts'
import { type Chromium, launchChromium } from './chromium.ts'

const ROOT = join(import.meta.dirname, '../..')

/** How long a shell may take until it has a window or an address, in milliseconds. */
const START_MS = 60_000
/** How long whatever is to be seen or pressed may take, in milliseconds: two windows at once make a small machine slow, and that is no failure. */
const ACT_MS = 90_000

export interface OpenOptions {
  viewport?: { width: number; height: number }
  colorScheme?: 'light' | 'dark'
  /** The language of the person's system, as `sw-KE`. Browser shell only. */
  locale?: string
  /** More words for `npm start -- …`. Browser shell only. */
  args?: readonly string[]
  /** A command that runs another one elsewhere, as `ip netns exec`: the shell, its engine and the browser run behind it. Browser shell only. */
  within?: readonly string[]
}

/**
 * Parasol as a person has it: a real shell, a real engine and a real window. In Electron where its runtime is there
 * (`npm test` finds out), else in the browser shell with a headless Chromium.
 */
export interface App {
  readonly kind: 'browser' | 'electron'
  readonly page: Page
  readonly profileDir: string
  /** What the page complained of: errors and warnings of its console, breaches of the content security policy, exceptions. */
  readonly complaints: readonly string[]
  /** What the shell said to the person. */
  shellWords(): string
  /** Process id of the engine that runs now. Linux only. */
  enginePid(): number
  /** Presses Enter in the terminal and gives the new address. Browser shell only. */
  newAddress(): Promise<string>
  /** Ends it as Ctrl-C does, and waits until the shell is gone. Rejects if it does not end well. */
  close(): Promise<void>
  /** SIGKILL to the shell and the engine, and with them the window, as a power cut would. */
  kill(): Promise<void>
}

const open = new Set<App>()
const folders = new Set<string>()
/**
 * The browser of the windows of this process, which runs one file after another: it ends with the process. Each window has a context of its own
 * in it, which shares nothing with the others, and has the focus.
 */
let shared: Promise<Chromium> | null = null

/** Ends what the tests of a file left open, whatever became of them, and deletes their folders. */
export async function endAll(): Promise<void> {
  await Promise.all([...open].map((app) => app.kill()))
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  folders.clear()
}

/** An empty folder for a profile, deleted after the tests of this file. */
export function temporaryProfile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parasol-e2e-'))
  folders.add(folder)
  return join(folder, 'profile')
}

/** Starts Parasol on a profile and opens its window. */
export async function openApp(profileDir: string, options: OpenOptions = {}): Promise<App> {
  const program = process.env['PARASOL_ELECTRON']
  const app = program ? await openElectron(program, profileDir, options) : await openBrowser(profileDir, options)
  open.add(app)
  // What the person saw last says more than a stack. The pictures lie where git does not look.
  onTestFailed(async ({ task }) => {
    const name = `${task.name.replace(/\W+/g, '-').slice(0, 60)}-${Date.now()}.png`
    const complain = (error: Error) => process.stderr.write(`no picture: ${error.message}\n`)
    await app.page.screenshot({ path: join(ROOT, 'dist/failures', name) }).catch(complain)
    process.stderr.write(`the shell said:\n${app.shellWords()}\n${app.complaints.join('\n')}\n`)
  })
  return app
}

async function sharedChromium(): Promise<Chromium> {
  // One that a test, or the system, has ended is of no use to the next.
  if (shared && !(await shared).browser.isConnected()) shared = null
  shared ??= launchChromium(folders)
  return shared
}

async function openBrowser(profileDir: string, options: OpenOptions): Promise<App> {
  const shell = new Shell(profileDir, options.args ?? [], options.within ?? [])
  let own: Chromium | null = null
  try {
    const address = await shell.address()
    own = options.within ? await launchChromium(folders, options.within) : null
    const { browser } = own ?? (await sharedChromium())
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1280, height: 860 },
      colorScheme: options.colorScheme ?? 'light',
      ...(options.locale === undefined ? {} : { locale: options.locale }),
    })
    const page = await context.newPage()
    page.setDefaultTimeout(ACT_MS)
    const complaints = watch(page)
    await page.goto(address)
    const gone = () => (own ? own.server.kill() : context.close())
    return browserApp(shell, gone, page, complaints, profileDir)
  } catch (error) {
    await Promise.all([shell.kill(), own?.server.kill()])
    throw error
  }
}

function browserApp(shell: Shell, closeWindow: () => Promise<void>, page: Page, complaints: readonly string[], profileDir: string): App {
  const app: App = {
    kind: 'browser',
    page,
    profileDir,
    complaints,
    shellWords: () => shell.words,
    enginePid: () => shell.enginePid(),
    newAddress: () => {
      shell.enter()
      return shell.address()
    },
    async close() {
      open.delete(app)
      await closeWindow()
      await shell.end()
    },
    async kill() {
      open.delete(app)
      await shell.kill()
      await closeWindow()
    },
  }
  return app
}

async function openElectron(program: string, profileDir: string, options: OpenOptions): Promise<App> {
  const electron: ElectronApplication = await _electron.launch({
    executablePath: program,
    args: [ROOT, `--profile=${profileDir}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    timeout: START_MS,
    colorScheme: options.colorScheme ?? 'light',
  })
  const main = electron.process()
  let words = ''
  main.stderr?.on('data', (text: Buffer) => {
    words += text.toString()
  })
  const page = await electron.firstWindow()
  page.setDefaultTimeout(ACT_MS)
  const complaints = watch(page)
  const { width, height } = options.viewport ?? { width: 1280, height: 860 }
  await electron.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height), {
    width,
    height,
  })
  const app: App = {
    kind: 'electron',
    page,
    profileDir,
    complaints,
    shellWords: () => words,
    enginePid: () => engineAmong(descendants(main.pid ?? 0)),
    newAddress: () => Promise.reject(new Error('Electron has no addresses')),
    async close() {
      open.delete(app)
      await electron.close()
    },
    async kill() {
      open.delete(app)
      for (const pid of [main.pid ?? 0, ...descendants(main.pid ?? 0)]) killIfThere(pid)
    },
  }
  return app
}

/** `bin/start.ts` as a person would run it who opens the address herself. */
class Shell {
  readonly #child: ChildProcess
  readonly #lines: Interface
  readonly #waiting: ((address: string) => void)[] = []
  readonly #addresses: string[] = []
  readonly #exit: Promise<number | null>
  words = ''

  constructor(profileDir: string, args: readonly string[], within: readonly string[]) {
    const start = [process.execPath, join(ROOT, 'bin/start.ts'), '--no-open', '--port', '0', '--profile', profileDir, ...args]
    const [command = process.execPath, ...words] = [...within, ...start]
    this.#child = spawn(command, words, {
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const { stdout, stderr } = this.#child
    if (!stdout || !stderr) throw new Error('the shell has no output')
    stderr.on('data', (text: Buffer) => {
      this.words += text.toString()
    })
    this.#lines = createInterface({ input: stdout })
    this.#lines.on('line', (line) => {
      const address = /^Parasol is at (http:\/\/127\.0\.0\.1:\d+\/#[\w-]+)$/.exec(line)?.[1]
      if (!address) return
      const waiting = this.#waiting.shift()
      if (waiting) waiting(address)
      else this.#addresses.push(address)
    })
    this.#exit = new Promise((resolve) => this.#child.on('exit', (code) => resolve(code)))
  }

  /** The next address that it prints. */
  async address(): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const known = this.#addresses.shift()
    if (known) return known
    this.#waiting.push(resolve)
    const limit = setTimeout(() => reject(new Error(`the shell printed no address within ${START_MS} ms: ${this.words}`)), START_MS)
    void this.#exit.then((code) => reject(new Error(`the shell ended with ${code}: ${this.words}`)))
    try {
      return await promise
    } finally {
      clearTimeout(limit)
    }
  }

  enter(): void {
    this.#child.stdin?.write('\n')
  }

  enginePid(): number {
    return engineAmong(descendants(this.#child.pid ?? 0))
  }

  async end(): Promise<void> {
    this.#child.kill('SIGINT')
    const code = await this.#exit
    if (code !== 0) throw new Error(`the shell ended with ${code}: ${this.words}`)
  }

  async kill(): Promise<void> {
    for (const pid of [this.#child.pid ?? 0, ...descendants(this.#child.pid ?? 0)]) killIfThere(pid)
    await this.#exit
  }
}

function watch(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`))
  return complaints
}

function engineAmong(pids: readonly number[]): number {
  const found = pids.find((pid) => /engine\/main\.ts|electron\/engine\.js|node\.mojom\.NodeService/.test(commandOf(pid)))
  if (!found) throw new Error('no engine runs')
  return found
}

function killIfThere(pid: number): void {
  try {
    if (pid > 0) process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
