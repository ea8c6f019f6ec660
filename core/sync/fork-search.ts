import { equal } from '../crypto/bytes.ts'
import type { Log } from '../log/log.ts'
import { endOfSpan } from '../log/tree.ts'
import { type ForkProof, forkProof, type Part, partsOf, provesFork, type Witness } from '../log/witness.ts'
import { BreachError } from './refusal.ts'

/** More witnesses than it can take to find the first difference of two logs: each halves at least what is left of 2^22 blocks. */
const ROUNDS_MAX = 24

/**
 * Looks for the first block in which the log that is held and another branch of it differ, by witnesses of whoever holds that. A witness shows the
 * hashes of nodes that together have the whole log below them: the first that differs from ours has the first difference below it, so the next
 * witness is asked for where that node begins.
 */
export class ForkSearch {
  /** The block of which a witness was asked for. */
  asked = 0
  private readonly space: Buffer
  private readonly log: Log
  private rounds = 0
  private height = Number.POSITIVE_INFINITY

  constructor(space: Buffer, log: Log) {
    this.space = space
    this.log = log
  }

  /**
   * Takes the witness that was asked for: a proof, or `on` where another is to be asked for, or `agrees` where what both hold is the same. Throws a
   * BreachError for one that nobody would have sent who has such a branch.
   */
  async take(witness: Witness): Promise<ForkProof | 'on' | 'agrees'> {
    if (!equal(witness.signer, this.log.signer) || witness.index !== this.asked) throw new BreachError('malformed')
    const parts = partsOf(this.space, witness)
    if (!parts) throw new BreachError('forged')
    const different = await this.firstDifference(parts)
    if (!different) return 'agrees'
    if (different.height > 0) return this.goOn(different)
    const own = different.from === witness.index ? await this.log.witness(witness.index) : null
    // A leaf beside the one that was asked for: its own witness comes next.
    if (!own) return this.goOn(different)
    const proof = forkProof(own, witness)
    if (!provesFork(this.space, proof)) throw new BreachError('malformed')
    return proof
  }

  private goOn({ from, height }: Part): 'on' {
    this.rounds += 1
    if (height >= this.height || this.rounds > ROUNDS_MAX) throw new BreachError('malformed')
    this.height = height
    this.asked = from
    return 'on'
  }

  /** The first node that is not ours: another one in its place, or one that reaches beyond what is held. */
  private async firstDifference(parts: readonly Part[]): Promise<Part | undefined> {
    const { length } = this.log
    const held = parts.filter((part) => endOfSpan(part) <= length)
    const own = await this.log.nodes(held)
    const other = held.find((part, at) => !equal(part.hash, own[at]?.hash ?? Buffer.alloc(0)))
    const beyond = parts.find((part) => part.from < length && endOfSpan(part) > length)
    return other ?? beyond
  }
}
