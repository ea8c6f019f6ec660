import { toHex } from '../../crypto/bytes.ts'
import type { SeenHead } from '../../log/entry/causal.ts'
import { logIdOf } from '../../log/log-id.ts'
import { RING } from '../../log/types.ts'
import { isZero, type Operation, type OperationFields } from '../format/operation.ts'
import type { Standing } from './forks.ts'
import { namesOf } from './names.ts'
import type { Epochs } from './roster-epochs.ts'
import type { Statements } from './statements.ts'
import type { RosterBlock } from './types.ts'

/** Of logs, the length that was named: 0 where none was. */
export interface Heads {
  of(logId: Buffer): number
}

/** Votes of one log that count (docs/protocol.md section 6, "Votes"): each has a signature to be checked, and is looked at for each that quotes it. */
const LOG_VOTES_MAX = 256

export const NO_HEADS: Heads = { of: () => 0 }

/** Of each log, the greatest that one of these names. */
export const mostOf = (all: readonly Heads[]): Heads => ({ of: (logId) => all.reduce((most, heads) => Math.max(most, heads.of(logId)), 0) })

/** Where an entry stands, and what its writer had cited up to and with it. */
export interface Place {
  logId: Buffer
  index: number
  seen: Heads
}

/** Whether who wrote `after` had `before` in hand: it stands before it in the same log, or is covered by a head that was cited. */
export function knows(after: Place, before: Pick<Place, 'logId' | 'index'>): boolean {
  if (after.logId.equals(before.logId)) return before.index < after.index
  return after.seen.of(before.logId) > before.index
}

/** The entries that count, log by log in index order, with what each had cited. The same for the same entries, in whatever order they came. */
export class Ledger {
  readonly space: Buffer
  readonly genesisHash: Buffer
  readonly statements: Statements
  /** In order of log and index. */
  readonly blocks: readonly RosterBlock[]
  private readonly logs = new Map<string, RosterBlock[]>()
  private readonly operations = new Map<string, RosterBlock>()
  private readonly acceptances = new Map<string, RosterBlock[]>()
  private readonly votes = new Map<string, RosterBlock[]>()
  private readonly citations = new Map<string, Citations>()
  private readonly epochs: Epochs
  private readonly contested: Standing['contested']

  /** Those of the standing entries count that stand under one of `epochs`. */
  constructor(space: Buffer, genesisHash: Buffer, { blocks: all, contested }: Standing, statements: Statements, epochs: Epochs) {
    this.space = space
    this.genesisHash = genesisHash
    this.epochs = epochs
    this.contested = contested
    this.statements = statements
    const blocks: RosterBlock[] = []
    for (const block of all) {
      const counts = this.counts(block)
      if (!counts && !startedRosterEpoch(block)) continue
      const { log, operation } = namesOf(block)
      push(this.logs, log, block)
      if (!counts) continue
      blocks.push(block)
      this.operations.set(operation, block)
      const fields = operationOf(block)?.fields
      if (fields?.operation === 'accept') push(this.acceptances, toHex(fields.accepted), block)
      else if (fields?.operation === 'vote') push(this.votes, log, block)
    }
    this.blocks = blocks
    for (const [name, log] of this.logs) {
      this.citations.set(name, new Citations(log.filter((block) => block.causal.heads.length > 0 && this.counts(block))))
    }
  }

  /** Whether an entry stands under a roster epoch that everybody has. */
  counts(block: RosterBlock): boolean {
    return this.epochs.hasNamed(namesOf(block).epoch)
  }

  /** From where on several branches of a log are cited: infinite where there is at most one. */
  contestedFrom(logId: Buffer): number {
    return this.contested.get(toHex(logId)) ?? Number.POSITIVE_INFINITY
  }

  /** The entries of a log in index order: those that count, and those that would start a roster epoch. */
  log(logId: Buffer): readonly RosterBlock[] {
    return this.logs.get(toHex(logId)) ?? []
  }

  /** The entry that an operation id names. */
  operation(id: Buffer): RosterBlock | undefined {
    return this.operations.get(toHex(id))
  }

  place({ logId, index }: RosterBlock): Place {
    return { logId, index, seen: this.citations.get(toHex(logId))?.upTo(index) ?? NO_HEADS }
  }

