import { toHex } from '../../crypto/bytes.ts'
import type { FounderChain } from './founder.ts'
import { type Heads, headIn, type Ledger, operationOf, ownOperation, type Place } from './ledger.ts'
import type { Member, MemberDevice, RosterBlock } from './types.ts'

/** That a member has left: where it says so, and at which length each log of the organisation ends. */
export interface Leave {
  place: Pick<Place, 'logId' | 'index'>
  ends: Heads
}

/** What members may do themselves is to leave. Found by the instance that leaves. */
export class Leaves {
  private readonly ledger: Ledger
  private readonly said = new Map<string, RosterBlock[]>()

  constructor(ledger: Ledger) {
    this.ledger = ledger
    for (const block of ledger.blocks) {
      // Most are something else.
      if (operationOf(block)?.fields.operation !== 'leave') continue
      const fields = ownOperation(block)
      if (fields?.operation !== 'leave') continue
      const name = toHex(fields.instance)
      const said = this.said.get(name)
      if (said) said.push(block)
      else this.said.set(name, [block])
    }
  }

  /**
   * Where the logs of a member that has left end: the one that says so right after it, the organisation's others at what the leaving one
   * had cited of them. Null where it has not left. (The founder cannot: she hands over.)
   */
  of({ instance, organisation }: Pick<Member, 'instance' | 'organisation'>): Leave | null {
    const logs = this.ledger.logsOf(organisation)
    const leave = (this.said.get(toHex(instance)) ?? []).find((block) =>
      logs.some(({ logId, end }) => logId.equals(block.logId) && block.index < end),
    )
    if (!leave) return null
    const { seen } = this.ledger.place(leave)
    return { place: leave, ends: { of: (logId) => (logId.equals(leave.logId) ? leave.index + 1 : seen.of(logId)) } }
  }
}

/**
 * Where a leave ends a log of its organisation, given that the founder may have had more of it in hand than the computer that left: not below what
 * her chain had named up to where it first names the leave. What all have seen is not taken back by one computer that never heard of it.
 */
export function leaveEnd(ledger: Ledger, { terms }: Pick<FounderChain, 'terms'>, { place, ends }: Leave, logId: Buffer): number {
  let end = ends.of(logId)
  if (place.logId.equals(logId)) return end
  for (const log of terms.flatMap(({ logs }) => logs)) {
    for (const block of ledger.log(log.logId)) {
      if (block.index < log.from || block.index >= log.end || !ledger.counts(block)) continue
      end = Math.max(end, headIn(block.causal.heads, logId)?.length ?? 0)
      if ((headIn(block.causal.heads, place.logId)?.length ?? 0) > place.index) return end
    }
  }
  return end
}

/** Marks the members of whom a device of their own has answered the admission. */
export function markAccepted(members: readonly Member[], blocks: readonly RosterBlock[]): void {
  const admitted = new Map(members.map((member) => [toHex(member.instance), member]))
  for (const block of blocks) {
    if (operationOf(block)?.fields.operation !== 'accept') continue
    const fields = ownOperation(block)
    const member = fields?.operation === 'accept' ? admitted.get(toHex(fields.accepted)) : undefined
    if (member?.accepted === false) member.accepted = member.devices.some((device) => saidBy(device, block))
  }
}

const saidBy = ({ logId, end }: MemberDevice, block: RosterBlock): boolean =>
  logId.equals(block.logId) && block.index < (end?.length ?? Number.POSITIVE_INFINITY)
