import type SecretStream from '@hyperswarm/secret-stream'
import { CandidateRequest } from 'blind-pairing-core'
import { equal, fromHex, toHex } from '../../crypto/bytes.ts'
import { openSealed, sealTo } from '../../crypto/sealedbox.ts'
import { forget } from '../../crypto/secret.ts'
import { MalformedError } from '../../log/codec.ts'
import { logIdOf } from '../../log/log-id.ts'
import { Queue } from '../../log/queue.ts'
import { decodeStatement } from '../../space/format/statement.ts'
import type { Identity } from '../../space/ports.ts'
import { type CandidateRecord, isOver, PAIRING_MS, type PairingState } from './book.ts'
import { type Entrance, type Guise, guiseFor } from './guise.ts'
import { decodeInvite, type Invite, inviteKeys, throwAwayKey } from './invite.ts'
import { type Letter, letterHandshake, NOBODY } from './letter.ts'
import { LetterLine } from './letter-line.ts'
import type { PairingLine } from './line.ts'
import { type Hearing, Lines } from './lines.ts'
import { decodeMeet, type EndReason, encodeName, type Meet } from './messages.ts'
import { safetyPhrase } from './phrase.ts'
import type { PairingPorts } from './ports.ts'

export interface CandidatePorts extends PairingPorts, Entrance {}

const DENIALS: Record<string, PairingState> = { PAIRING_REJECTED: 'withdrawn', INVITE_USED: 'used', INVITE_EXPIRED: 'expired' }
const ENDS: Record<EndReason, PairingState> = {
  done: 'refused',
  expired: 'expired',
  used: 'used',
  withdrawn: 'withdrawn',
  different: 'refused',
  malformed: 'refused',
}
const LINES_MAX = 4

/** The candidate's side of one pairing. */
export class Candidate {
  readonly keys: ReturnType<typeof inviteKeys>
  private readonly id: string
  private readonly invite: Invite
  private readonly guise: Guise
  private readonly ports: CandidatePorts
  private readonly lines: Lines
  private readonly steps = new Queue()

  constructor(record: CandidateRecord, identity: Identity, ports: CandidatePorts) {
    this.id = record.id
    this.ports = ports
    this.lines = new Lines(ports, LINES_MAX)
    this.invite = decodeInvite(record.text)
    this.keys = inviteKeys(this.invite)
    this.guise = guiseFor(this.invite, identity, ports)
  }

  /** Whether the inviter is still to be looked for. */
  get needed(): boolean {
    const record = this.ports.book.pairings.get(this.id)
    return record !== undefined && !isOver(record)
  }

  /** Whether it ended in a way that the inviter need not hear of. */
  get isDone(): boolean {
    return ['used', 'expired'].includes(this.record().state)
  }

  /** Whether who has this Noise key has shown that it is the inviter. */
  hasMet(noise: Buffer): boolean {
    const record = this.ports.book.pairings.get(this.id)
    return record?.side === 'candidate' && record.meet?.noise === toHex(noise)
  }

  /** Whether the inviter is connected now. */
  get isMet(): boolean {
    return this.lines.live !== null
  }

  /** A connection to somebody who announces the invite's topic. Once one has shown that it knows the invite, no other is heard. */
  take(stream: SecretStream): void {
    const meet = this.needed ? this.record().meet : null
    if (!this.needed || (meet && !stream.remotePublicKey?.equals(fromHex(meet.noise)))) {
      stream.destroy()
      return
    }
    this.lines.connect(stream, this.hearing)
  }

  /** Reads what an inviter wrote, if anything, and says what is to be said back; null where nothing is. Throws MalformedError. */
  async correspond(letter: Letter | null): Promise<Letter | null> {
    const record = this.record()
    const own = throwAwayKey(record.noiseSeed).publicKey
    if (!this.needed) return this.farewell(record, own)
    if (letter && record.meet && !equal(fromHex(record.meet.noise), letter.from)) throw new MalformedError('another inviter')
    const line = new LetterLine(own, letter?.from ?? NOBODY)
    const back = await this.lines.read(letter?.said ?? [], line, letterHandshake(this.keys.id, own, line.remote), this.hearing)
    return { side: 'candidate', from: own, to: line.remote, said: back }
  }

  /** The person here said whether the phrases are the same. */
  async confirm(same: boolean): Promise<void> {
    await this.steps.run(async () => {
      if (!this.needed || this.record().state !== 'compare') return
      this.put({ mine: same, state: same ? 'confirmed' : 'refused' })
      if (same) this.advance()
      else this.lines.live?.finish('different')
    })
  }

  withdraw(): void {
    if (!this.needed) return
    this.put({ state: 'withdrawn' })
    this.lines.live?.finish('withdrawn')
  }

  /** An invite that was not answered in time, or a pairing that nobody finished, is over. */
  expire(): void {
    if (!this.needed) return
    const record = this.record()
    const end = record.meet ? record.began + PAIRING_MS : this.invite.expiry
    if (this.ports.timers.now() >= end) this.over('expired')
  }

  close(): void {
    this.lines.close()
  }

  /** Resolves when no step is under way. */
  idle(): Promise<void> {
    return this.steps.idle()
  }

