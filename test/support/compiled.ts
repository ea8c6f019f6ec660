import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * Before the tests: has Node compile what every engine and every shell loads, and keep it in the folder that `vitest.config.ts` names. Most
 * engines are killed, and a process that is killed keeps nothing for the next.
 */
export default async function setup(): Promise<void> {
  const core = join(import.meta.dirname, '../../core')
  const bin = join(import.meta.dirname, '../../bin')
  const loaded = [`${core}/engine/engine.ts`, `${core}/engine/router/index.ts`, `${core}/engine/served-port.ts`, `${bin}/start/start.ts`]
  const load = loaded.map((path) => `await import(${JSON.stringify(path)})`).join('\n')
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', `${load}\nprocess.exit()`])
}
