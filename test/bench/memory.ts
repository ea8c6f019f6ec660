import { setTimeout } from 'node:timers/promises'
import type { Measured, Setup } from './bench.ts'
import { residentBytes } from './resident.ts'
import { unlockAndList } from './unlocking.ts'

const WATCH_MS = 3_000
const EVERY_MS = 250

/** The most memory that the engine process holds in the three seconds after it has answered with the first page. Linux only. */
export async function run({ profileDir, say }: Setup): Promise<Measured> {
  const { engine } = await unlockAndList(profileDir ?? '')
  try {
    const samples: number[] = []
    for (let at = 0; at <= WATCH_MS; at += EVERY_MS) {
      samples.push(residentBytes(engine.pid) / 1e6)
      await setTimeout(EVERY_MS)
    }
    say(`from ${samples[0]?.toFixed(0)} to ${samples.at(-1)?.toFixed(0)} MB`)
    return { value: Math.max(...samples), floor: null }
  } finally {
    await engine.kill()
  }
}
