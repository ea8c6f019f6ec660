import { equal } from '../../crypto/bytes.ts'
import { MalformedError, Reader, Writer } from '../../log/codec.ts'
import { type Certificate, decodeStatement, isCertificate } from './statement.ts'

/** What block 0 of a founder's log says (docs/protocol.md section 6). */
export interface Genesis {
  kind: 'house' | 'coalition'
  space: Buffer
  name: string
  carrySecret: Buffer
  /** ms since 1970. */
  created: number
  organisation: Buffer
  recoveryBox: Buffer
  organisationName: string
  certify: Certificate
  rosterEpochId: Buffer
}

const RULES = 1
const KINDS = { house: 1, coalition: 2 } as const

export function encodeGenesis(genesis: Genesis): Buffer {
  return new Writer()
    .u8(1)
    .u8(KINDS[genesis.kind])
    .raw(genesis.space, 32)
    .str8(genesis.name)
    .raw(genesis.carrySecret, 32)
    .u16(RULES)
    .u64(genesis.created)
    .raw(genesis.organisation, 32)
    .raw(genesis.recoveryBox, 32)
    .str8(genesis.organisationName)
    .bytes16(genesis.certify.bytes)
    .raw(genesis.rosterEpochId, 32)
    .done()
}

/** Throws MalformedError, also for another space, later rules, or a certificate that is not the founder's first. */
export function decodeGenesis(body: Buffer, space: Buffer): Genesis {
  const reader = new Reader(body)
  if (reader.u8() !== 1) throw new MalformedError('genesis version')
  const kind = reader.u8()
  if (kind !== KINDS.house && kind !== KINDS.coalition) throw new MalformedError('space kind')
  if (!equal(reader.view(32), space)) throw new MalformedError('genesis of another space')
  const name = reader.str8()
  const carrySecret = reader.fixed(32)
  if (reader.u16() !== RULES) throw new MalformedError('rules')
  const created = reader.u64()
  const organisation = reader.fixed(32)
  const recoveryBox = reader.fixed(32)
  const organisationName = reader.str8()
  const certify = decodeStatement(reader.bytes16(), space)
  const rosterEpochId = reader.fixed(32)
  reader.end()
  if (!isCertificate(certify) || certify.sequence !== 0 || !equal(certify.organisation, organisation))
    throw new MalformedError('founder certificate')
  return {
    kind: kind === KINDS.house ? 'house' : 'coalition',
    space,
    name,
    carrySecret,
    created,
    organisation,
    recoveryBox,
    organisationName,
    certify,
    rosterEpochId,
  }
}
