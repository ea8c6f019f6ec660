import { equal } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import { MalformedError } from '../../log/codec.ts'
import { decodeSpaceKeys, type SpaceKeys } from '../../space/format/space-keys.ts'
import { certify } from '../../space/format/statement.ts'
import { type DeviceKeys, deviceKeys, organisationKeys } from '../../space/keys.ts'
import type { Identity } from '../../space/ports.ts'
import type { AdmissionReply, Space } from '../../space/space.ts'
import type { Invite } from './invite.ts'
import { decodeReply, encodeComputerIntroduction, encodeIntroduction } from './messages.ts'

/** How what was admitted is entered; on return everything that is needed to open it again is on the disk. */
export interface Entrance {
  /** Enters a coalition. Throws MalformedError for another genesis. */
  join(space: Buffer, genesisHash: Buffer, reply: AdmissionReply): Promise<Space>
  /** Makes this computer one of the organisation whose House this is. Throws MalformedError for keys that do not open it. */
  enterHouse(keys: SpaceKeys): Promise<void>
  /** What the person calls this computer. */
  computerName(): string
}

/** As what a candidate comes: an organisation into a coalition, or a computer into its own organisation. */
export interface Guise {
  device: DeviceKeys
  /** What the safety phrase commits to as its organisation: zero for a computer, which has none yet. */
  organisation: Buffer
  introduction(nonce: Buffer): Buffer
  name(): string
  /** Takes the opened reply in. Gives the founder's device log key that it names. Throws MalformedError. */
  enter(reply: Buffer): Promise<{ founder: Buffer; go(): Promise<void> }>
}

/** Throws NOT_KEYHOLDER for an invite into a coalition on a computer that cannot sign for its organisation. */
export const guiseFor = (invite: Invite, identity: Identity, entrance: Entrance): Guise =>
  invite.kind === 'house' ? computerGuise(invite, identity, entrance) : organisationGuise(invite, identity, entrance)

function organisationGuise({ space, genesisHash }: Invite, identity: Identity, entrance: Entrance): Guise {
  if (!identity.organisationSeed) throw new ParasolError('NOT_KEYHOLDER')
  const organisation = organisationKeys(identity.organisationSeed, space)
  const device = deviceKeys(identity.deviceSeed, space)
  const certificate = certify(space, organisation.sign, [], { log: device.log.publicKey, box: device.box.publicKey, label: '' })
  return {
    device,
    organisation: organisation.sign.publicKey,
    introduction: (nonce) =>
      encodeIntroduction({
        nonce,
        organisation: organisation.sign.publicKey,
        recoveryBox: organisation.recovery.publicKey,
        certify: certificate.bytes,
      }),
    name: () => identity.organisationName,
    enter: async (bytes) => {
      const reply = decodeReply(bytes, space)
      const { fields } = reply.founderCertificate
      if (fields.kind !== 'certify') throw new MalformedError('founder')
      return { founder: fields.device, go: async () => void (await entrance.join(space, genesisHash, reply)) }
    },
  }
}

function computerGuise({ space, genesisHash }: Invite, identity: Identity, entrance: Entrance): Guise {
  const device = deviceKeys(identity.deviceSeed, space)
  return {
    device,
    organisation: Buffer.alloc(32),
    introduction: (nonce) => encodeComputerIntroduction(nonce, space, device),
    name: () => entrance.computerName(),
    enter: async (bytes) => {
      const keys = decodeSpaceKeys(bytes)
      if (!equal(keys.space, space) || !equal(keys.genesisHash, genesisHash)) throw new MalformedError('another house')
      return { founder: keys.founderSigner, go: () => entrance.enterHouse(keys) }
    },
  }
}
