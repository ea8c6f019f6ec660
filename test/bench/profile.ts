import { Engine } from '../../core/engine/engine.ts'
import { newIncident } from '../../core/engine/services/records.ts'
import { ORGANISATION, PASSPHRASE } from '../support/engine.ts'
import type { Setup } from './bench.ts'
import { incidents } from './incidents.ts'

/** Makes a profile with `n` incidents in `folder`: real vault, real log, real index, by the engine's own services but without a window. */
export async function run({ n, folder, say }: Setup): Promise<null> {
  const engine = await newProfile(folder)
  await fill(engine, 0, n, say)
  return null
}

export async function newProfile(folder: string): Promise<Engine> {
  const engine = new Engine(folder, () => undefined)
  await engine.create(ORGANISATION, PASSPHRASE)
  // As a person does right after; until then the first screen asks for them.
  const words = engine.opened().vault.words()
  engine.confirmWords([0, 1, 2].map((index) => ({ index, word: words[index] ?? '' })))
  // A bench that scrolls for minutes presses no key.
  engine.setSettings({ autoLockMinutes: 0 })
  return engine
}

/** Writes incidents `from` (included) to `to` (excluded) into the House, as an import does: a synced batch at a time. */
export async function fill(engine: Engine, from: number, to: number, say: (text: string) => void): Promise<void> {
  const opened = engine.opened()
  const { houseId } = opened.organisation()
  let done = from
  for (const batch of incidents(from, to)) {
    await opened.records.save(houseId, batch.map(newIncident))
    done += batch.length
    if (done % 15_000 < batch.length) say(`${done} of ${to}`)
  }
}
