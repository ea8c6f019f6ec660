import { randomBytes, utf8 } from '../../core/crypto/bytes.ts'
import { PWHASH_SALT_BYTES, pwhash } from '../../core/crypto/pwhash.ts'
import { openProfile } from '../../core/vault/profile.ts'
import { readSlotFile } from '../../core/vault/slot-file.ts'
import { PASSPHRASE } from '../support/engine.ts'
import { type Measured, median, type Setup, timed } from './bench.ts'
import { unlockAndList } from './unlocking.ts'

const ROUNDS = 7

/**
 * Unlock to first page in a fresh engine process, less the one hashing of the passphrase in it, which is slow on purpose and which the bar leaves
 * out: no call tells the two apart, so the same hashing is timed alone, turn by turn. Medians.
 */
export async function run({ profileDir, say }: Setup): Promise<Measured> {
  const profile = openProfile(profileDir ?? '')
  const { cost } = readSlotFile(profile.paths.slots).table
  profile.close()
  const whole: number[] = []
  const hashing: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    const { engine, ms } = await unlockAndList(profileDir ?? '')
    await engine.kill()
    whole.push(ms)
    hashing.push((await timed(() => pwhash(utf8(PASSPHRASE), randomBytes(PWHASH_SALT_BYTES), cost))).ms)
  }
  say(`${whole.map((ms) => ms.toFixed(0)).join(', ')} ms, of which the hashing ${hashing.map((ms) => ms.toFixed(0)).join(', ')} ms`)
  return { value: (median(whole) - median(hashing)) / 1_000, floor: null }
}
