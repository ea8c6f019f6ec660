import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { handoverPage } from './pages.ts'
import { CODE_LIFE } from './session.ts'

/** A browser on an old laptop may take this long to start, in milliseconds. Each code in the file still lives 10 seconds only. */
const PATIENCE = 120_000

/**
 * The file that hands a code to the browser: readable by this account only, in a folder of its own, with a fresh code every few seconds
 * until one is used or patience ends. Then it is deleted.
 */
export class Handover {
  readonly #folder: string
  readonly #file: string
  readonly #timers: NodeJS.Timeout[] = []

  /** @param parent a folder that the browser can read. @param next a fresh code and where to post it. @throws the file system's error. */
  constructor(parent: string, next: () => { action: string; code: string }) {
    this.#folder = mkdtempSync(join(parent, 'parasol-open-'))
    chmodSync(this.#folder, 0o700)
    this.#file = join(this.#folder, 'open.html')
    const write = (): void => {
      const { action, code } = next()
      const draft = `${this.#file}.new`
      writeFileSync(draft, handoverPage(action, code), { mode: 0o600 })
      renameSync(draft, this.#file)
    }
    write()
    this.#timers.push(
      setInterval(write, CODE_LIFE.opened * 0.75),
      setTimeout(() => this.end(), PATIENCE),
    )
  }

  /** The address of the file, for a browser. It holds no secret. */
  get url(): string {
    return pathToFileURL(this.#file).href
  }

  /** Deletes the file. Harmless when done twice. */
  end(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
