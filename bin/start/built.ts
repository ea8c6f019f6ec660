import { spawn } from 'node:child_process'
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** One thing that Vite builds: where it goes, which file proves it is there, and what it is made of. */
export interface Build {
  output: string
  proof: string
  sources: readonly string[]
  /** Arguments for Vite; the output folder is added. */
  args: readonly string[]
}

export const RENDERER: Build = {
  output: 'dist/renderer',
  proof: 'index.html',
  sources: ['renderer', 'core/engine/contract', 'core/engine/port.ts', 'vite.config.ts', 'lingui.config.ts', 'package-lock.json'],
  args: [],
}
export const ELECTRON_MAIN: Build = {
  output: 'dist/electron',
  proof: 'main.js',
  sources: ['electron', 'bin/shell', 'core', 'vite.electron.config.ts', 'package-lock.json'],
  args: ['--config', 'vite.electron.config.ts'],
}

/**
 * The entry file of the engine as it is bundled, which is done first where it is due; `say` is told of that. From its hundreds of files the engine would take longer
 * to start, and some 40 MB more memory, in which Node strips types.
 * @throws Error as `build` does.
 */
export async function bundledEngine(root: string, say: (what: Build) => void = () => undefined): Promise<string> {
  if (isStale(root, ELECTRON_MAIN)) {
    say(ELECTRON_MAIN)
    await build(root, ELECTRON_MAIN)
  }
  return join(root, ELECTRON_MAIN.output, 'engine.js')
}

/** Whether the output is missing or older than one of its sources. */
export function isStale(root: string, build: Build): boolean {
  const proof = join(root, build.output, build.proof)
  if (!existsSync(proof)) return true
  const made = statSync(proof).mtimeMs
  return build.sources.some((source) => newest(join(root, source)) > made)
}

/**
 * Builds into a folder beside the output and puts it in its place, so that nobody ever serves half a build.
 * @throws Error with Vite's last words if it does not succeed.
 */
export async function build(root: string, what: Build): Promise<void> {
  const output = join(root, what.output)
  const draft = `${output}.${process.pid}`
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const child = spawn(process.execPath, [vite, 'build', ...what.args, '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      words = (words + text).slice(-4_000)
    })
  }
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.on('error', reject)
  child.on('close', resolve)
  const code = await promise
  if (code !== 0) {
    rmSync(draft, { recursive: true, force: true })
    throw new Error(`Vite could not build ${what.output}:\n${words}`)
  }
  rmSync(output, { recursive: true, force: true })
  renameSync(draft, output)
}

function newest(path: string): number {
  const status = statSync(path, { throwIfNoEntry: false })
  if (!status) return 0
  if (!status.isDirectory()) return status.mtimeMs
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}
