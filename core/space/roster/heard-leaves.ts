import { toHex } from '../../crypto/bytes.ts'
import type { SeenHead } from '../../log/entry/causal.ts'
import type { Folded } from './fold.ts'
import { type Ledger, ownOperation, type Place } from './ledger.ts'
import type { ForkedLog, Member, RosterBlock } from './types.ts'

/**
 * Where members have left, as far as the founder has heard of it: only the head that she names shows on which of two branches that is, or that it was
 * there before its log was cut.
 */
export class HeardLeaves {
  private readonly ledger: Ledger
  /** By log, in the order of the founder's chain. */
  private readonly named = new Map<string, { block: RosterBlock; head: SeenHead }[]>()
  private readonly first = new Map<string, RosterBlock | undefined>()

  constructor({ ledger, roster }: Pick<Folded, 'ledger' | 'roster'>) {
    this.ledger = ledger
    for (const block of roster.founderLogIds.flatMap((logId) => ledger.log(logId))) {
      for (const head of ledger.counts(block) ? block.causal.heads : []) {
        const list = this.named.get(toHex(head.logId)) ?? []
        list.push({ block, head })
        this.named.set(toHex(head.logId), list)
      }
    }
  }

  /** Of each leave of a member that ends a forked log of its, the founder's first entry that names it; where it stands in another log, also itself. */
  endings({ instance, devices }: Member, { logId, branches }: ForkedLog): Place[][] {
    const elsewhere = devices.flatMap((device) => {
      const leave = device.logId.equals(logId) ? undefined : this.firstIn(device.logId, instance)
      const heard = leave && this.heard(leave)
      return leave && heard ? [[this.ledger.place(leave), this.ledger.place(heard)]] : []
    })
    const here = branches.flatMap((branch) => {
      const leave = firstOf(branch.blocks, instance)
      const heard = leave && this.heard(leave, (head) => branch.treeHashAt(head.length)?.equals(head.treeHash) === true)
      return heard ? [[this.ledger.place(heard)]] : []
    })
    return [...elsewhere, ...here]
  }

  /** A log is looked through once: whoever leaves could say so a thousand times. */
  private firstIn(logId: Buffer, instance: Buffer): RosterBlock | undefined {
    const name = `${toHex(logId)} ${toHex(instance)}`
    if (!this.first.has(name)) {
      const counted = this.ledger.log(logId).filter((block) => this.ledger.counts(block))
      this.first.set(name, firstOf(counted, instance))
    }
    return this.first.get(name)
  }

  private heard({ logId, index }: RosterBlock, isOn: (head: SeenHead) => boolean = () => true): RosterBlock | undefined {
    return this.named.get(toHex(logId))?.find(({ head }) => head.length > index && isOn(head))?.block
  }
}

function firstOf(blocks: readonly RosterBlock[], instance: Buffer): RosterBlock | undefined {
  let first: RosterBlock | undefined
  for (const block of blocks) {
    const fields = block.index < (first?.index ?? Number.POSITIVE_INFINITY) ? ownOperation(block) : null
    if (fields?.operation === 'leave' && fields.instance.equals(instance)) first = block
  }
  return first
}
