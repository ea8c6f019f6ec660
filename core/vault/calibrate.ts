import { totalmem } from 'node:os'
import { randomBytes, zero } from '../crypto/bytes.ts'
import { PWHASH_FLOOR, PWHASH_SALT_BYTES, type PwhashCost, pwhash } from '../crypto/pwhash.ts'

/** One unlock should take about this long on the computer that the vault is made on, in milliseconds. */
const TARGET_MS = 750
const OPSLIMIT_MAX = 40
const GIB = 1024 ** 3

/**
 * The cost for a computer on which the floor takes `floorMs`: never under the floor; twice the memory where there is plenty of it and the
 * time allows; then as many passes as fit the target. Pure.
 */
export function costFor(floorMs: number, memoryBytes: number): PwhashCost {
  const doubled = memoryBytes >= 8 * GIB && floorMs * 2 <= TARGET_MS * 1.3
  const memlimit = PWHASH_FLOOR.memlimit * (doubled ? 2 : 1)
  const passMs = (floorMs * (doubled ? 2 : 1)) / PWHASH_FLOOR.opslimit
  const passes = passMs > 0 ? Math.floor(TARGET_MS / passMs) : OPSLIMIT_MAX
  return { memlimit, opslimit: Math.max(PWHASH_FLOOR.opslimit, Math.min(OPSLIMIT_MAX, passes)) }
}

/** Measures one run at the floor and returns the cost for this computer. */
export async function calibrate(): Promise<PwhashCost> {
  const before = performance.now()
  zero(await pwhash(randomBytes(16), randomBytes(PWHASH_SALT_BYTES), PWHASH_FLOOR))
  return costFor(performance.now() - before, totalmem())
}
