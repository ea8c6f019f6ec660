import { BrowserShell } from '../browser-shell/shell.ts'
import { printAddress, Windows } from '../browser-shell/windows.ts'
import { endings } from './endings.ts'
import type { StartOptions } from './options.ts'

export interface BrowserRun extends StartOptions {
  /** The engine's entry file. */
  engine: string
  /** The built renderer. */
  renderer: string
}

/**
 * Runs the browser shell until its window is closed or a signal ends it; then nothing of it is left running.
 * @throws the system's error if the port is taken or the renderer cannot be read.
 */
export async function runBrowser(options: BrowserRun, say: (text: string) => void): Promise<void> {
  const shell = new BrowserShell(options)
  const done = Promise.withResolvers<void>()
  endings(() => done.resolve())
  let windows: Windows | null = null
  try {
    await shell.start()
    if (options.open) windows = new Windows(shell, say, done.resolve)
    const show = (): void => (windows ? windows.open() : printAddress(shell))
    show()
    process.stdin.on('data', show)
    // A terminal that went away is no reason to stop: the signal for that is SIGHUP.
    process.stdin.on('error', () => process.stdin.destroy())
    await done.promise
  } finally {
    process.stdin.destroy()
    await Promise.all([windows?.close(), shell.stop()])
  }
}
