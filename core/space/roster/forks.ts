import { toHex } from '../../crypto/bytes.ts'
import { BRANCH_LENGTH_MAX } from '../../log/branch.ts'
import type { Citation } from './citations.ts'
import type { Branch, ForkedLog, RosterBlock } from './types.ts'

/** What of a contested log does not count: it would throw somebody out. (Who is put in charge there is so in a limited way: founder.ts.) */
const VOID: ReadonlySet<string> = new Set(['remove', 'succeed-founder', 'watermark'])

/** A vote that is taken back throws nobody out. */
function isVoid({ content }: RosterBlock): boolean {
  if (content.is !== 'operation') return false
  const { fields } = content.operation
  return VOID.has(fields.operation) || (fields.operation === 'vote' && fields.instance !== null)
}

/** The entries that may count, in order of log and index, and of each contested log (its id in hexadecimal) from where on it is that. */
export interface Standing {
  blocks: RosterBlock[]
  contested: ReadonlyMap<string, number>
}

/** A branch as far as it is cited. */
export interface Chain {
  branch: Branch
  length: number
}

/**
 * As far as roster entries alone show a fork: two different blocks of one place. Neither counts, nor any after in that log;
 * only the genesis, which the invite names by its hash, stands whatever else its author signed. (A copy of a log never holds two: the other
 * comes as a branch, see below.) Returns the rest, in order of log and index, whatever the order they came in.
 */
export function withoutForks(blocks: readonly RosterBlock[], genesisHash: Buffer): RosterBlock[] {
  const sorted = inOrder(blocks)
  const forkedAt = new Map<string, number>()
  sorted.forEach((block, i) => {
    const before = sorted[i - 1]
    if (!before || before.index !== block.index || !before.logId.equals(block.logId)) return
    const log = toHex(block.logId)
    forkedAt.set(log, Math.min(block.index, forkedAt.get(log) ?? block.index))
  })
  return sorted.filter(
    (block) => block.blockHash.equals(genesisHash) || block.index < (forkedAt.get(toHex(block.logId)) ?? Number.POSITIVE_INFINITY),
  )
}

/**
 * Logs of which a fork is proven (docs/protocol.md section 6). Below the proven index a log counts as any. From there on it counts along the one branch
 * that others have cited, as far as it was cited; where nobody has cited any, not at all. Where two are cited it is contested from where those
 * differ: all that was cited stays, so that nobody is thrown out, but nothing that throws out or puts in charge: two branches give their author no
 * more than one log.
 */
export class ForkRule {
  private readonly common: RosterBlock[]
  private readonly forked: readonly ForkedLog[]
  private readonly genesisHash: Buffer

  /** `held`: all entries, of forked logs any branch. */
  constructor(held: readonly RosterBlock[], forked: readonly ForkedLog[], genesisHash: Buffer) {
    const from = new Map(forked.map(({ logId, index }) => [toHex(logId), index]))
    this.forked = forked
    this.genesisHash = genesisHash
    this.common = held.filter(
      ({ logId, index, blockHash }) => index < (from.get(toHex(logId)) ?? Number.POSITIVE_INFINITY) || blockHash.equals(genesisHash),
    )
  }

  /** As if every branch that is known were cited: whoever may belong does. */
  open(): Standing {
    return this.standing(
      ({ branches }) => branches.map((branch) => ({ branch, length: Number.POSITIVE_INFINITY })),
      ({ index }) => index,
    )
  }

  /** By what is cited. */
  cited(citations: readonly Citation[]): Standing {
    const byLog = Map.groupBy(citations, ({ logId }) => toHex(logId))
    return this.standing((one) => chainsOf(one, byLog.get(toHex(one.logId)) ?? []), commonLength)
  }

  /** `contestedFrom`: from where on a log is that, by its chains. */
  private standing(chains: (one: ForkedLog) => Chain[], contestedFrom: (one: ForkedLog, chains: readonly Chain[]) => number): Standing {
    const contested = new Map<string, number>()
    const tails = this.forked.flatMap((one) => {
      const found = chains(one)
      const blocks = found.flatMap(({ branch, length }) => alongTo(one, branch, length))
      const from = contestedFrom(one, found)
      if (from === Number.POSITIVE_INFINITY) return blocks
      contested.set(toHex(one.logId), from)
      return blocks.filter((block) => block.index < from || !isVoid(block))
    })
    // Only one genesis is that which the invite names.
    const others = tails.filter(({ content, blockHash }) => content.is !== 'genesis' && !blockHash.equals(this.genesisHash))
    return { blocks: inOrder([...this.common, ...others]), contested }
  }
}

/** The same with one chain alone of a log. */
export function along({ blocks, contested }: Standing, one: ForkedLog, { branch, length }: Chain): Standing {
  const others = blocks.filter(({ logId, index }) => index < one.index || !logId.equals(one.logId))
  const left = new Map(contested)
  left.delete(toHex(one.logId))
  return { blocks: inOrder([...others, ...alongTo(one, branch, length)]), contested: left }
}

/** The branches that are cited, each up to its greatest cited head. One that ends on another is part of that. */
export function chainsOf({ index, branches }: ForkedLog, citations: readonly Citation[]): Chain[] {
  const chains: Chain[] = []
  for (const cited of [...citations].sort((a, b) => b.length - a.length)) {
    if (cited.length <= index || cited.length > index + BRANCH_LENGTH_MAX) continue
    if (chains.some(({ branch }) => isOn(branch, cited))) continue
    const branch = branches.find((one) => isOn(one, cited))
    if (branch) chains.push({ branch, length: cited.length })
  }
  return chains
}

/** Whether a head is one of this branch. */
export const isOn = (branch: Branch, { length, treeHash }: Pick<Citation, 'length' | 'treeHash'>): boolean =>
  branch.treeHashAt(length)?.equals(treeHash) === true

/** Up to where several chains are one; infinite where there are no several. */
export function commonLength({ index }: ForkedLog, chains: readonly Chain[]): number {
  const [first, ...others] = chains
  if (!first || others.length === 0) return Number.POSITIVE_INFINITY
  let [low, high] = [index, Math.min(...chains.map(({ length }) => length))]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const treeHash = first.branch.treeHashAt(middle)
    if (treeHash && others.every(({ branch }) => branch.treeHashAt(middle)?.equals(treeHash))) low = middle
    else high = middle - 1
  }
  return low
}

/** The entries of a branch below a length. Of two that are the same up to there, one may have entries that are not read yet in the other. */
function alongTo({ branches }: ForkedLog, branch: Branch, length: number): RosterBlock[] {
  const end = branch.treeHashAt(length)
  const same = end ? branches.filter((one) => one.treeHashAt(length)?.equals(end)) : [branch]
  return same.flatMap(({ blocks }) => blocks.filter((block) => block.index < length))
}

/** By log, index and hash; each once. */
function inOrder(blocks: readonly RosterBlock[]): RosterBlock[] {
  const sorted = [...blocks].sort(
    (a, b) => Buffer.compare(a.logId, b.logId) || a.index - b.index || Buffer.compare(a.blockHash, b.blockHash),
  )
  return sorted.filter((block, i) => {
    const before = sorted[i - 1]
    return !before || before.index !== block.index || !before.logId.equals(block.logId) || !before.blockHash.equals(block.blockHash)
  })
}
