import { toHex } from '../../crypto/bytes.ts'
import { type Cut, ROLE } from '../format/operation.ts'
import { type Ledger, operationOf, ownOperation } from './ledger.ts'
import { belowEnd } from './members.ts'
import type { Steward } from './stewards.ts'
import type { Member, RosterBlock } from './types.ts'

/** Stewards who have to say the same of a member's logs. */
const STEWARDS_MIN = 2

type Watermark = { instance: Buffer; lifted: boolean; cuts: Cut[] }

/**
 * docs/protocol.md section 6, "Watermarks": for seized computers. The keyholder's computer of an organisation may set its other logs, two stewards
 * those of any member, under quarantine from a length on, lower than a removal could; and lift it again. Of each writer the last word counts. Not
 * for stewards and founder, whose word the roster stands on.
 */
export function setWatermarks(members: readonly Member[], stewards: readonly Steward[], ledger: Ledger): void {
  for (const member of members) {
    if (member.role === ROLE.founder || member.role === ROLE.steward) continue
    const keyholder = keyholderLog(member)
    const own = keyholder ? lastWord(ledger.log(keyholder), member, (block) => ownWord(ledger, member, block)) : null
    const words = stewards.flatMap((steward) => stewardWord(ledger, steward, member) ?? [])
    for (const { logId } of member.devices) {
      const cuts = own?.cuts.filter((cut) => cut.logId.equals(logId) && !logId.equals(keyholder ?? logId)) ?? []
      const theirs = words
        .flatMap((word) => lowest(word.cuts, logId) ?? [])
        .sort((a, b) => a.length - b.length)
        .at(STEWARDS_MIN - 1)
      const mark = lowest(theirs ? [...cuts, theirs] : cuts, logId)
      if (mark) member.watermarks.push(mark)
    }
  }
}

/** The log of an organisation's first computer, or of what succeeded it. */
function keyholderLog({ devices, statements }: Member): Buffer | null {
  let device = devices[0]
  for (const { fields } of statements) {
    if (fields.kind === 'succeed' && device?.signer.equals(fields.lost)) device = devices.find((one) => one.signer.equals(fields.device))
  }
  return device?.logId ?? null
}

function ownWord(ledger: Ledger, member: Member, block: RosterBlock): Watermark | null {
  const fields = ownOperation(block)
  return fields?.operation === 'watermark' && ledger.counts(block) && belowEnd(member, block.logId, block.index) ? fields : null
}

function stewardWord(ledger: Ledger, { operationId, logs }: Steward, member: Member): Watermark | null {
  const words = logs.flatMap(({ logId, end }) =>
    ledger.log(logId).filter((block) => block.index < end && ledger.counts(block) && operationOf(block)?.appointment.equals(operationId)),
  )
  return lastWord(words, member, (block) => {
    const fields = operationOf(block)?.fields
    return fields?.operation === 'watermark' ? fields : null
  })
}

/** What a writer said last of a member; null where it never did, or has lifted it. */
function lastWord(blocks: readonly RosterBlock[], { instance }: Member, of: (block: RosterBlock) => Watermark | null): Watermark | null {
  const last = blocks
    .map(of)
    .filter((one) => one?.instance.equals(instance))
    .at(-1)
  return last && !last.lifted ? last : null
}

const lowest = (cuts: readonly Cut[], logId: Buffer): Cut | undefined =>
  cuts.filter((one) => toHex(one.logId) === toHex(logId)).sort((a, b) => a.length - b.length)[0]
