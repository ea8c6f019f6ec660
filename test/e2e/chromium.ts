import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserServer, chromium } from 'playwright-core'

/** A browser that runs, and the line to it. */
export interface Chromium {
  server: BrowserServer
  browser: Browser
}

/**
 * What is switched off in Chromium. Only the last such word counts, so this says again what Playwright switches off, and then two of our own:
 * behind the address bar of every window Chromium has two pages for what it suggests there, which nobody sees in a test and which cost
 * more than the window itself.
 */
const SWITCHED_OFF = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
  'msEdgeUpdateLaunchServicesPreferredVersion',
  'msForceBrowserSignIn',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
]

/** How Chromium is started in tests: without talk with its maker, and without its sandbox only as root. */
export function chromiumOptions(): { executablePath: string; args: string[] } {
  const executablePath = process.env['PARASOL_CHROMIUM']
  if (!executablePath) throw new Error('PARASOL_CHROMIUM is not set: run the end-to-end tests with npm test -- e2e')
  const args = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--disable-features=${SWITCHED_OFF.join(',')}`,
  ]
  return { executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox', ...args] : args }
}

/** Starts one; behind a command, if there is one, by a script of one line that lies in a folder of `folders`. */
export async function launchChromium(folders: Set<string>, command: readonly string[] = []): Promise<Chromium> {
  const options = chromiumOptions()
  if (command.length > 0) {
    const folder = mkdtempSync(join(tmpdir(), 'parasol-e2e-'))
    folders.add(folder)
    const script = join(folder, 'chromium')
    writeFileSync(script, `#!/bin/sh\nexec ${command.join(' ')} '${options.executablePath}' "$@"\n`)
    chmodSync(script, 0o700)
    options.executablePath = script
  }
  const server = await chromium.launchServer({ ...options, headless: true })
  return { server, browser: await chromium.connect(server.wsEndpoint()) }
}
