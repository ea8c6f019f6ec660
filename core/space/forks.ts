import { equal, toHex } from '../crypto/bytes.ts'
import { logIdOf } from '../log/log-id.ts'
import { decodeForkProof, encodeForkProof, type ForkProof, provesFork } from '../log/witness.ts'
import type { ForkProofStore } from './ports.ts'

/** A log of which two branches are proven, and the first index at which they differ as far as is known. */
export interface Fork {
  logId: Buffer
  index: number
  proof: ForkProof
}

/** The fork proofs of one space: of each log that of the smallest index, whatever the order they come in. */
export class Forks {
  private readonly space: Buffer
  private readonly store: ForkProofStore
  private readonly known = new Map<string, Fork>()
  private readonly listeners = new Set<(fork: Fork) => void>()

  constructor(space: Buffer, store: ForkProofStore) {
    this.space = space
    this.store = store
    for (const { logId, proof: bytes } of store.all()) {
      const proof = decodeForkProof(bytes)
      const index = proof.branches[0].index
      // The store is not of this space alone.
      if (equal(this.logOf(proof), logId) && this.isNews(logId, index)) this.known.set(toHex(logId), { logId, index, proof })
    }
  }

  all(): Fork[] {
    return [...this.known.values()]
  }

  of(logId: Buffer): Fork | undefined {
    return this.known.get(toHex(logId))
  }

  /** The log that a proof says to be of. Nothing of it is checked. */
  logOf({ branches: [{ signer }] }: ForkProof): Buffer {
    return logIdOf(this.space, signer)
  }

  /** Whether a proof for this index would say more of a log than what is known. */
  isNews(logId: Buffer, index: number): boolean {
    return index < (this.of(logId)?.index ?? Number.POSITIVE_INFINITY)
  }

  /** Takes a proof, durably on return. `false` where it proves nothing, `known` where it says nothing new. */
  add(proof: ForkProof): 'new' | 'known' | 'false' {
    const logId = this.logOf(proof)
    const { index } = proof.branches[0]
    if (!this.isNews(logId, index)) return 'known'
    if (!provesFork(this.space, proof)) return 'false'
    this.store.put(logId, encodeForkProof(proof))
    const fork = { logId, index, proof }
    this.known.set(toHex(logId), fork)
    for (const listener of this.listeners) listener(fork)
    return 'new'
  }

  /** Calls back with each proof that is new. Returns how to stop that. */
  onNew(listener: (fork: Fork) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
