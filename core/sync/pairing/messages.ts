import { equal } from '../../crypto/bytes.ts'
import { H } from '../../crypto/hash.ts'
import { secret } from '../../crypto/secret.ts'
import { sign, verify } from '../../crypto/sign.ts'
import { MalformedError, type Reader, Writer } from '../../log/codec.ts'
import { BLOCK_MAX } from '../../log/entry/padme.ts'
import { RING } from '../../log/types.ts'
import { decodeStatement, type Statement } from '../../space/format/statement.ts'
import type { DeviceKeys } from '../../space/keys.ts'
import type { AdmissionReply } from '../../space/space.ts'
import { bounded } from '../messages.ts'

/** Longest messages of docs/protocol.md section 9, in bytes. */
export const REQUEST_MAX = 8 * 1024
export const RESPONSE_MAX = 512 * 1024
const MEET_MAX = 1024
const NAME_MAX = 512
const EPOCHS_MAX = 1024

/** Why a pairing ended, as one side tells the other. */
const END = { done: 0, expired: 1, used: 2, withdrawn: 3, different: 4, malformed: 5 } as const
export type EndReason = keyof typeof END

/** What a candidate says of itself in the request, besides its name: an organisation, or a computer that has none yet. */
export type Introduction = OrganisationIntroduction | ComputerIntroduction

export interface OrganisationIntroduction {
  as: 'organisation'
  nonce: Buffer
  organisation: Buffer
  recoveryBox: Buffer
  certify: Statement
  device: Buffer
  box: Buffer
}

export interface ComputerIntroduction {
  as: 'computer'
  nonce: Buffer
  /** Zero. */
  organisation: Buffer
  device: Buffer
  box: Buffer
}

const computerHash = (space: Buffer, nonce: Buffer, box: Buffer): Buffer => H('computer', space, nonce, box)

/** A computer's introduction: its keys in the House, and the proof that it holds the one that its log is signed with. */
export const encodeComputerIntroduction = (nonce: Buffer, space: Buffer, { log, box }: DeviceKeys): Buffer =>
  new Writer()
    .u8(2)
    .raw(nonce, 32)
    .raw(log.publicKey, 32)
    .raw(box.publicKey, 32)
    .raw(sign(computerHash(space, nonce, box.publicKey), log.secretKey), 64)
    .done()

export const encodeIntroduction = (
  one: Pick<OrganisationIntroduction, 'nonce' | 'organisation' | 'recoveryBox'> & { certify: Buffer },
): Buffer => new Writer().u8(1).raw(one.nonce, 32).raw(one.organisation, 32).raw(one.recoveryBox, 32).bytes16(one.certify).done()

/** Throws MalformedError, as do all decoders here; also where the certificate is not the organisation's first for this space. */
export function decodeIntroduction(bytes: Buffer, space: Buffer): Introduction {
  const reader = bounded(bytes, REQUEST_MAX)
  const version = reader.u8()
  if (version === 2) return readComputer(reader, space)
  if (version !== 1) throw new MalformedError('introduction version')
  const nonce = reader.fixed(32)
  const organisation = reader.fixed(32)
  const recoveryBox = reader.fixed(32)
  const certified = readCertificate(reader, space, organisation)
  reader.end()
  return { as: 'organisation', nonce, organisation, recoveryBox, ...certified }
}

function readComputer(reader: Reader, space: Buffer): ComputerIntroduction {
  const [nonce, device, box] = [reader.fixed(32), reader.fixed(32), reader.fixed(32)]
  const signature = reader.fixed(64)
  reader.end()
  if (!verify(signature, computerHash(space, nonce, box), device)) throw new MalformedError('introduction signature')
  return { as: 'computer', nonce, organisation: Buffer.alloc(32), device, box }
}

/** How an inviter answers a request: its keys, and its device's signature over this very handshake. */
export interface Meet {
  nonce: Buffer
  organisation: Buffer
  certify: Statement
  device: Buffer
  box: Buffer
}

