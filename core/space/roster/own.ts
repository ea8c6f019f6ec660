import { toHex } from '../../crypto/bytes.ts'
import { logIdOf } from '../../log/log-id.ts'
import { isZero, type OperationFields, ROLE } from '../format/operation.ts'
import type { Statements } from './statements.ts'
import type { Member, RosterBlock } from './types.ts'

/** Length at which each log of an organisation ends, by log id in hexadecimal. */
type Ends = ReadonlyMap<string, number>

/** The operation that a member's own entry says. */
function ownOperation({ content }: RosterBlock): OperationFields | null {
  return content.is === 'operation' && isZero(content.operation.appointment) ? content.operation.fields : null
}

/** DESIGN 6, step 6: what members may do themselves is to leave. Found by the instance that leaves. */
export class Leaves {
  private readonly blocks: readonly RosterBlock[]
  private readonly statements: Statements
  private readonly space: Buffer
  private readonly said = new Map<string, RosterBlock[]>()

  constructor(blocks: readonly RosterBlock[], statements: Statements, space: Buffer) {
    this.blocks = blocks
    this.statements = statements
    this.space = space
    for (const block of blocks) {
      const fields = ownOperation(block)
      if (fields?.operation !== 'leave') continue
      const name = toHex(fields.instance)
      this.said.set(name, [...(this.said.get(name) ?? []), block])
    }
  }

  /**
   * Where the logs of a member that has left end: the one that says so right after it, the organisation's others at what the leaving one
   * had cited of them. Null where it has not left. The founder cannot: she hands over.
   */
  of({ instance, organisation, role }: Pick<Member, 'instance' | 'organisation' | 'role'>): Ends | null {
    if (role === ROLE.founder) return null
    const ends = new Map(
      this.statements.of(organisation).devices.map(({ signer, end }) => [toHex(logIdOf(this.space, signer)), end?.length]),
    )
    const leave = (this.said.get(toHex(instance)) ?? []).find(({ logId, index }) => {
      const name = toHex(logId)
      return ends.has(name) && index < (ends.get(name) ?? Number.POSITIVE_INFINITY)
    })
    if (!leave) return null
    const out = new Map([[toHex(leave.logId), leave.index + 1]])
    for (const { logId, index, causal } of this.blocks) {
      if (!logId.equals(leave.logId) || index > leave.index) continue
      for (const head of causal.heads) {
        const name = toHex(head.logId)
        if (name !== toHex(leave.logId)) out.set(name, Math.max(head.length, out.get(name) ?? 0))
      }
    }
    return out
  }
}

/** Marks the members of whom a device of their own has answered the admission. */
export function markAccepted(members: readonly Member[], blocks: readonly RosterBlock[]): void {
  for (const block of blocks) {
    const fields = ownOperation(block)
    if (fields?.operation !== 'accept') continue
    const member = members.find((one) => one.instance.equals(fields.accepted))
    if (
      member?.devices.some((device) => device.logId.equals(block.logId) && block.index < (device.end?.length ?? Number.POSITIVE_INFINITY))
    ) {
      member.accepted = true
    }
  }
}
