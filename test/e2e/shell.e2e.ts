import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { Handover } from '../../bin/browser-shell/handover.ts'
import { BrowserShell } from '../../bin/browser-shell/shell.ts'
import { ENTRY } from '../support/engine.ts'
import { eventually } from '../support/eventually.ts'
import { chromiumOptions } from './chromium.ts'
import { openApp, temporaryProfile } from './harness.ts'

const ROOT = join(import.meta.dirname, '../..')
const electron = process.env['PARASOL_ELECTRON'] !== undefined

describe('the window', () => {
  it('shows the first screen, under its policy, and says nothing of the records in its title', async () => {
    const app = await openApp(temporaryProfile())
    await app.page.getByRole('heading').first().waitFor()
    expect(await app.page.title()).toBe('Parasol')
    expect(app.complaints).toEqual([])
    expect(app.page.url()).not.toContain('#')
    await app.close()
  })

  it('can neither be led elsewhere, nor fetch from elsewhere', async () => {
    const app = await openApp(temporaryProfile())
    await app.page.getByRole('heading').first().waitFor()
    const fetched = await app.page.evaluate(() =>
      fetch('https://example.org/').then(
        () => 'fetched',
        (error: Error) => error.name,
      ),
    )
    expect(fetched).toBe('TypeError')
    expect(app.complaints.some((one) => one.includes('Content Security Policy'))).toBe(true)
    await app.close()
  })
})

// What follows is about addresses and codes, which Electron does not have.
const browserShell = (): void => {
  it('locks when the page is loaded again, and gives a new address on Enter', async () => {
    const app = await openApp(temporaryProfile())
    await app.page.getByRole('heading').first().waitFor()
    const before = app.enginePid()
    await app.page.reload()
    await app.page.getByText('Press Enter in the terminal').waitFor()
    await eventually(() => expect(app.enginePid()).not.toBe(before))
    const address = await app.newAddress()
    await app.page.goto('about:blank')
    await app.page.goto(address)
    await app.page.getByRole('heading').first().waitFor()
    expect(await app.page.getByText('Press Enter in the terminal').count()).toBe(0)
    await app.close()
  })

  it('tells a second window on the same log, and lets it in once the first is closed', async () => {
    const profile = temporaryProfile()
    const first = await openApp(profile)
    await first.page.getByRole('heading').first().waitFor()
    const second = await openApp(profile)
    await second.page.getByText('This log is open in another Parasol window').waitFor()
    expect(second.shellWords()).toContain('This log is open in another Parasol window')
    await Promise.all([first.close(), second.close()])
    const third = await openApp(profile)
    await third.page.getByRole('heading').first().waitFor()
    expect(await third.page.getByText('another Parasol window').count()).toBe(0)
    await third.close()
  })

  it('is opened by a file that posts the code, which then is gone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parasol-e2e-'))
    const shell = new BrowserShell({
      engine: ENTRY,
      renderer: join(ROOT, 'dist/renderer'),
      profileDir: join(folder, 'profile'),
      port: 0,
    })
    await shell.start()
    const handover = new Handover(folder, () => shell.openedCode())
    shell.onSession(() => handover.end())
    const browser = await chromium.launch(chromiumOptions())
    try {
      const page = await browser.newPage()
      await page.goto(handover.url)
      await page.getByRole('heading').first().waitFor()
      expect(await page.locator('#session').count()).toBe(0)
      expect(existsSync(fileURLToPath(handover.url))).toBe(false)
      // The form would be sent again: that is a second use of its code, and locks.
      const before = shell.enginePid
      await page.reload()
      await page.getByText('Press Enter in the terminal').waitFor()
      await eventually(() => expect(shell.enginePid).not.toBe(before))
    } finally {
      await browser.close()
      handover.end()
      await shell.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

if (!electron) describe('the browser shell', browserShell)
