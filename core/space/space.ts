import { toHex } from '../crypto/bytes.ts'
import { ParasolError } from '../error.ts'
import type { Log } from '../log/log.ts'
import type { EpochKey } from '../log/types.ts'
import {
  type Actor,
  admit,
  appoint,
  certifyDevice,
  handOver,
  here,
  lastVote,
  NONE,
  remove,
  revokeDevice,
  succeedFounder,
  vote,
  watermark,
} from './acts.ts'
import type { Composer } from './composer.ts'
import type { OutgoingRecord } from './entries.ts'
import { type Admission, type Cut, type Operation, ROLE } from './format/operation.ts'
import { makeStatement, type Statement } from './format/statement.ts'
import { deviceKeys, type OrganisationKeys } from './keys.ts'
import { finalHead, type Head, lostDevice } from './lost-log.ts'
import { present } from './pen.ts'
import type { Identity } from './ports.ts'
import { mayWrite } from './roster/epochs.ts'
import type { MemberDevice, Roster } from './roster/types.ts'
import { SpaceView } from './view.ts'

export { mayAdmit, mayRemove } from './acts.ts'
export type { IngestBatch } from './ingest.ts'

/** What the pairing hands to an admitted organisation. */
export interface AdmissionReply {
  operationId: Buffer
  genesisBlock: Buffer
  founderCertificate: Statement
  rosterEpochs: EpochKey[]
}

/** One space as this computer lives in it: reads what its members wrote, writes its own log, and does there what its organisation may. */
export class Space extends SpaceView {
  /** What was found for a roster: most writes change none. */
  private unsaid: { roster: Roster | null; removal: Buffer | null } | null = null
  private readonly acting = (): Actor => ({ me: this.me, roster: present(this.roster), logs: this.intake.logs })

  /**
   * The computer of ours that this one is to go on for: it wrote under one of these former device seeds, and no statement names its successor yet.
   * Null where there is none, or our organisation does not belong (any more).
   */
  lost(formerSeeds: readonly Buffer[]): MemberDevice | null {
    const signers = formerSeeds.map((seed) => deviceKeys(seed, this.id).log.publicKey)
    return this.ours && lostDevice(this.ours, signers)
  }

  /**
   * Somebody holds this head of a log of ours, under our own signature, and more than is here or another branch. Of the log that is written here:
   * nothing is written into it any more. Of one that has ended: it ends later, so that what comes back counts. Synced on return.
   */
  async showOwnHead(log: Log, { length, treeHash }: Head, agrees: boolean): Promise<void> {
    const own = log.id.equals(this.own.id)
    if (own ? this.pen.behind : agrees && length <= this.endOf(log)) return
    this.ports.ownHeads.put({ logId: log.id, length, treeHash })
    if (own) {
      this.pen.behind = true
      this.book.announce()
    } else if (!agrees) await this.findDisputed()
    else if (this.writable) await this.endLater(log, { length, treeHash })
  }

  /**
   * Goes on in a new log under another device seed, named by a statement of the organisation. The old log stays as a copy that takes
   * what others hold of it. Does nothing where `lost` finds nothing. Synced on return. Throws DISK_FULL; can be done again then, NOT_KEYHOLDER.
   */
  async succeed(identity: Identity, formerSeeds: readonly Buffer[]): Promise<void> {
    const member = this.ours
    const lost = this.lost(formerSeeds)
    if (!member || !lost) return
    const { sign } = this.mustBeKeyholder()
    await this.pen.idle()
    const before = this.log
    const keys = deviceKeys(identity.deviceSeed, this.id)
    const log = await this.ports.store.own(this.id, keys.log)
    const { length, treeHash } = finalHead(await this.intake.logBy(lost.signer), this.ports.ownHeads)
    const { publicKey: box } = keys.box
    const fields = { kind: 'succeed' as const, lost: lost.signer, length, treeHash, device: keys.log.publicKey, box }
    const statement = makeStatement(this.id, sign, member.statements, fields)
    if (!before.id.equals(log.id)) this.intake.logs.set(toHex(before.id), await this.ports.store.retire(before))
    this.log = log
    this.keys = keys
    this.ownCertificate = this.firstCertificate()
    this.book.show([statement])
    await this.intake.openLogs()
    await this.branches.followAll()
    await this.pen.check()
    await this.findDisputed()
    // The statement goes first into the new log, as it stands in no entry yet.
    await this.pen.append(() => undefined)
    this.book.announce()
  }

