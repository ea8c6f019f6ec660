import { equal, toHex } from '../crypto/bytes.ts'
import type { Log } from '../log/log.ts'
import type { OwnHeads } from './ports.ts'
import type { Member, MemberDevice } from './roster/types.ts'

/** Where a log stood. */
export interface Head {
  length: number
  treeHash: Buffer
}

/** The computer of a member that wrote under one of these keys, and that nothing has ended or succeeded yet. */
export const lostDevice = ({ devices }: Member, signers: readonly Buffer[]): MemberDevice | null =>
  devices.find(({ signer, end }) => !end && signers.some((one) => equal(one, signer))) ?? null

/** The furthest that is known of a lost log: what is held of it, or a head that was acknowledged, or shown by others under our own signature. */
export function finalHead(log: Log, heads: OwnHeads): Head {
  const held = log.head()
  const known = heads.get(log.id)
  if (known && known.length >= (held?.length ?? 0)) return known
  return held ?? { length: 0, treeHash: Buffer.alloc(32) }
}

/** Our own logs that have ended, of which what is held is another branch than the one that was acknowledged or shown. Nothing is said of them to others. */
export async function disputedLogs(member: Member, logs: ReadonlyMap<string, Log>, heads: OwnHeads): Promise<Set<string>> {
  const disputed = new Set<string>()
  for (const { logId, end } of member.devices) {
    const log = end ? logs.get(toHex(logId)) : undefined
    const known = heads.get(logId)
    if (!log || !known || known.length > log.length) continue
    if (!equal(await log.treeHashAt(known.length), known.treeHash)) disputed.add(toHex(logId))
  }
  return disputed
}
