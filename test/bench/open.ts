import { type Measured, median, type Setup } from './bench.ts'
import { unlockAndList } from './unlocking.ts'

const ROUNDS = 7

/**
 * Unlock to first page in a fresh engine process. Median. The hashing of the passphrase, which is slow on purpose and which the bar leaves out, is
 * included: no call tells the two apart.
 */
export async function run({ profileDir, say }: Setup): Promise<Measured> {
  const samples: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    const { engine, ms } = await unlockAndList(profileDir ?? '')
    await engine.kill()
    samples.push(ms)
  }
  say(`${samples.map((ms) => ms.toFixed(0)).join(', ')} ms, with the passphrase hashing`)
  return { value: median(samples) / 1_000, floor: null }
}