/** What a meet is bound to. */
export interface MeetBinding {
  inviteId: Buffer
  handshake: Buffer
  requestNonce: Buffer
}

const meetHash = (nonce: Buffer, { inviteId, handshake, requestNonce }: MeetBinding): Buffer =>
  H('meet', inviteId, handshake, nonce, requestNonce)

export const encodeMeet = (nonce: Buffer, certify: Statement, deviceSecretKey: Buffer, binding: MeetBinding): Buffer =>
  new Writer()
    .u8(1)
    .raw(nonce, 32)
    .raw(certify.organisation, 32)
    .bytes16(certify.bytes)
    .raw(sign(meetHash(nonce, binding), deviceSecretKey))
    .done()

export function decodeMeet(bytes: Buffer, space: Buffer, binding: MeetBinding): Meet {
  const reader = bounded(bytes, MEET_MAX)
  if (reader.u8() !== 1) throw new MalformedError('meet version')
  const nonce = reader.fixed(32)
  const organisation = reader.fixed(32)
  const certified = readCertificate(reader, space, organisation)
  const signature = reader.fixed(64)
  reader.end()
  if (!verify(signature, meetHash(nonce, binding), certified.device)) throw new MalformedError('meet signature')
  return { nonce, organisation, ...certified }
}

export const encodeName = (name: string): Buffer => new Writer().u8(1).str8(name).done()

export function decodeName(bytes: Buffer): string {
  const reader = bounded(bytes, NAME_MAX)
  if (reader.u8() !== 1) throw new MalformedError('name version')
  const name = reader.str8()
  reader.end()
  if (name === '') throw new MalformedError('no name')
  return name
}

/** What the admitted candidate gets, before it is sealed to its box key. Holds keys. */
export function encodeReply({ founderCertificate, genesisBlock, rosterEpochs, operationId }: AdmissionReply): Buffer {
  const out = new Writer().u8(1).bytes16(founderCertificate.bytes).u32(genesisBlock.length).raw(genesisBlock).u16(rosterEpochs.length)
  for (const { ring, epochId, key } of rosterEpochs) out.u8(ring).raw(epochId, 32).raw(key, 32)
  return secret(out.raw(operationId, 32).done())
}

export function decodeReply(bytes: Buffer, space: Buffer): AdmissionReply {
  const reader = bounded(bytes, RESPONSE_MAX)
  if (reader.u8() !== 1) throw new MalformedError('reply version')
  const founderCertificate = decodeStatement(reader.bytes16(), space)
  const length = reader.u32()
  if (length > BLOCK_MAX) throw new MalformedError('genesis size')
  const genesisBlock = reader.fixed(length)
  const rosterEpochs = Array.from({ length: reader.count16(1, EPOCHS_MAX) }, () => {
    if (reader.u8() !== RING.roster) throw new MalformedError('ring')
    const epochId = reader.fixed(32)
    const key = secret(reader.fixed(32))
    if (!equal(epochId, H('epoch-id', space, Buffer.of(RING.roster), key))) throw new MalformedError('epoch id')
    return { ring: RING.roster, epochId, key }
  })
  const operationId = reader.fixed(32)
  reader.end()
  return { founderCertificate, genesisBlock, rosterEpochs, operationId }
}

export const encodeEnd = (reason: EndReason): Buffer => Buffer.of(END[reason])

export function decodeEnd(bytes: Buffer): EndReason {
  const reader = bounded(bytes, 1)
  const code = reader.u8()
  for (const [reason, value] of Object.entries(END)) if (value === code) return reason as EndReason
  throw new MalformedError('end reason')
}

function readCertificate(reader: Reader, space: Buffer, organisation: Buffer): { certify: Statement; device: Buffer; box: Buffer } {
  const certify = decodeStatement(reader.bytes16(), space)
  const { fields } = certify
  if (fields.kind !== 'certify' || certify.sequence !== 0 || !equal(certify.organisation, organisation))
    throw new MalformedError('certificate')
  return { certify, device: fields.device, box: fields.box }
}
