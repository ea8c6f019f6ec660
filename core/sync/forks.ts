import { toHex } from '../crypto/bytes.ts'
import type { Log } from '../log/log.ts'
import type { ForkProof } from '../log/witness.ts'
import type { Fork } from '../space/forks.ts'
import type { Space } from '../space/space.ts'
import { Allowance } from './allowance.ts'
import { BranchTalk } from './branch-talk.ts'
import { decodeForkMessage, encodeForkMessage, type ForkMessage, PROOFS_A_MESSAGE } from './fork-messages.ts'
import { ForkSearch } from './fork-search.ts'
import { ForkSearches } from './fork-searches.ts'
import { ProofPace } from './proof-pace.ts'
import { BreachError } from './refusal.ts'
import { type Timers, turn } from './timers.ts'

/** Witnesses that a peer may ask for in a minute: enough for twenty searches at once. */
const ASKS_MAX = 512
/** Proofs of one log that a peer may bring, each of a smaller index than the one before: an author may sign as many branches as it likes. */
const PROOFS_OF_ONE_MAX = 32
/** Proofs of logs that the roster does not know yet. */
const UNKNOWN_MAX = 64
/** Proofs looked at before others get their turn. */
const PROOFS_A_TURN = 8

export interface ForkTalkPorts {
  space: Space
  timers: Timers
  /** A log of the space, of which this peer may hear. */
  logOf(logId: Buffer): Log | undefined
  /** Sends, when the peer has read what went before; resolves then, or when nothing is sent any more. */
  send(bytes: Buffer): Promise<void>
}

/** What is said to one peer of logs that have two branches: finds where they differ, passes proofs on, and brings the branches level. */
export class ForkTalk {
  private readonly ports: ForkTalkPorts
  private readonly searches: ForkSearches
  private readonly brought = new Map<string, number>()
  private unknown: ForkProof[] = []
  private readonly asks: Allowance
  private readonly branches: BranchTalk
  private readonly pace: ProofPace
  private readonly stop: () => void

  constructor(ports: ForkTalkPorts) {
    this.ports = ports
    this.asks = new Allowance(ports.timers, ASKS_MAX)
    this.branches = new BranchTalk({ ...ports, send: (message) => ports.send(encodeForkMessage(message)) })
    const { forks } = ports.space
    this.searches = new ForkSearches({
      timers: ports.timers,
      begin: (log) => new ForkSearch(ports.space.id, log),
      isProven: (log) => forks.of(log.id) !== undefined,
      ask: ({ id }, { asked }) => void ports.send(encodeForkMessage({ is: 'ask', logId: id, index: asked })),
    })
    this.pace = new ProofPace(
      ports.timers,
      (logId) => forks.of(logId),
      (due) => this.pass(due),
    )
    this.stop = forks.onNew((fork) => this.pace.pass([fork]))
  }

  close(): void {
    this.stop()
    this.pace.close()
    this.searches.close()
    this.branches.close()
  }

  /** Tells the peer everything that is proven. */
  greet(): void {
    this.pace.pass(this.ports.space.forks.all())
    this.branches.tell()
  }

  /** The peer holds another branch of this log than we do: asks it for what proves that. */
  suspect(log: Log): void {
    this.searches.add(log)
  }

  /** There may be logs now that proofs were waiting for. */
  async rosterChanged(): Promise<void> {
    const waiting = this.unknown
    this.unknown = []
    await this.takeProofs(waiting)
    this.branches.ask()
  }

  /** Takes what the peer says. Throws MalformedError, BreachError. */
  async take(bytes: Buffer): Promise<void> {
    const message = decodeForkMessage(bytes)
    if (message.is === 'ask') await this.answer(message)
    else if (message.is === 'witness') await this.takeWitness(message)
    else if (message.is === 'proofs') await this.takeProofs(message.proofs)
    else await this.branches.take(message)
  }

  private pass(forks: readonly Fork[]): void {
    for (let at = 0; at < forks.length; at += PROOFS_A_MESSAGE) {
      const proofs = forks.slice(at, at + PROOFS_A_MESSAGE).map(({ proof }) => proof)
      void this.ports.send(encodeForkMessage({ is: 'proofs', proofs }))
    }
  }

  private async answer({ logId, index }: Extract<ForkMessage, { is: 'ask' }>): Promise<void> {
    this.asks.use()
    // What is not held, or not spoken of, is not answered: the roster may be older here than there.
    const witness = await this.ports.logOf(logId)?.witness(index)
    if (witness) void this.ports.send(encodeForkMessage({ is: 'witness', witness }))
  }

  private async takeWitness({ witness }: Extract<ForkMessage, { is: 'witness' }>): Promise<void> {
    const log = this.ports.logOf(this.ports.space.forks.logOf({ branches: [witness, witness] }))
    const search = log && this.searches.of(log)
    if (!search) throw new BreachError('malformed')
    const found = await search.take(witness)
    if (found === 'on') return this.searches.goOn(log, search)
    this.searches.end(log)
    if (found !== 'agrees') await this.ports.space.addForkProof(found)
  }

  private async takeProofs(proofs: readonly ForkProof[]): Promise<void> {
    const { forks } = this.ports.space
    for (const [i, proof] of proofs.entries()) {
      if (i % PROOFS_A_TURN === PROOFS_A_TURN - 1) await turn()
      const logId = forks.logOf(proof)
      if (!forks.isNews(logId, proof.branches[0].index)) continue
      if (!this.ports.logOf(logId)) {
        if (this.unknown.length < UNKNOWN_MAX) this.unknown.push(proof)
        continue
      }
      const name = toHex(logId)
      this.brought.set(name, (this.brought.get(name) ?? 0) + 1)
      if ((this.brought.get(name) ?? 0) > PROOFS_OF_ONE_MAX) throw new BreachError('flood')
      if ((await this.ports.space.addForkProof(proof)) === 'false') throw new BreachError('forged')
    }
  }
}
