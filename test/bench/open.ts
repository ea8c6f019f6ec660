import { type Measured, median, type Setup } from './bench.ts'
import { unlockAndList } from './unlocking.ts'

const ROUNDS = 7

/** Unlock to first page in a fresh engine process, without the passphrase hashing, which is slow on purpose. Median. */
export async function run({ profileDir, say }: Setup): Promise<Measured> {
  const samples: number[] = []
  const hashing: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    const { engine, openMs, hashingMs } = await unlockAndList(profileDir ?? '')
    await engine.kill()
    samples.push(openMs)
    hashing.push(hashingMs)
  }
  say(`${samples.map((ms) => ms.toFixed(0)).join(', ')} ms, after ${median(hashing).toFixed(0)} ms of passphrase hashing`)
  return { value: median(samples) / 1_000, floor: null }
}
