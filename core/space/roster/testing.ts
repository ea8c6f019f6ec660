import { H } from '../../crypto/hash.ts'
import { type SignKeyPair, sign, signKeyPair } from '../../crypto/sign.ts'
import { logIdOf } from '../../log/log-id.ts'
import { ENTRY_TYPE, type Ring } from '../../log/types.ts'
import { operationId } from '../entries.ts'
import { type Cut, encodeOperation, type OperationFields, ROLE, type RoleCode, type VoteFields } from '../format/operation.ts'
import { type Certificate, certify, makeStatement, type Statement, type StatementFields } from '../format/statement.ts'
import { contentOf, type RosterContent } from './content.ts'
import { foldRoster } from './fold.ts'
import type { ForkedLog, Member, Roster, RosterBlock } from './types.ts'
import { votePayload } from './votes.ts'

const NONE = Buffer.alloc(32)
const bytes = (name: string): Buffer => H('test', Buffer.from(name))

/** One computer of an organisation in a story. */
export interface Computer {
  owner: Organisation
  keys: SignKeyPair
  logId: Buffer
  length: number
  /** Statement hash that its entries name. */
  certificate: Buffer
}

export interface Organisation {
  name: string
  keys: SignKeyPair
  chain: Statement[]
  computer: Computer
  /** The admission it acts under. */
  instance: Buffer
}

type VoteOptions = Parameters<Story['write']>[2] & { number?: number; since?: Buffer; computer?: Computer }

/** A story told in roster-ring entries, without stores and seals. Everything in it follows from the names, so it is the same in every run. */
export class Story {
  readonly space = bytes('space')
  readonly blocks: RosterBlock[] = []
  readonly founder: Organisation
  readonly genesisHash: Buffer
  rosterEpoch = bytes('roster epoch')
  private readonly written = new Map<Computer, RosterBlock[]>()

  constructor() {
    this.founder = this.organisation('Founder')
    const [first] = this.founder.chain
    const content: RosterContent = {
      is: 'genesis',
      genesis: {
        kind: 'coalition',
        space: this.space,
        name: 'Alliance',
        carrySecret: bytes('carry'),
        created: 1_700_000_000_000,
        organisation: this.founder.keys.publicKey,
        recoveryBox: bytes('founder recovery'),
        organisationName: 'Founder',
        certify: first as Certificate,
        rosterEpochId: this.rosterEpoch,
      },
    }
    const block = this.write(this.founder.computer, content)
    this.genesisHash = block.blockHash
    this.founder.instance = block.operationId
  }

  /** An organisation with its first computer certified, not admitted. */
  organisation(name: string): Organisation {
    const keys = signKeyPair(bytes(`organisation ${name}`))
    const computer = { keys: signKeyPair(bytes(`computer ${name}`)), length: 0 } as Computer
    computer.logId = logIdOf(this.space, computer.keys.publicKey)
    const first = certify(this.space, keys, [], { log: computer.keys.publicKey, box: bytes(`box ${name}`), label: '' })
    computer.certificate = first.hash
    const made: Organisation = { name, keys, chain: [first], computer, instance: NONE }
    computer.owner = made
    return made
  }

  /** The organisation's next statement. */
  state(organisation: Organisation, fields: StatementFields): Statement {
    const made = makeStatement(this.space, organisation.keys, organisation.chain, fields)
    organisation.chain.push(made)
    return made
  }

  /** A further computer, certified by the organisation's next statement. */
  computer(organisation: Organisation, name: string): { computer: Computer; statement: Statement } {
    const keys = signKeyPair(bytes(`computer ${name}`))
    const statement = this.state(organisation, { kind: 'certify', device: keys.publicKey, box: bytes(`box ${name}`), label: name })
    const logId = logIdOf(this.space, keys.publicKey)
    return { computer: { owner: organisation, keys, logId, length: 0, certificate: statement.hash }, statement }
  }

  /** The same computer once more, with the first `length` blocks of its log: what either writes from now on is a branch. */
  twin(of: Computer, length = of.length): Computer {
    const twin = { ...of, length }
    this.written.set(twin, (this.written.get(of) ?? []).slice(0, length))
    return twin
  }

  /** Stands for the tree hash at a length of what a computer has written: the same for the same blocks. */
  treeHash(of: Computer, length: number): Buffer {
    const below = (this.written.get(of) ?? []).filter(({ index }) => index < length)
    return H('tree', Buffer.from(`${length}`), of.logId, ...below.map(({ blockHash }) => blockHash))
  }

  /** What a proof says of branches of one log, and what is known of them: all, or so much as `lengths` says. */
  forked(branches: readonly Computer[], lengths: readonly number[] = []): ForkedLog {
    const of = branches.map((one) => this.written.get(one) ?? [])
    const index = of[0]?.findIndex((block, at) => of.some((other) => other[at] !== block)) ?? -1
    const shortest = Math.min(...of.map(({ length }) => length))
    const from = index < 0 ? shortest : index
    return {
      logId: branches[0]?.logId ?? NONE,
      index: from,
      branches: branches.map((one, at) => {
        const known = Math.min(lengths[at] ?? one.length, one.length)
        return {
          treeHashAt: (length) => (length >= from && length <= known ? this.treeHash(one, length) : null),
          blocks: (this.written.get(one) ?? []).filter((block) => block.index >= from && block.index < known),
        }
      }),
    }
  }

