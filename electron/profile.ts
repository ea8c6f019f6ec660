import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { defaultProfileDir } from '../bin/start/options.ts'

/** The folder of the log: what `--profile=` names, else the default. */
export function profileFrom(argv: readonly string[], env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const named = argv.find((word) => word.startsWith('--profile='))?.slice('--profile='.length)
  return named ? resolve(named) : defaultProfileDir(env, platform)
}

/**
 * Where Electron keeps its own files: beside the log, never in it. One folder for each log, because Electron's single instance is one for each such folder.
 */
export function shellDataFor(profileDir: string): string {
  return `${profileDir}-window`
}

/** Linux: no core dumps of this process and those it starts, also where it was not started by `npm start`. Does nothing without util-linux. */
export function refuseCoreDumps(platform: NodeJS.Platform = process.platform): void {
  if (platform === 'linux') spawnSync('prlimit', ['--core=0:0', '--pid', String(process.pid)], { stdio: 'ignore' })
}