  private async endLater(log: Log, { length, treeHash }: Head): Promise<void> {
    const { me } = this
    const device = me?.devices.find(({ logId }) => logId.equals(log.id))
    const next = me?.devices.find(({ signer }) => device?.succeeded?.equals(signer))
    const { organisation } = this
    // Another computer of ours has no successor: only a statement could name one.
    if (!me || !device || !next || !organisation) return
    const fields = { kind: 'succeed' as const, lost: device.signer, length, treeHash, device: next.signer, box: next.box }
    await this.pen.append((out) => {
      const { bytes } = makeStatement(this.id, organisation.sign, this.statements(), fields)
      out.operation({ operation: 'statement', statement: bytes })
    })
  }

  /**
   * Seals records into own entries and appends them in one batch. Resolves with their indexes only when they are synced.
   * Throws NOT_ALLOWED where this space cannot be written, DISK_FULL.
   */
  write(records: readonly OutgoingRecord[]): Promise<{ first: number; wall: number }> {
    return this.pen.append((out, wall) => {
      const { me } = this
      if (!me?.present || !mayWrite(me) || this.revoked || !this.arrived) throw new ParasolError('NOT_ALLOWED')
      const removal = this.unsaidRemoval()
      if (removal) out.operation({ operation: 'accept', accepted: removal })
      out.records(records, me.names)
      return { first: out.next - records.length, wall }
    })
  }

  /** A removal by others that is here and that we have not cited where all can read it. */
  private unsaidRemoval(): Buffer | null {
    const { roster, me, own } = this
    if (this.unsaid?.roster === roster) return this.unsaid.removal
    const ours = new Set(me?.devices.map(({ logId }) => toHex(logId)))
    const others = (roster?.authorityLogIds ?? []).filter((id) => !ours.has(toHex(id)))
    const removal = this.book.uncitedRemoval(
      own.id,
      others.map((logId) => ({ logId, end: this.forks.of(logId)?.index ?? Number.POSITIVE_INFINITY })),
    )
    this.unsaid = { roster, removal }
    return removal
  }

  /** Appends a roster operation of ours. Synced on return. Its id. */
  writeOperation({ appointment, fields }: Operation): Promise<Buffer> {
    return this.pen.append((out) => out.operation(fields, appointment))
  }

  /** Answers the admission, or another operation that wants our word: a handover, a founder's succession. Synced on return. */
  accept(accepted: Buffer = this.instance): Promise<Buffer> {
    return this.writeOperation({ appointment: NONE, fields: { operation: 'accept', accepted } })
  }

  /** Leaves the space: nothing that is written after it counts. Synced on return. Throws NOT_ALLOWED for the founder, who hands over first. */
  async leave(): Promise<void> {
    const { me } = this
    if (!me?.present || me.role === ROLE.founder) throw new ParasolError('NOT_ALLOWED')
    // Every head is named, so that the organisation's other logs end where they stand.
    this.pen.citeAll()
    await this.writeOperation({ appointment: NONE, fields: { operation: 'leave', instance: me.instance } })
  }

  /**
   * Admits an organisation (founder and stewards): the operation, then grants of the past keys where `past`, or new epochs, so that the newcomer
   * can read what is written from now on. Synced on return. Throws NOT_ALLOWED, ALREADY_MEMBER.
   */
  async admit(admission: Admission): Promise<AdmissionReply> {
    return this.admissionReply(await this.govern((out) => admit(out, this.acting, admission)))
  }

  /** What an organisation that was admitted needs to open this space. Holds the keys of the roster ring. */
  async admissionReply(instance: Buffer): Promise<AdmissionReply> {
    const genesisBlock = await this.genesisBlock()
    const founderCertificate = present(this.roster).genesis.certify
    return { operationId: instance, genesisBlock, founderCertificate, rosterEpochs: this.rosterEpochs().reverse() }
  }

