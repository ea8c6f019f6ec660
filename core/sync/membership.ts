import { equal, randomBytes } from '../crypto/bytes.ts'
import { H } from '../crypto/hash.ts'
import { forget } from '../crypto/secret.ts'
import { sign, verify } from '../crypto/sign.ts'
import { MalformedError } from '../log/codec.ts'
import type { EpochKey } from '../log/types.ts'
import { decodeStatement, devicesOf } from '../space/format/statement.ts'
import { tagSecret } from '../space/keys.ts'
import type { Member } from '../space/roster/types.ts'
import type { Space } from '../space/space.ts'
import { PROOFS_MAX, type Proof, type Succeeded, TAGS } from './messages.ts'

/** How many roster epochs back a peer may still be, having missed a rekey. */
export const EPOCHS_BACK = 3

/** 1 for who opened the connection, 0 for the other. */
export type Side = 0 | 1

/** A tag as one side shows it for a space's roster epoch: says nothing to who does not hold that epoch's key. */
function tagOf(epoch: EpochKey, handshake: Buffer, side: Side): Buffer {
  const secret = tagSecret(epoch.key)
  const tag = H('tag', secret, handshake, Buffer.from([side]))
  forget(secret)
  return tag
}

/** A space under one of its roster epochs, with the tag of either side. */
interface TaggedSpace {
  space: Space
  epoch: EpochKey
  own: Buffer
  other: Buffer
}

const signed = (space: Space, epoch: EpochKey, handshake: Buffer, side: Side): Buffer =>
  H('membership', space.id, handshake, Buffer.from([side]), epoch.epochId)

/** One side of the membership proof of docs/protocol.md section 8, for one connection. */
export class Membership {
  readonly handshake: Buffer
  private readonly tagged: TaggedSpace[]
  private readonly side: Side

  constructor(spaces: readonly Space[], handshake: Buffer, side: Side) {
    this.handshake = handshake
    this.side = side
    const other: Side = side === 1 ? 0 : 1
    this.tagged = spaces.slice(0, PROOFS_MAX).flatMap((space) =>
      space
        .rosterEpochs()
        .slice(0, EPOCHS_BACK)
        .map((epoch) => ({ space, epoch, own: tagOf(epoch, handshake, side), other: tagOf(epoch, handshake, other) })),
    )
  }

  /** Our tags, filled up at random to a fixed number and shuffled. */
  hello(): Buffer[] {
    const tags = this.tagged.map(({ own }) => own)
    while (tags.length < TAGS) tags.push(randomBytes(32))
    return tags
      .map((tag) => ({ tag, order: randomBytes(8) }))
      .sort((a, b) => Buffer.compare(a.order, b.order))
      .map(({ tag }) => tag)
  }

  /** Our proofs for the spaces of which the other side has shown a tag; one a space, under the newest roster epoch that both hold. */
  proofs(theirs: readonly Buffer[]): { space: Space; proof: Proof }[] {
    const done = new Set<Space>()
    const proofs: { space: Space; proof: Proof }[] = []
    for (const { space, epoch, own, other } of this.tagged) {
      if (done.has(space) || !theirs.some((tag) => equal(tag, other))) continue
      done.add(space)
      const { publicKey, secretKey } = space.device.log
      const signature = sign(signed(space, epoch, this.handshake, this.side), secretKey)
      proofs.push({ space, proof: { tag: own, statements: space.statements().map((one) => one.bytes), device: publicKey, signature } })
    }
    return proofs
  }

  /** The space that the other side means, by its tag alone. */
  spaceOf({ tag }: Pick<Proof, 'tag'>): Space | null {
    return this.tagged.find(({ other }) => equal(other, tag))?.space ?? null
  }

  /**
   * The space and the member that a proof of the other side proves, or null. The tag only finds the space; the signature and the roster
   * as it stands now decide.
   */
  check(proof: Proof): { space: Space; member: Member } | null {
    const found = this.tagged.find(({ other }) => equal(other, proof.tag))
    if (!found || !this.isSigned(proof, found)) return null
    const { space } = found
    // A computer that its organisation has certified since, or that goes on for one of before, is known by this before any entry of it is.
    space.showStatements(proof.statements)
    const member = memberWith(space, proof)
    return member ? { space, member } : null
  }

  /** What to tell the computer of a founder in whose place stewards have put another, when it proves who it is; null for everybody else. */
  farewell(proof: Proof): Succeeded | null {
    const found = this.tagged.find(({ other }) => equal(other, proof.tag))
    const { members = [], succeeded = [] } = found?.space.roster ?? {}
    const former = members.find(
      ({ present, devices }) => !present && devices.some(({ signer, end }) => !end && equal(signer, proof.device)),
    )
    const last = former && succeeded.findLast(({ instance }) => equal(instance, former.instance))
    return found && last && this.isSigned(proof, found) ? { tag: found.own, by: last.by, since: last.since, votes: last.votes } : null
  }

  private isSigned(proof: Proof, { space, epoch }: TaggedSpace): boolean {
    const other: Side = this.side === 1 ? 0 : 1
    return verify(proof.signature, signed(space, epoch, this.handshake, other), proof.device)
  }
}

/** The present member whose certified, unrevoked device this is, by the roster and by the statements that the proof brings. */
export function memberWith(space: Space, proof: Pick<Proof, 'statements' | 'device'>): Member | null {
  for (const member of space.roster?.members ?? []) {
    const known = member.devices.find((device) => equal(device.signer, proof.device))
    if (!member.present || !known || known.end) continue
    return vouched(space, member, proof) ? member : null
  }
  return null
}

function vouched(space: Space, member: Member, proof: Pick<Proof, 'statements' | 'device'>): boolean {
  try {
    const statements = proof.statements.map((bytes) => decodeStatement(bytes, space.id))
    return devicesOf(statements, member.organisation).some((device) => equal(device.signer, proof.device) && !device.end)
  } catch (error) {
    if (error instanceof MalformedError) return false
    throw error
  }
}
