import { createInvite } from 'blind-pairing-core'
import { equal, fromHex } from '../../crypto/bytes.ts'
import { H } from '../../crypto/hash.ts'
import { type SignKeyPair, signKeyPair } from '../../crypto/sign.ts'
import { ParasolError } from '../../error.ts'
import { Reader, Writer } from '../../log/codec.ts'
import { decodeBase32, encodeBase32, plain } from './base32.ts'

/** What one line of text tells a candidate (docs/protocol.md section 9). The seed is a secret until the invite is used. */
export interface Invite {
  /** Into what it leads: another organisation into a coalition, or a computer into its own organisation. */
  kind: 'coalition' | 'house'
  discoveryKey: Buffer
  seed: Buffer
  space: Buffer
  genesisHash: Buffer
  /** ms since 1970, whole seconds. */
  expiry: number
}

/** What both sides derive from an invite. */
export interface InviteKeys {
  id: Buffer
  publicKey: Buffer
  topic: Buffer
}

const PREFIX = 'parasol1'
const BYTES = 1 + 32 + 32 + 32 + 32 + 4
const CHECK = 4
const VERSIONS = { coalition: 1, house: 2 } as const

const checkOf = (bytes: Buffer): Buffer => H('invite-check', bytes).subarray(0, CHECK)

/** One line to hand over. */
export function encodeInvite(invite: Invite): string {
  const bytes = new Writer()
    .u8(VERSIONS[invite.kind])
    .raw(invite.discoveryKey, 32)
    .raw(invite.seed, 32)
    .raw(invite.space, 32)
    .raw(invite.genesisHash, 32)
    .u32(Math.floor(invite.expiry / 1000))
    .done()
  return PREFIX + encodeBase32(Buffer.concat([bytes, checkOf(bytes)]))
}

/** Reads an invite as a person pasted or typed it: spaces, line breaks, hyphens and case do not matter. Throws INVITE_MISTYPED. */
export function decodeInvite(text: string): Invite {
  const digits = plain(text)
  const bytes = digits.startsWith(plain(PREFIX)) ? decodeBase32(digits.slice(PREFIX.length)) : null
  if (bytes?.length !== BYTES + CHECK || !equal(bytes.subarray(BYTES), checkOf(bytes.subarray(0, BYTES))))
    throw new ParasolError('INVITE_MISTYPED')
  const reader = new Reader(bytes)
  const version = reader.u8()
  if (version !== VERSIONS.coalition && version !== VERSIONS.house) throw new ParasolError('NEWER_VERSION')
  return {
    kind: version === VERSIONS.house ? 'house' : 'coalition',
    discoveryKey: reader.fixed(32),
    seed: reader.fixed(32),
    space: reader.fixed(32),
    genesisHash: reader.fixed(32),
    expiry: reader.u32() * 1000,
  }
}

/** blind-pairing-core's discovery key of a founder's log. */
export const discoveryKeyOf = (founderLogId: Buffer): Buffer => createInvite(founderLogId).discoveryKey

export function inviteKeys({ discoveryKey, seed }: Pick<Invite, 'discoveryKey' | 'seed'>): InviteKeys {
  const { publicKey } = createInvite(discoveryKey, { seed, discoveryKey })
  const id = H('invite', discoveryKey, publicKey)
  return { id, publicKey, topic: H('pairing-topic', id) }
}

/** The Noise key of a throw-away seed, in hexadecimal. */
export const throwAwayKey = (seed: string): SignKeyPair => signKeyPair(fromHex(seed))
