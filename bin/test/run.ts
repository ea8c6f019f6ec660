import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Counts, count, type VitestReport } from './count.ts'

/** Runs a program of this project with the terminal's output, and nothing to read from. @returns its exit code. */
function runHere(root: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  // In a log of a test machine colours are only noise.
  const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' }
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...plain, ...env } })
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  child.on('error', reject)
  child.on('exit', (code) => resolve(code ?? 1))
  return promise
}

/** One check that is not Vitest's, such as the type check. */
export async function runCheck(root: string, script: string, args: readonly string[]): Promise<Counts> {
  const code = await runHere(root, join(root, 'node_modules/.bin', process.platform === 'win32' ? `${script}.cmd` : script), args)
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** Runs Vitest over projects, or over files whose path contains a filter, and counts from its report. */
export async function runVitest(
  root: string,
  projects: readonly string[],
  filters: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Counts> {
  const output = join(root, 'dist/test', `${projects.join('-')}.json`)
  mkdirSync(dirname(output), { recursive: true })
  rmSync(output, { force: true })
  const args = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...filters,
    ...projects.map((project) => `--project=${project}`),
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${output}`,
  ]
  const code = await runHere(root, process.execPath, args, env)
  if (!existsSync(output)) return { passed: 0, failed: 1 }
  return count(JSON.parse(readFileSync(output, 'utf8')) as VitestReport, code)
}
