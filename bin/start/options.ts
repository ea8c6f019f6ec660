import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface StartOptions {
  /** The browser shell even where Electron is there. */
  browser: boolean
  /** Opens a window; otherwise only the address is printed. */
  open: boolean
  profileDir: string
  /** 0 for any free port. */
  port: number
}

export const HELP = `Parasol: an encrypted incident log.

  npm start                        open Parasol
  npm start -- --browser           open it in a browser window, even where Electron is there
  npm start -- --no-open           open nothing, only print the address
  npm start -- --profile DIR       keep the log in DIR
  npm start -- --port N            use this port for the browser window (default: any free one)
  npm start -- --help              this text

Press Enter in the terminal for a new address, Ctrl-C to stop.
`

/** An option that cannot be understood; the message is for the person. */
export class OptionError extends Error {
  override readonly name = 'OptionError'
}

/**
 * Reads the command line.
 * @returns the options, or `help`.
 * @throws OptionError with a sentence for the person.
 */
export function readOptions(argv: readonly string[], env: NodeJS.ProcessEnv, platform: NodeJS.Platform): StartOptions | 'help' {
  const values = parse(argv)
  if (values.help) return 'help'
  const port = Number(values.port ?? 0)
  if (!/^\d{1,5}$/.test(values.port ?? '0') || port > 65_535) throw new OptionError('--port takes a number from 0 to 65535.')
  if (values.profile === '') throw new OptionError('--profile takes the folder in which the log is kept.')
  const profileDir = values.profile ?? defaultProfileDir(env, platform)
  return {
    browser: values.browser ?? false,
    open: !values['no-open'],
    // npm runs scripts in the project's folder; a relative folder means where the person stood.
    profileDir: isAbsolute(profileDir) ? profileDir : resolve(env['INIT_CWD'] ?? process.cwd(), profileDir),
    port,
  }
}

/** Where a log is kept unless the person says otherwise. */
export function defaultProfileDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string = homedir()): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Parasol')
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Parasol')
  const data = env['XDG_DATA_HOME']
  // The specification says to ignore a relative one.
  return join(data && isAbsolute(data) ? data : join(home, '.local', 'share'), 'parasol')
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        browser: { type: 'boolean' },
        'no-open': { type: 'boolean' },
        profile: { type: 'string' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw new OptionError(`${(error as Error).message}. See npm start -- --help.`)
  }
}