  /**
   * Removes a member (founder; stewards whom `mayRemove` lets): what is held of its logs counts, nothing beyond; then new epochs of every ring,
   * which it cannot open. Synced on return. Throws NOT_ALLOWED.
   */
  remove(instance: Buffer, reason = 0): Promise<void> {
    return this.govern((out) => remove(out, this.acting, instance, reason))
  }

  /** Makes a member a steward (founder only). Synced on return: the appointment. Throws NOT_ALLOWED. */
  appoint(instance: Buffer): Promise<Buffer> {
    return this.govern((out) => appoint(out, this.acting, instance))
  }

  /** Gives the founder's place to a member or steward (founder only). Counts once that one has accepted what this returns. Throws NOT_ALLOWED. */
  handOver(instance: Buffer): Promise<Buffer> {
    return this.govern((out) => handOver(out, this.acting, instance))
  }

  /**
   * Says, as a steward, that an instance shall take the place of a founder who is gone, in place of whom we named before; null takes that back. Synced
   * on return; writes nothing where that is what we said last. Throws NOT_KEYHOLDER, NOT_ALLOWED.
   */
  async vote(instance: Buffer | null): Promise<void> {
    const organisation = this.mustBeKeyholder()
    const { me, roster } = this
    const said = (me && roster && lastVote(roster.votes, me.instance)?.instance) ?? null
    if (me?.role === ROLE.steward && (instance ? said?.equals(instance) : !said)) return
    await this.govern((out) => vote(out, this.acting, instance, organisation))
  }

  /**
   * Puts the votes together for one whom enough stewards have named (steward only). Counts once that one has accepted what this returns. Synced on
   * return. Throws NOT_ALLOWED.
   */
  succeedFounder(instance: Buffer): Promise<Buffer> {
    return this.govern((out) => succeedFounder(out, this.acting, instance))
  }

  /** Says that we, the founder, are there: stewards who want another have to say so anew. Synced on return. Throws NOT_ALLOWED. */
  async here(): Promise<void> {
    await this.govern((out) => here(out, this.acting))
  }

  /** Sets logs of a member under quarantine from the cuts on, or lifts our word for that. Throws NOT_ALLOWED. */
  watermark(instance: Buffer, cuts: Cut[], lifted = false): Promise<void> {
    return this.act((out) => watermark(out, this.acting, instance, cuts, lifted))
  }

  /**
   * Lets another computer of this organisation into the space. Nothing where it is certified already. Synced on return. Throws NOT_KEYHOLDER,
   * TOO_MANY_COMPUTERS, NOT_ALLOWED where the organisation does not belong.
   */
  async certifyDevice(device: { log: Buffer; box: Buffer; label: string }): Promise<void> {
    const { sign } = this.mustBeKeyholder()
    if (this.me?.devices.some((one) => one.signer.equals(device.log))) return
    // Every head is named, so that the new computer can tell when it knows what is known here.
    this.pen.citeAll()
    await this.act((out) => certifyDevice(out, this.acting, sign, device))
  }

  /**
   * Revokes another computer of our own organisation: what is held of its log counts, nothing beyond; then new epochs, which it cannot open. That of
   * the roster ring only where this computer governs; elsewhere those who do start it. Synced on return. Throws NOT_KEYHOLDER, NOT_ALLOWED.
   */
  async revokeDevice(logId: Buffer): Promise<void> {
    const organisation = this.mustBeKeyholder()
    await this.act((out) => revokeDevice(out, this.acting, logId, this.own.id, organisation))
  }

  private mustBeKeyholder(): OrganisationKeys {
    if (!this.organisation) throw new ParasolError('NOT_KEYHOLDER')
    return this.organisation
  }

  /** What the roster hears from the logs of those in charge only: another computer of theirs would say it in vain. */
  private govern<T>(compose: (out: Composer) => T): Promise<T> {
    return this.act((out) => {
      if (!this.governs) throw new ParasolError('NOT_ALLOWED')
      return compose(out)
    })
  }

  private act<T>(compose: (out: Composer) => T): Promise<T> {
    return this.pen.append(compose)
  }
}
