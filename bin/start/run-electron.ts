import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { endings } from './endings.ts'
import type { StartOptions } from './options.ts'

/**
 * Runs the app in Electron until it ends, and ends it on the signals that end this process.
 * @returns the exit code.
 */
export async function runElectron(program: string, root: string, options: StartOptions): Promise<number> {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  const args = [join(root, '.'), `--profile=${options.profileDir}`, ...(isRoot ? ['--no-sandbox'] : [])]
  const posix = process.platform !== 'win32'
  const child = posix
    ? spawn('/bin/sh', ['-c', 'ulimit -c 0; exec "$0" "$@"', program, ...args], { stdio: ['ignore', 'inherit', 'inherit'], detached: true })
    : spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  child.on('error', reject)
  child.on('exit', (code) => resolve(code ?? 1))
  // Its own process group: engine, GPU and window processes end with it.
  const end = (): void => {
    if (child.pid === undefined || child.exitCode !== null) return
    if (posix) process.kill(-child.pid, 'SIGKILL')
    else child.kill()
    resolve(0)
  }
  endings(end)
  return promise
}
