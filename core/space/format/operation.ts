import { MalformedError, Reader, Writer } from '../../log/codec.ts'
import { STATEMENTS_MAX } from './statement.ts'

export const CUTS_MAX = 64
const ZERO = Buffer.alloc(32)

/** Where a removed member's log ends. */
export interface Cut {
  logId: Buffer
  length: number
  treeHash: Buffer
}

export const ROLE = { founder: 1, steward: 2, member: 3, observer: 4, courier: 5 } as const
export type RoleCode = (typeof ROLE)[keyof typeof ROLE]

export interface Admission {
  role: RoleCode
  names: boolean
  past: boolean
  organisation: Buffer
  recoveryBox: Buffer
  organisationName: string
  inviteId: Buffer
  /** The newcomer's statements from sequence 0, not yet verified. */
  statements: Buffer[]
}

/** A steward's word on who shall take the founder's place. */
export interface VoteFields {
  /** The operation that it holds against: what the founder's term began with, or where she last said that she is there. */
  since: Buffer
  /** Null takes back what the steward said before. */
  instance: Buffer | null
  /** Of what a steward says since the same, the greatest number is its last word. */
  number: number
  /** By the organisation. */
  signature: Buffer
}

export type OperationFields =
  | ({ operation: 'admit' } & Admission)
  | { operation: 'remove'; instance: Buffer; reason: number; cuts: Cut[] }
  | { operation: 'appoint' | 'hand-over' | 'leave'; instance: Buffer }
  | { operation: 'accept'; accepted: Buffer }
  | { operation: 'statement'; statement: Buffer }
  | { operation: 'succeed-founder'; instance: Buffer; votes: { steward: Buffer; signature: Buffer }[] }
  | { operation: 'watermark'; instance: Buffer; lifted: boolean; cuts: Cut[] }
  | ({ operation: 'vote' } & VoteFields)
  | { operation: 'here' }

/** What a type 4 entry says (docs/protocol.md section 6). `appointment` is zero for the founder and for members. */
export interface Operation {
  appointment: Buffer
  fields: OperationFields
}

const CODES = {
  admit: 1,
  remove: 2,
  appoint: 3,
  'hand-over': 4,
  accept: 5,
  leave: 6,
  statement: 7,
  'succeed-founder': 8,
  watermark: 9,
  vote: 10,
  here: 11,
} as const

/** Whether an operation cites no appointment: the founder's, or a member's own. */
export const isZero = (appointment: Buffer): boolean => appointment.equals(ZERO)

export function encodeOperation({ appointment, fields }: Operation): Buffer {
  const out = new Writer().u8(1).u8(CODES[fields.operation]).raw(appointment, 32)
  switch (fields.operation) {
    case 'admit':
      out
        .u8(fields.role)
        .u8((fields.names ? 1 : 0) | (fields.past ? 2 : 0))
        .raw(fields.organisation, 32)
        .raw(fields.recoveryBox, 32)
        .str8(fields.organisationName)
        .raw(fields.inviteId, 32)
        .u8(fields.statements.length)
      for (const statement of fields.statements) out.bytes16(statement)
      break
    case 'remove':
      writeCuts(out.raw(fields.instance, 32).u8(fields.reason), fields.cuts)
      break
    case 'appoint':
    case 'hand-over':
    case 'leave':
      out.raw(fields.instance, 32)
      break
    case 'accept':
      out.raw(fields.accepted, 32)
      break
    case 'statement':
      out.bytes16(fields.statement)
      break
    case 'succeed-founder':
      out.raw(fields.instance, 32).u8(fields.votes.length)
      for (const { steward, signature } of fields.votes) out.raw(steward, 32).raw(signature, 64)
      break
    case 'watermark':
      writeCuts(out.raw(fields.instance, 32).u8(fields.lifted ? 1 : 0), fields.cuts)
      break
    case 'vote':
      out
        .raw(fields.since, 32)
        .raw(fields.instance ?? ZERO, 32)
        .u32(fields.number)
        .raw(fields.signature, 64)
      break
    case 'here':
      break
  }
  return out.done()
}

/** Throws MalformedError. */
export function decodeOperation(body: Buffer): Operation {
  const reader = new Reader(body)
  if (reader.u8() !== 1) throw new MalformedError('operation version')
  const code = reader.u8()
  const appointment = reader.fixed(32)
  const fields = readFields(code, reader)
  reader.end()
  return { appointment, fields }
}

function readFields(code: number, reader: Reader): OperationFields {
  switch (code) {
    case CODES.admit:
      return readAdmission(reader)
    case CODES.remove:
      return { operation: 'remove', instance: reader.fixed(32), reason: reader.u8(), cuts: readCuts(reader) }
    case CODES.appoint:
      return { operation: 'appoint', instance: reader.fixed(32) }
    case CODES['hand-over']:
      return { operation: 'hand-over', instance: reader.fixed(32) }
    case CODES.accept:
      return { operation: 'accept', accepted: reader.fixed(32) }
    case CODES.leave:
      return { operation: 'leave', instance: reader.fixed(32) }
    case CODES.statement:
      return { operation: 'statement', statement: reader.bytes16() }
    case CODES['succeed-founder']:
      return {
        operation: 'succeed-founder',
        instance: reader.fixed(32),
        votes: Array.from({ length: reader.u8() }, () => ({ steward: reader.fixed(32), signature: reader.fixed(64) })),
      }
    case CODES.watermark:
      return { operation: 'watermark', instance: reader.fixed(32), lifted: readFlag(reader), cuts: readCuts(reader) }
    case CODES.vote:
      return {
        operation: 'vote',
        since: reader.fixed(32),
        instance: readInstance(reader),
        number: reader.u32(),
        signature: reader.fixed(64),
      }
    case CODES.here:
      return { operation: 'here' }
    default:
      throw new MalformedError('operation')
  }
}

function readAdmission(reader: Reader): OperationFields {
  const role = reader.u8()
  if (role < ROLE.member || role > ROLE.courier) throw new MalformedError('role')
  const flags = reader.u8()
  if (flags > 3) throw new MalformedError('flags')
  return {
    operation: 'admit',
    role: role as RoleCode,
    names: (flags & 1) !== 0,
    past: (flags & 2) !== 0,
    organisation: reader.fixed(32),
    recoveryBox: reader.fixed(32),
    organisationName: reader.str8(),
    inviteId: reader.fixed(32),
    statements: Array.from({ length: reader.count8(1, STATEMENTS_MAX) }, () => reader.bytes16()),
  }
}

function readInstance(reader: Reader): Buffer | null {
  const instance = reader.fixed(32)
  return instance.equals(ZERO) ? null : instance
}

function readFlag(reader: Reader): boolean {
  const flag = reader.u8()
  if (flag > 1) throw new MalformedError('flag')
  return flag === 1
}

const readCuts = (reader: Reader): Cut[] =>
  Array.from({ length: reader.count16(0, CUTS_MAX) }, () => ({ logId: reader.fixed(32), length: reader.u64(), treeHash: reader.fixed(32) }))

function writeCuts(out: Writer, cuts: readonly Cut[]): void {
  out.u16(cuts.length)
  for (const cut of cuts) out.raw(cut.logId, 32).u64(cut.length).raw(cut.treeHash, 32)
}
