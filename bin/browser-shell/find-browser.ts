import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'

const LINUX = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'brave-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
  'vivaldi-stable',
]
const MAC = ['Google Chrome', 'Chromium', 'Brave Browser', 'Microsoft Edge', 'Vivaldi']
const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
]

/** Where a Chromium-family browser might be on this kind of computer, best first. */
export function browserCandidates(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] {
  if (platform === 'darwin')
    return MAC.flatMap((name) =>
      ['/Applications', join(homedir(), 'Applications')].map((root) => `${root}/${name}.app/Contents/MacOS/${name}`),
    )
  if (platform === 'win32') {
    const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter((root) => root !== undefined)
    return WINDOWS.flatMap((path) => roots.map((root) => `${root}\\${path}`))
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return LINUX.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/** The first Chromium-family browser that is installed, or null. */
export function findBrowser(platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env): string | null {
  return browserCandidates(platform, env).find(isProgram) ?? null
}

/**
 * A folder for temporary files that this browser can read. A browser from a snap sees neither `/tmp` nor hidden folders of the home,
 * only its own.
 */
export function folderForBrowser(browser: string): string {
  const real = realpathSync(browser)
  if (real !== '/usr/bin/snap' && !real.startsWith('/snap/')) return tmpdir()
  const common = join(homedir(), 'snap', basename(browser).split('.')[0] ?? '', 'common')
  return statSync(common, { throwIfNoEntry: false })?.isDirectory() ? common : tmpdir()
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false // not there, or not ours to run: the next one
  }
}
