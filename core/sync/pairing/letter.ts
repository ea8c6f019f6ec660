import { equal } from '../../crypto/bytes.ts'
import { H, KDF } from '../../crypto/hash.ts'
import { type SignKeyPair, sign, verify } from '../../crypto/sign.ts'
import { MalformedError, Reader, Writer } from '../../log/codec.ts'
import { KINDS, type Kind } from './line.ts'
import { REQUEST_MAX, RESPONSE_MAX } from './messages.ts'

const VERSION = 1
const SIDES = ['candidate', 'inviter'] as const
const BYTES_MAX = RESPONSE_MAX + 2 * REQUEST_MAX

export type Side = (typeof SIDES)[number]

/** One thing that is said. */
export interface Said {
  kind: Kind
  bytes: Buffer
}

/** Everything that one side of a pairing has to say, at one moment, to who cannot be reached otherwise (docs/protocol.md section 9). */
export interface Letter {
  side: Side
  /** Throw-away Noise key of the writer. */
  from: Buffer
  /** That of the reader; zero where the writer does not know it yet. */
  to: Buffer
  /** At most one of a kind. */
  said: Said[]
}

/** To whom a letter goes that the inviter has not answered yet. */
export const NOBODY: Buffer = Buffer.alloc(32)

/** What marks and seals the letters of an invite: whoever has the invite can find them. */
export const letterSecret = (seed: Buffer, inviteId: Buffer): Buffer => KDF(seed, 'letter', inviteId)

/** What stands for the handshake of a connection. */
export const letterHandshake = (inviteId: Buffer, candidate: Buffer, inviter: Buffer): Buffer =>
  H('letter-handshake', inviteId, candidate, inviter)

const hashOf = (inviteId: Buffer, content: Uint8Array): Buffer => H('letter', inviteId, content)

/** Signed by the writer's throw-away key, as a connection under it would be authenticated by it. */
export function encodeLetter({ side, from, to, said }: Letter, inviteId: Buffer, keys: SignKeyPair): Buffer {
  const out = new Writer().u8(VERSION).u8(SIDES.indexOf(side)).raw(from, 32).raw(to, 32).u8(said.length)
  for (const { kind, bytes } of said) out.u8(KINDS.indexOf(kind)).u32(bytes.length).raw(bytes)
  const content = out.done()
  return Buffer.concat([content, sign(hashOf(inviteId, content), keys.secretKey)])
}

/** Throws MalformedError, also for another's signature. */
export function decodeLetter(bytes: Buffer, inviteId: Buffer): Letter {
  if (bytes.length > BYTES_MAX) throw new MalformedError('letter length')
  const reader = new Reader(bytes)
  if (reader.u8() !== VERSION) throw new MalformedError('letter version')
  const side = SIDES[reader.u8()]
  if (!side) throw new MalformedError('letter side')
  const from = reader.fixed(32)
  const to = reader.fixed(32)
  const said = Array.from({ length: reader.u8() }, () => {
    const kind = KINDS[reader.u8()]
    if (!kind) throw new MalformedError('letter kind')
    return { kind, bytes: reader.fixed(reader.u32()) }
  })
  if (new Set(said.map(({ kind }) => kind)).size < said.length) throw new MalformedError('said twice')
  const content = bytes.subarray(0, bytes.length - reader.left)
  const signature = reader.fixed(64)
  reader.end()
  if (!verify(signature, hashOf(inviteId, content), from)) throw new MalformedError('letter signature')
  return { side, from, to, said }
}

/** Whether two letters say as much, to the same reader. What is sealed anew each time looks different and says the same. */
export const saysAsMuch = (a: Letter, b: Letter): boolean =>
  equal(a.to, b.to) && a.said.length === b.said.length && a.said.every(({ kind }, at) => kind === b.said[at]?.kind)
