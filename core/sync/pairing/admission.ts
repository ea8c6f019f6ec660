import { equal } from '../../crypto/bytes.ts'
import { ROLE } from '../../space/format/operation.ts'
import { encodeSpaceKeys } from '../../space/format/space-keys.ts'
import { labelOf } from '../../space/format/statement.ts'
import { spaceKeysOf } from '../../space/hand-over.ts'
import type { AdmissionReply, Space } from '../../space/space.ts'
import { type ComputerIntroduction, encodeReply, type Introduction, type OrganisationIntroduction } from './messages.ts'

/** The invite by which somebody is let in. */
export interface Admitting {
  inviteId: Buffer
  /** Whether a new organisation may read what was written before. */
  past: boolean
}

/**
 * Lets a candidate into a space, and gives what it needs to open it: written once, however often it is asked for. Holds keys. Throws what
 * `Space.admit` and `Space.certifyDevice` throw.
 */
export async function letIn(space: Space, introduction: Introduction, name: string, by: Admitting): Promise<Buffer> {
  return introduction.as === 'computer' ? certify(space, introduction, name) : encodeReply(await admit(space, introduction, name, by))
}

async function certify(space: Space, { device, box }: ComputerIntroduction, name: string): Promise<Buffer> {
  await space.certifyDevice({ log: device, box, label: labelOf(name) })
  const [keys] = await spaceKeysOf(space, space.keyring.all())
  if (!keys) throw new Error('a space has keys')
  return encodeSpaceKeys(keys)
}

async function admit(
  space: Space,
  { organisation, recoveryBox, certify: certificate }: OrganisationIntroduction,
  name: string,
  { inviteId, past }: Admitting,
): Promise<AdmissionReply> {
  // A crash after the admission was written and before the answer was kept: it is not written twice.
  const already = space.roster?.members.find((one) => one.present && equal(one.organisation, organisation))
  if (already) return space.admissionReply(already.instance)
  return space.admit({
    role: ROLE.member,
    names: true,
    past,
    organisation,
    recoveryBox,
    organisationName: name,
    inviteId,
    statements: [certificate.bytes],
  })
}