  private readonly hearing: Hearing = (line) => {
    let handshake: Buffer = Buffer.alloc(0)
    const request = this.request()
    return {
      opened: (hash) => {
        if (!this.needed) return
        handshake = hash
        line().send('request', request.encode())
        if (this.record().state === 'searching') this.put({ state: 'waiting' })
      },
      message: (kind, bytes) => {
        if (kind === 'meet') return this.steps.run(() => this.onMeet(line(), handshake, bytes))
        if (kind === 'reply') return this.steps.run(() => this.onReply(line(), request, bytes))
        if (kind !== 'same' || line() !== this.lines.live) throw new MalformedError('not for a candidate')
        return this.steps.run(async () => this.onSame())
      },
      // Only who has shown that it knows the invite is believed that it is over.
      ended: (reason) => {
        if (line() === this.lines.live) this.over(ENDS[reason])
      },
      closed: () => {
        this.lines.end(line())
        if (this.lines.isEmpty && this.needed && this.record().state === 'waiting') this.put({ state: 'searching' })
      },
    }
  }

  /** That the person here said no, to an inviter who has met us. */
  private farewell({ state, meet, mine }: CandidateRecord, own: Buffer): Letter | null {
    if (!meet || mine || (state !== 'refused' && state !== 'withdrawn')) return null
    const line = new LetterLine(own, fromHex(meet.noise))
    line.send('request', this.request().encode())
    line.finish(state === 'refused' ? 'different' : 'withdrawn')
    return { side: 'candidate', from: own, to: line.remote, said: line.said }
  }

  private record(): CandidateRecord {
    const record = this.ports.book.pairings.get(this.id)
    if (record?.side !== 'candidate') throw new Error('no such pairing')
    return record
  }

  private put(changes: Partial<CandidateRecord>): void {
    this.ports.book.pairings.put({ ...this.record(), ...changes })
    this.ports.changed()
  }

  private request(): CandidateRequest {
    const introduction = this.guise.introduction(fromHex(this.record().nonce))
    return new CandidateRequest(this.invite, introduction)
  }

  private async onMeet(line: PairingLine, handshake: Buffer, bytes: Buffer): Promise<void> {
    if (!this.needed) return
    const requestNonce = fromHex(this.record().nonce)
    const meet = decodeMeet(bytes, this.invite.space, { inviteId: this.keys.id, handshake, requestNonce })
    const said = {
      noise: toHex(line.remote),
      nonce: toHex(meet.nonce),
      organisation: toHex(meet.organisation),
      certify: toHex(meet.certify.bytes),
    }
    const known = this.record().meet
    if (known && JSON.stringify(known) !== JSON.stringify(said)) throw new MalformedError('another inviter')
    line.trust()
    this.lines.become(line)
    if (!known) this.put({ meet: said })
    if (!this.record().phrase) await this.compare(line, meet)
    this.advance()
  }

  private async compare(line: PairingLine, meet: Meet): Promise<void> {
    const own = {
      organisation: this.guise.organisation,
      device: this.guise.device.log.publicKey,
      box: this.guise.device.box.publicKey,
      noise: line.local,
      nonce: fromHex(this.record().nonce),
    }
    const theirs = { ...meet, noise: line.remote }
    const phrase = await safetyPhrase(this.invite.genesisHash, this.keys.id, theirs, own, this.ports.phraseCost)
    if (this.needed) this.put({ phrase, state: 'compare' })
  }

  private onSame(): void {
    if (!this.needed) return
    this.put({ theirs: true })
    this.advance()
  }

  /** Says, on the connection that stands, everything that is to be said at this step; all of it can be said again. */
  private advance(): void {
    if (!this.needed) return
    const { mine, theirs, meet } = this.record()
    if (!mine || !meet) return
    this.lines.live?.send('same', Buffer.alloc(0))
    const { fields } = decodeStatement(fromHex(meet.certify), this.invite.space)
    if (!theirs || fields.kind !== 'certify') return
    this.lines.live?.send('name', sealTo(fields.box, encodeName(this.guise.name())))
  }

  /** The answer: a denial, which comes before anything else, or the sealed reply once both have said yes. */
  private async onReply(line: PairingLine, request: CandidateRequest, bytes: Buffer): Promise<void> {
    if (!this.needed) return
    const { answer, denied } = readResponse(request, bytes)
    if (denied) {
      this.over(denied)
      return line.close()
    }
    const { mine, theirs } = this.record()
    const sealed = answer?.data && openSealed(this.guise.device.box, answer.data)
    if (!mine || !theirs || line !== this.lines.live || !answer || !sealed) throw new MalformedError('reply')
    const { founder, go } = await this.guise.enter(sealed)
    forget(sealed)
    if (!equal(logIdOf(this.invite.space, founder), answer.key)) throw new MalformedError('founder')
    await go()
    this.over('joined')
    line.finish('done')
  }

  private over(state: PairingState): void {
    if (this.needed) this.put({ state })
  }
}

interface Answer {
  answer: ReturnType<CandidateRequest['handleResponse']>
  denied: PairingState | undefined
}

/** What the inviter's answer is: an acceptance, or how that is denied. Neither, where it is anybody else's word. Throws MalformedError. */
function readResponse(request: CandidateRequest, bytes: Buffer): Answer {
  let denied: PairingState | undefined
  const hear = ({ code }: { code?: string }): void => {
    denied = code ? DENIALS[code] : undefined
  }
  request.on('rejected', hear)
  try {
    return { answer: request.handleResponse(bytes), denied }
  } catch (cause) {
    // Whatever the library says of bytes that it cannot read: it was not this computer that made them.
    throw new MalformedError(`response (${(cause as Error).name})`)
  } finally {
    request.off('rejected', hear)
  }
}
