import { CandidateRequest } from 'blind-pairing-core'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { type Certificate, certify } from '../../core/space/format/statement.ts'
import { deviceKeys, organisationKeys } from '../../core/space/keys.ts'
import type { Invite } from '../../core/sync/pairing/invite.ts'
import { encodeIntroduction } from '../../core/sync/pairing/messages.ts'

/** An organisation that nobody knows. */
export interface Stranger {
  organisation: ReturnType<typeof organisationKeys>
  device: ReturnType<typeof deviceKeys>
  certificate: Certificate
}

export function stranger(space: Buffer): Stranger {
  const [organisation, device] = [organisationKeys(randomBytes(32), space), deviceKeys(randomBytes(32), space)]
  const certificate = certify(space, organisation.sign, [], { log: device.log.publicKey, box: device.box.publicKey, label: '' })
  return { organisation, device, certificate }
}

/** What it says of itself when it asks to be let in. `certify`: the certificate that it shows, where that is not its own. */
export function introductionOf({ organisation, certificate }: Stranger, changes: { certify?: Buffer } = {}): Buffer {
  return encodeIntroduction({
    nonce: randomBytes(32),
    organisation: organisation.sign.publicKey,
    recoveryBox: organisation.recovery.publicKey,
    certify: certificate.bytes,
    ...changes,
  })
}

export const requestOf = (invite: Invite, introduction = introductionOf(stranger(invite.space))): Buffer =>
  new CandidateRequest(invite, introduction).encode()