  write(by: Computer, content: RosterContent, at: { heads?: [Computer, number][]; epochId?: Buffer; index?: number } = {}): RosterBlock {
    const index = at.index ?? by.length
    by.length = Math.max(by.length, index + 1)
    const seed = `${by.logId.toString('hex')} ${index} ${this.blocks.length}`
    const blockHash = H('block', Buffer.from(seed))
    const heads = (at.heads ?? [])
      .map(([computer, length]) => ({ logId: computer.logId, length, treeHash: this.treeHash(computer, length) }))
      .sort((a, b) => Buffer.compare(a.logId, b.logId))
    const clock = { ms: 1_700_000_000_000 + this.blocks.length, counter: 0 }
    const causal = {
      kind: 'roster',
      kindVersion: 1,
      minimumReader: 1,
      clock,
      wall: clock.ms,
      certificate: by.certificate,
      rosterHash: NONE,
      heads,
    }
    const block = {
      logId: by.logId,
      index,
      operationId: operationId(by.logId, index, blockHash),
      blockHash,
      epochId: at.epochId ?? this.rosterEpoch,
      causal,
      content,
    }
    this.blocks.push(block)
    this.written.set(by, [...(this.written.get(by) ?? []), block])
    return block
  }

  operate(by: Computer, fields: OperationFields, at: Parameters<Story['write']>[2] & { appointment?: Buffer } = {}): RosterBlock {
    const body = encodeOperation({ appointment: at.appointment ?? NONE, fields })
    const content = contentOf(this.space, ENTRY_TYPE.roster, body)
    if (!content) throw new Error('the operation does not come back')
    return this.write(by, content, at)
  }

  admission(newcomer: Organisation, role: RoleCode = ROLE.member, names = true): OperationFields {
    return {
      operation: 'admit',
      role,
      names,
      past: false,
      organisation: newcomer.keys.publicKey,
      recoveryBox: bytes(`recovery ${newcomer.name}`),
      organisationName: newcomer.name,
      inviteId: NONE,
      statements: newcomer.chain.map((one) => one.bytes),
    }
  }

  /** The founder admits an organisation, which accepts. */
  admit(newcomer: Organisation, role: RoleCode = ROLE.member, names = true, at: Parameters<Story['operate']>[2] = {}): RosterBlock {
    const block = this.operate(this.founder.computer, this.admission(newcomer, role, names), at)
    newcomer.instance = block.operationId
    this.operate(newcomer.computer, { operation: 'accept', accepted: block.operationId })
    return block
  }

  /** The founder makes a member a steward. Returns the appointment that its operations cite. */
  appoint(steward: Organisation): Buffer {
    return this.operate(this.founder.computer, { operation: 'appoint', instance: steward.instance }).operationId
  }

  /** A steward's word that another shall be the founder; null takes back the one before. */
  vote(
    by: Organisation,
    next: Organisation | null,
    { number = 0, since = this.fold().since, computer = by.computer, ...at }: VoteOptions = {},
  ): VoteFields {
    const fields = { since, instance: next?.instance ?? null, number }
    const signature = sign(votePayload(this.space, this.genesisHash, by.instance, fields), by.keys.secretKey)
    this.operate(computer, { operation: 'vote', ...fields, signature }, at)
    return { ...fields, signature }
  }

  /** Somebody quotes votes for another founder. */
  succeed(
    by: Organisation,
    next: Organisation,
    votes: readonly [Organisation, VoteFields][],
    at: Parameters<Story['operate']>[2] = {},
  ): RosterBlock {
    const quoted = votes.map(([{ instance: steward }, { signature }]) => ({ steward, signature }))
    return this.operate(by.computer, { operation: 'succeed-founder', instance: next.instance, votes: quoted }, at)
  }

  remove(
    gone: Organisation,
    cuts: [Computer, number][],
    at: Parameters<Story['operate']>[2] = {},
    by = this.founder.computer,
  ): RosterBlock {
    const list = cuts.map(([computer, length]): Cut => ({ logId: computer.logId, length, treeHash: this.treeHash(computer, length) }))
    return this.operate(by, { operation: 'remove', instance: gone.instance, reason: 0, cuts: list }, at)
  }

  epoch(by: Computer, ring: Ring, name: string, readers: Organisation[], at: Parameters<Story['write']>[2] = {}): Buffer {
    const epochId = bytes(`epoch ${name}`)
    const instances = readers.map((one) => one.instance)
    this.write(by, { is: 'epoch', epoch: { ring, epochId, rosterHash: NONE, instances } }, at)
    return epochId
  }

  fold(blocks: readonly RosterBlock[] = this.blocks, forked: readonly ForkedLog[] = []): Roster {
    const roster = foldRoster(this.space, this.genesisHash, blocks, [], forked)
    if (!roster) throw new Error('no genesis')
    return roster
  }

  member(organisation: Organisation, roster = this.fold()): Member {
    const found = roster.members.find((one) => one.instance.equals(organisation.instance))
    if (!found) throw new Error(`${organisation.name} is not in the roster`)
    return found
  }
}

/** 32 bytes that follow from a name. */
export const someBytes = bytes