  /** Everything that the entries of a log cite. */
  citedBy(logId: Buffer): Heads {
    return this.citations.get(toHex(logId))?.upTo(Number.POSITIVE_INFINITY) ?? NO_HEADS
  }

  /** The organisation that an admission, or the genesis, brought in under this instance. */
  organisationOf(instance: Buffer): Buffer | null {
    const block = this.operation(instance)
    if (block?.content.is === 'genesis') return block.content.genesis.organisation
    const fields = block && operationOf(block)?.fields
    return fields?.operation === 'admit' ? fields.organisation : null
  }

  /** The logs of an organisation's certified devices, in order of certification, and where each ends. */
  logsOf(organisation: Buffer): { logId: Buffer; signer: Buffer; end: number }[] {
    return this.statements.of(organisation).devices.map(({ signer, end }) => ({
      logId: logIdOf(this.space, signer),
      signer,
      end: end?.length ?? Number.POSITIVE_INFINITY,
    }))
  }

  /** The entries of an organisation's logs that are votes for another founder; of each log no more than an honest steward ever writes. */
  votesOf(organisation: Buffer): RosterBlock[] {
    return this.logsOf(organisation).flatMap(({ logId, end }) =>
      (this.votes.get(toHex(logId)) ?? []).slice(0, LOG_VOTES_MAX).filter(({ index }) => index < end),
    )
  }

  /** The first entry by which a device of this organisation accepts an operation; first device first. */
  acceptance(operationId: Buffer, organisation: Buffer): { block: RosterBlock; signer: Buffer } | null {
    const said = this.acceptances.get(toHex(operationId)) ?? []
    for (const { logId, signer, end } of this.logsOf(organisation)) {
      const block = said.find((one) => one.logId.equals(logId) && one.index < end && isZero(operationOf(one)?.appointment ?? logId))
      if (block) return { block, signer }
    }
    return null
  }
}

/**
 * What the entries of one log cite. Looked up log by log, when it is asked for: an entry may name a thousand logs, most of them of nobody, and
 * few are ever asked for.
 */
class Citations {
  private readonly blocks: readonly RosterBlock[]
  private readonly found = new Map<string, { index: number; length: number }[]>()

  /** `blocks`: those with heads, in index order. */
  constructor(blocks: readonly RosterBlock[]) {
    this.blocks = blocks
  }

  /** What was cited up to and with the entry at `index`. */
  upTo(index: number): Heads {
    return { of: (logId) => this.stepsOf(logId).findLast((step) => step.index <= index)?.length ?? 0 }
  }

  /** Where more of a log was cited than before, and how much. */
  private stepsOf(logId: Buffer): { index: number; length: number }[] {
    const name = toHex(logId)
    const known = this.found.get(name)
    if (known) return known
    const steps: { index: number; length: number }[] = []
    for (const { index, causal } of this.blocks) {
      const length = headIn(causal.heads, logId)?.length ?? 0
      if (length > (steps.at(-1)?.length ?? 0)) steps.push({ index, length })
    }
    this.found.set(name, steps)
    return steps
  }
}

/** The head of a log among others, which are ascending by log id (docs/protocol.md 4.4). */
export function headIn(heads: readonly SeenHead[], logId: Buffer): SeenHead | undefined {
  for (let low = 0, high = heads.length; low < high; ) {
    const middle = (low + high) >>> 1
    const head = heads[middle]
    const order = head ? Buffer.compare(head.logId, logId) : 0
    if (order === 0) return head
    if (order < 0) low = middle + 1
    else high = middle
  }
  return undefined
}

export const operationOf = ({ content }: RosterBlock): Operation | null => (content.is === 'operation' ? content.operation : null)

/** The operation that an entry says without citing an appointment: the founder's, or a member's own. */
export function ownOperation(block: RosterBlock): OperationFields | null {
  const operation = operationOf(block)
  return operation && isZero(operation.appointment) ? operation.fields : null
}

/** The roster epoch that an entry starts: it is itself sealed under it. */
export const startedRosterEpoch = ({ content, epochId }: RosterBlock): Buffer | null =>
  content.is === 'epoch' && content.epoch.ring === RING.roster && content.epoch.epochId.equals(epochId) ? epochId : null

function push<T>(map: Map<string, T[]>, name: string, value: T): void {
  const list = map.get(name)
  if (list) list.push(value)
  else map.set(name, [value])
}
