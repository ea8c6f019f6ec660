import { join } from 'node:path'
import { Engine } from '../../core/engine/engine.ts'
import { newIncident } from '../../core/engine/services/records.ts'
import { PASSPHRASE } from '../support/engine.ts'
import { type Measured, median, type Setup, timed } from './bench.ts'
import { incident } from './incidents.ts'
import { fill, newProfile } from './profile.ts'

const SMALL = 1_000
const ROUNDS = 12
const BATCH = 300

/**
 * Time for an entry (sealed, appended, synced, indexed, in batches as an import makes them) in a log of `n` against one of 1,000, turn by turn so that
 * both meet the same disk and the same neighbours.
 */
export async function run({ n, folder, profileDir, say }: Setup): Promise<Measured> {
  const small = await newProfile(join(folder, 'small'))
  await fill(small, 0, SMALL, () => undefined)
  const large = new Engine(profileDir ?? '', () => undefined)
  await large.unlock(PASSPHRASE)
  const times = { small: [] as number[], large: [] as number[] }
  for (let round = -2; round < ROUNDS; round++) {
    const batch = Array.from({ length: BATCH }, (_, i) => incident(n + round * BATCH + i + 2 * BATCH))
    for (const [name, engine] of [
      ['small', small],
      ['large', large],
    ] as const) {
      const opened = engine.opened()
      const { houseId } = opened.organisation()
      const { ms } = await timed(() => opened.records.save(houseId, batch.map(newIncident)))
      if (round >= 0) times[name].push((ms * 1_000) / BATCH)
    }
  }
  say(`${median(times.small).toFixed(0)} us an entry at ${SMALL}, ${median(times.large).toFixed(0)} us at ${n}`)
  return { value: median(times.large) / median(times.small), floor: null }
}
