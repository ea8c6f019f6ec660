import { join } from 'node:path'
import { type Build, build, bundledEngine, ELECTRON_MAIN, isStale, RENDERER } from './built.ts'
import { fetchElectron, findElectron } from './electron-runtime.ts'
import { HELP, OptionError, readOptions } from './options.ts'
import { runBrowser } from './run-browser.ts'
import { runElectron } from './run-electron.ts'
import { unencryptedSwap } from './swap.ts'

export interface StartParts {
  /** The project's folder. */
  root: string
  /** Another entry file for the engine in the browser shell than the bundled one: for tests. */
  engine?: string
}

/**
 * The command `npm start`: builds what is missing, then runs the app in Electron or in a browser until it ends.
 * Standard output carries addresses only; everything said to the person goes to standard error.
 * @returns the exit code.
 */
export async function start(argv: readonly string[], parts: StartParts): Promise<number> {
  let options: ReturnType<typeof readOptions>
  try {
    options = readOptions(argv, process.env, process.platform)
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    say(error.message)
    return 2
  }
  if (options === 'help') {
    process.stdout.write(HELP)
    return 0
  }
  const swap = unencryptedSwap()
  if (swap.length > 0)
    say(
      `This computer's swap is not encrypted (${swap.join(', ')}): what is in memory may be written there. Encrypt it, or switch it off with: sudo swapoff -a`,
    )
  const { root } = parts
  if (options.open && !hasDesktop(process.env, process.platform)) {
    say('There is no desktop here, so here is the address to open in a browser on this computer.')
    options.open = false
  }
  try {
    const program = options.browser || !options.open ? null : (findElectron(root) ?? (await fetchElectron(root, say)))
    if (!program && options.open && !options.browser)
      say('Electron is not on this computer and could not be fetched, so Parasol opens in a browser window.')
    if (isStale(root, RENDERER)) await building(root, RENDERER)
    if (program && isStale(root, ELECTRON_MAIN)) await building(root, ELECTRON_MAIN)
    if (program) return await runElectron(program, root, options)
    const engine = parts.engine ?? (await bundledEngine(root, sayBuilding))
    await runBrowser({ ...options, engine, renderer: join(root, RENDERER.output) }, say)
    return 0
  } catch (error) {
    say(sentence(error, options.port))
    return 1
  }
}

async function building(root: string, what: Build): Promise<void> {
  sayBuilding(what)
  await build(root, what)
}

const sayBuilding = ({ output }: Build): void => say(`Building ${output} (only after a change; a few seconds) …`)

function sentence(error: unknown, port: number): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Leave --port out, or name another one.`
  return `Parasol could not start: ${message}`
}

/** Whether windows can be shown at all: on Linux a display server must be named. */
function hasDesktop(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
