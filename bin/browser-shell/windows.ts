import { tmpdir } from 'node:os'
import { Browser, openInDefaultBrowser } from './browser.ts'
import { findBrowser, folderForBrowser } from './find-browser.ts'
import { Handover } from './handover.ts'
import type { BrowserShell } from './shell.ts'

const EXTENSIONS =
  'No Chromium or Chrome was found, so Parasol opens in your usual browser. Its extensions may be able to read what you see: switch them off, or use a private window.'

/** Opens windows on a browser shell: in a Chromium with a throw-away profile if there is one, else in the person's usual browser. */
export class Windows {
  readonly #shell: BrowserShell
  readonly #say: (text: string) => void
  readonly #browser: Browser | null
  readonly #folder: string
  #handover: Handover | null = null

  /** @param onClosed called when the person has closed the last window; never for the usual browser, which cannot be watched. */
  constructor(shell: BrowserShell, say: (text: string) => void, onClosed: () => void) {
    this.#shell = shell
    this.#say = say
    const program = findBrowser()
    this.#folder = program ? folderForBrowser(program) : tmpdir()
    this.#browser = program ? new Browser(program) : null
    this.#browser?.onClosed(onClosed)
    shell.onSession(() => this.#handover?.end())
  }

  /** Opens a window. @throws the file system's error if the file for the browser cannot be written. */
  open(): void {
    const again = this.#handover !== null
    this.#handover?.end()
    // In the usual browser a second call means that the first window did not come: an address to open by hand.
    if (again && !this.#browser) {
      printAddress(this.#shell)
      return
    }
    this.#handover = new Handover(this.#folder, () => this.#shell.openedCode())
    if (this.#browser) this.#browser.open(this.#handover.url)
    else openInDefaultBrowser(this.#handover.url)
    if (again) return
    if (!this.#browser) this.#say(EXTENSIONS)
    this.#say(
      this.#browser
        ? 'Parasol is open in a window of its own. Enter here opens a new one, Ctrl-C ends Parasol.'
        : 'If no window has come, press Enter for an address to open by hand. Ctrl-C ends Parasol.',
    )
  }

  /** Ends the browser that was started, and deletes what was made for it. */
  async close(): Promise<void> {
    this.#handover?.end()
    await this.#browser?.close()
  }
}

/** Prints a new address, alone on its line. */
export function printAddress(shell: BrowserShell): void {
  process.stdout.write(`Parasol is at ${shell.printedAddress()}\n`)
}
