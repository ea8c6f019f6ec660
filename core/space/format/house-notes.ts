import { H } from '../../crypto/hash.ts'
import { SIGNATURE_BYTES, sign, verify } from '../../crypto/sign.ts'
import { MalformedError, Reader, Writer } from '../../log/codec.ts'
import type { DeviceKeys } from '../keys.ts'
import { decodeSpaceKeys, type SpaceKeys } from './space-keys.ts'
import { LABEL_MAX } from './statement.ts'

/** What an organisation's own computers tell each other in the House (docs/protocol.md section 4.6). No record, and never in a coalition. */
export type HouseNote =
  /** The keyholder's computer lets the others into a space. Holds keys. */
  | { kind: 'space-keys'; keys: SpaceKeys }
  /** A computer's keys in a space that it is to be certified in. */
  | { kind: 'computer-keys'; space: Buffer; log: Buffer; box: Buffer }
  /** What a computer, named by its log key in the House, is called. */
  | { kind: 'computer-name'; computer: Buffer; name: string }

export type HouseNoteKind = HouseNote['kind']
const KINDS: readonly string[] = ['space-keys', 'computer-keys', 'computer-name'] satisfies HouseNoteKind[]
export const isHouseNote = (kind: string): kind is HouseNoteKind => KINDS.includes(kind)
export const NOTE_VERSION = 1

const claimHash = (space: Buffer, house: Buffer, box: Buffer): Buffer => H('computer-keys', space, house, box)

/** `house` is the log key in the House of the computer that speaks; the signature shows that it holds the key it names. */
export const encodeComputerKeys = (space: Buffer, house: Buffer, { log, box }: DeviceKeys): Buffer =>
  new Writer()
    .u8(1)
    .raw(space, 32)
    .raw(log.publicKey, 32)
    .raw(box.publicKey, 32)
    .raw(sign(claimHash(space, house, box.publicKey), log.secretKey), SIGNATURE_BYTES)
    .done()

export const encodeComputerName = (computer: Buffer, name: string): Buffer => new Writer().u8(1).raw(computer, 32).str8(name).done()

/** Reads a note that the computer with log key `author` in the House wrote. Throws MalformedError. */
export function decodeHouseNote(kind: HouseNoteKind, body: Buffer, author: Buffer): HouseNote {
  if (kind === 'space-keys') return { kind, keys: decodeSpaceKeys(body) }
  const reader = new Reader(body)
  if (reader.u8() !== 1) throw new MalformedError('note version')
  if (kind === 'computer-name') {
    const note = { kind, computer: reader.fixed(32), name: reader.str8() }
    reader.end()
    if (Buffer.byteLength(note.name) > LABEL_MAX) throw new MalformedError('name')
    return note
  }
  const [space, log, box] = [reader.fixed(32), reader.fixed(32), reader.fixed(32)]
  const signature = reader.fixed(SIGNATURE_BYTES)
  reader.end()
  if (!verify(signature, claimHash(space, author, box), log)) throw new MalformedError('note signature')
  return { kind, space, log, box }
}
