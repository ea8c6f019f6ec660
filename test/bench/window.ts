import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { BrowserShell } from '../../bin/browser-shell/shell.ts'
import { build, isStale, RENDERER } from '../../bin/start/built.ts'
import { ensureChromium } from '../../bin/test/tools.ts'
import { ENTRY, PASSPHRASE } from '../support/engine.ts'

const ROOT = join(import.meta.dirname, '../..')

/** A real window: the browser shell with its engine, and a headless Chromium. The renderer is built where it is older than its sources. */
export class Window {
  readonly page: Page
  readonly shell: BrowserShell
  readonly #browser: Browser

  private constructor(page: Page, shell: BrowserShell, browser: Browser) {
    this.page = page
    this.shell = shell
    this.#browser = browser
  }

  /**
   * @param watch is given the page before it loads anything.
   * @param locale of the person's system.
   */
  static async open(profileDir: string, watch: (page: Page) => void = () => undefined, locale = 'en-GB'): Promise<Window> {
    const executablePath = await ensureChromium(ROOT, (text) => void process.stderr.write(`  ${text}\n`))
    if (isStale(ROOT, RENDERER)) await build(ROOT, RENDERER)
    const shell = new BrowserShell({
      engine: ENTRY,
      renderer: join(ROOT, 'dist/renderer'),
      profileDir,
      port: 0,
    })
    const { engine } = await shell.start()
    if (engine !== 'ready') throw new Error(`the engine is ${engine}`)
    const isRoot = process.getuid?.() === 0
    const browser = await chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [] })
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, locale })
    watch(page)
    await page.goto(shell.printedAddress())
    await page.getByRole('heading').first().waitFor()
    return new Window(page, shell, browser)
  }

  /** Types the passphrase of the bench profiles and waits for the log. */
  async unlock(): Promise<void> {
    await this.page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
    await this.page.keyboard.press('Enter')
    await this.page.getByRole('list', { name: 'Incidents' }).waitFor()
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await this.shell.stop()
  }
}
