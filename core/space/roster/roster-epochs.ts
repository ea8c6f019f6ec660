import { toHex } from '../../crypto/bytes.ts'
import type { RosterBlock } from './types.ts'

/**
 * The epochs of the roster ring that the founder's chain and the stewards have started. Everybody can open what stands under them; under any
 * other only some could, and rosters would differ.
 */
export class Epochs {
  private readonly starts = new Map<string, RosterBlock>()

  /** `genesis`: the entry that starts the first. */
  constructor(genesis: RosterBlock) {
    this.starts.set(toHex(genesis.epochId), genesis)
  }

  get size(): number {
    return this.starts.size
  }

  /** `name`: its id in hexadecimal. */
  hasNamed(name: string): boolean {
    return this.starts.has(name)
  }

  /** `block` is sealed under the epoch that it starts. */
  start(block: RosterBlock): void {
    const name = toHex(block.epochId)
    if (!this.starts.has(name)) this.starts.set(name, block)
  }

  all(): RosterBlock[] {
    return [...this.starts.values()]
  }
}
