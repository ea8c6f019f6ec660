import { toHex } from '../../crypto/bytes.ts'
import { logIdOf } from '../../log/log-id.ts'
import type { Device } from '../format/statement.ts'
import type { Draft } from './members.ts'
import type { Statements } from './statements.ts'
import type { RosterBlock } from './types.ts'

/**
 * Gives each certified device to one member. Within an organisation: to the first admission that listed it, or whose removal cut its log (a
 * cut log never reopens); one certified later, to the last admission. Two organisations may certify one device key, for a certificate proves
 * nothing about who holds that key. Then the log itself decides, by the certificate that its first roster-ring entry names; where none is
 * here yet, the one whose admission listed it, then the earlier member.
 */
export function giveDevices(drafts: readonly Draft[], blocks: readonly RosterBlock[], statements: Statements, space: Buffer): void {
  const claims = new Map<string, { draft: Draft; device: Device; logId: Buffer }[]>()
  for (const [organisation, own] of byOrganisation(drafts)) {
    for (const device of statements.of(Buffer.from(organisation, 'hex')).devices) {
      const logId = logIdOf(space, device.signer)
      const draft = own.find((one) => one.listed.has(toHex(device.signer)) || cuts(one, logId)) ?? own.at(-1)
      const name = toHex(logId)
      if (draft) claims.set(name, [...(claims.get(name) ?? []), { draft, device, logId }])
    }
  }
  for (const [name, rivals] of claims) {
    const named = rivals.length > 1 ? blocks.find((block) => toHex(block.logId) === name)?.causal.certificate : undefined
    const owner =
      rivals.find(({ device }) => named && device.certificate.equals(named)) ??
      rivals.find(({ draft, device }) => draft.listed.has(toHex(device.signer))) ??
      rivals[0]
    owner?.draft.devices.push({ ...owner.device, logId: owner.logId })
  }
}

const cuts = ({ removals }: Draft, logId: Buffer): boolean =>
  removals.some((removal) => removal.cuts.some((cut) => cut.logId.equals(logId)))

function byOrganisation(drafts: readonly Draft[]): Map<string, Draft[]> {
  const out = new Map<string, Draft[]>()
  for (const draft of drafts) {
    const name = toHex(draft.organisation)
    out.set(name, [...(out.get(name) ?? []), draft])
  }
  return out
}
