import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { bundledEngine } from '../../bin/start/built.ts'

const ROOT = join(import.meta.dirname, '../..')

/**
 * Before the tests: bundles the engine as the desktop app has it, for the tests that start engines themselves (`engine.ts` beside this) and for those
 * that start Parasol as a person does. Then has Node compile what every engine and every shell loads, and keep it in the
 * folder that `vitest.config.ts` names. Most engines are killed, and a process that is killed keeps nothing for the next.
 */
export default async function setup(): Promise<void> {
  // Each project asks for this; once is enough for a run.
  if (process.env['PARASOL_TEST_ENGINE'] !== undefined) return
  const engine = await bundledEngine(ROOT)
  const bundle = dirname(engine)
  process.env['PARASOL_TEST_ENGINE'] = engine
  const core = join(ROOT, 'core/engine')
  const parts = readdirSync(bundle).filter((name) => name.startsWith('shared-'))
  const loaded = [
    ...['engine.ts', 'open-vault.ts', 'router/index.ts', 'served-port.ts'].map((name) => join(core, name)),
    join(ROOT, 'bin/start/start.ts'),
    ...parts.map((name) => join(bundle, name)),
  ]
  const load = loaded.map((path) => `await import(${JSON.stringify(path)})`).join('\n')
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', `${load}\nprocess.exit()`])
}
