import { equal } from '../../crypto/bytes.ts'
import { H } from '../../crypto/hash.ts'
import { SIGNATURE_BYTES, type SignKeyPair, sign, verify } from '../../crypto/sign.ts'
import { MalformedError, Reader, Writer } from '../../log/codec.ts'

export const STATEMENTS_MAX = 64
export const LABEL_MAX = 60

/** A name as a certificate carries it: cut at its limit, at a whole character. */
export function labelOf(name: string): string {
  let label = ''
  for (const character of name) {
    if (Buffer.byteLength(label + character) > LABEL_MAX) break
    label += character
  }
  return label
}

export type StatementFields =
  | { kind: 'certify'; device: Buffer; box: Buffer; label: string }
  | { kind: 'revoke'; device: Buffer; length: number; treeHash: Buffer }
  | { kind: 'succeed'; lost: Buffer; length: number; treeHash: Buffer; device: Buffer; box: Buffer }

/** What an organisation signs about its own devices (docs/protocol.md section 5). */
export interface Statement {
  fields: StatementFields
  space: Buffer
  organisation: Buffer
  sequence: number
  previous: Buffer
  /** The whole statement, signature included. */
  bytes: Buffer
  hash: Buffer
}

/** A statement that certifies a device. */
export type Certificate = Statement & { fields: { kind: 'certify' } }
export const isCertificate = (statement: Statement): statement is Certificate => statement.fields.kind === 'certify'

const KINDS = { certify: 1, revoke: 2, succeed: 3 } as const
const ZERO = Buffer.alloc(32)

/** Certifies a device in the statement that follows `chain`. */
export function certify(
  space: Buffer,
  organisation: SignKeyPair,
  chain: readonly Statement[],
  device: { log: Buffer; box: Buffer; label: string },
): Certificate {
  const made = makeStatement(space, organisation, chain, { kind: 'certify', device: device.log, box: device.box, label: device.label })
  if (!isCertificate(made)) throw new Error('a certificate was made')
  return made
}

/** Signs the statement that follows `chain`. */
export function makeStatement(space: Buffer, organisation: SignKeyPair, chain: readonly Statement[], fields: StatementFields): Statement {
  const out = new Writer()
    .u8(1)
    .u8(KINDS[fields.kind])
    .raw(space, 32)
    .raw(organisation.publicKey, 32)
    .u32(chain.length)
    .raw(chain.at(-1)?.hash ?? ZERO, 32)
  if (fields.kind === 'certify') out.raw(fields.device, 32).raw(fields.box, 32).str8(fields.label)
  else if (fields.kind === 'revoke') out.raw(fields.device, 32).u64(fields.length).raw(fields.treeHash, 32)
  else out.raw(fields.lost, 32).u64(fields.length).raw(fields.treeHash, 32).raw(fields.device, 32).raw(fields.box, 32)
  const unsigned = out.done()
  return decodeStatement(Buffer.concat([unsigned, sign(H('statement', unsigned), organisation.secretKey)]), space)
}

/** Reads and verifies one statement. Throws MalformedError, also for another space or a signature that does not fit. */
export function decodeStatement(bytes: Buffer, space: Buffer): Statement {
  const reader = new Reader(bytes)
  if (reader.u8() !== 1) throw new MalformedError('statement version')
  const kind = reader.u8()
  if (!equal(reader.view(32), space)) throw new MalformedError('statement of another space')
  const organisation = reader.fixed(32)
  const sequence = reader.u32()
  const previous = reader.fixed(32)
  const fields = readFields(kind, reader)
  const signature = reader.view(SIGNATURE_BYTES)
  reader.end()
  if (!verify(signature, H('statement', bytes.subarray(0, bytes.length - SIGNATURE_BYTES)), organisation))
    throw new MalformedError('statement signature')
  if (sequence === 0 && !equal(previous, ZERO)) throw new MalformedError('statement chain')
  return { fields, space, organisation, sequence, previous, bytes: Buffer.from(bytes), hash: H('statement-hash', bytes) }
}

function readFields(kind: number, reader: Reader): StatementFields {
  if (kind === KINDS.certify) {
    const fields: StatementFields = { kind: 'certify', device: reader.fixed(32), box: reader.fixed(32), label: reader.str8() }
    if (Buffer.byteLength(fields.label) > LABEL_MAX) throw new MalformedError('label')
    return fields
  }
  if (kind === KINDS.revoke) return { kind: 'revoke', device: reader.fixed(32), length: reader.u64(), treeHash: reader.fixed(32) }
  if (kind === KINDS.succeed) {
    return {
      kind: 'succeed',
      lost: reader.fixed(32),
      length: reader.u64(),
      treeHash: reader.fixed(32),
      device: reader.fixed(32),
      box: reader.fixed(32),
    }
  }
  throw new MalformedError('statement kind')
}

/** A device as its organisation's statements leave it. */
export interface Device {
  signer: Buffer
  box: Buffer
  label: string
  /** Statement hash of its certificate. */
  certificate: Buffer
  /** Where its log ends, once it is revoked or succeeded. */
  end: { length: number; treeHash: Buffer } | null
  /** The device that goes on in its place, where one does. */
  succeeded: Buffer | null
}

/**
 * The devices that a set of statements of one organisation leaves, in the order of certification. The chain is followed from sequence 0;
 * it stops before a gap, before two different statements of one number, and before one that does not quote the hash of the one before.
 */
export function devicesOf(statements: readonly Statement[], organisation: Buffer): Device[] {
  return followChain(statements, organisation).reduce<Device[]>(apply, [])
}

/** The statements that count, in sequence: at most as many as a membership proof carries. */
export function followChain(statements: readonly Statement[], organisation: Buffer): Statement[] {
  const bySequence = new Map<number, Statement | 'disputed'>()
  for (const statement of statements) {
    if (!equal(statement.organisation, organisation)) continue
    const known = bySequence.get(statement.sequence)
    if (!known) bySequence.set(statement.sequence, statement)
    else if (known !== 'disputed' && !equal(known.hash, statement.hash)) bySequence.set(statement.sequence, 'disputed')
  }
  const chain: Statement[] = []
  for (let next = bySequence.get(0); next && next !== 'disputed'; next = bySequence.get(chain.length)) {
    if (chain.length === STATEMENTS_MAX) break
    if (!equal(next.previous, chain.at(-1)?.hash ?? ZERO)) break
    chain.push(next)
  }
  return chain
}

function apply(devices: Device[], { fields, hash }: Statement): Device[] {
  if (fields.kind === 'certify') {
    if (devices.some((device) => equal(device.signer, fields.device))) return devices
    return [...devices, { signer: fields.device, box: fields.box, label: fields.label, certificate: hash, end: null, succeeded: null }]
  }
  const gone = fields.kind === 'revoke' ? fields.device : fields.lost
  const ended = devices.map((device) => {
    if (!equal(device.signer, gone)) return device
    // Of a lost log more may turn up elsewhere: who named its end may name a later one, for the same successor.
    const later = fields.kind === 'succeed' && device.succeeded?.equals(fields.device) && fields.length > (device.end?.length ?? 0)
    if (device.end && !later) return device
    return {
      ...device,
      end: { length: fields.length, treeHash: fields.treeHash },
      succeeded: fields.kind === 'succeed' ? fields.device : null,
    }
  })
  if (fields.kind === 'revoke' || ended.some((device) => equal(device.signer, fields.device))) return ended
  return [...ended, { signer: fields.device, box: fields.box, label: '', certificate: hash, end: null, succeeded: null }]
}
