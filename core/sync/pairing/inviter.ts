import type SecretStream from '@hyperswarm/secret-stream'
import { createInvite, MemberRequest } from 'blind-pairing-core'
import { equal, fromHex, randomBytes, toHex } from '../../crypto/bytes.ts'
import { H } from '../../crypto/hash.ts'
import { openSealed, sealTo } from '../../crypto/sealedbox.ts'
import { forget } from '../../crypto/secret.ts'
import { LIMITS } from '../../engine/contract/limits.ts'
import { MalformedError } from '../../log/codec.ts'
import { Queue } from '../../log/queue.ts'
import { plainName } from '../../records/text.ts'
import type { Space } from '../../space/space.ts'
import { letIn } from './admission.ts'
import { type InviteRecord, type InviterRecord, isOver, PAIRING_MS } from './book.ts'
import { inviteKeys, throwAwayKey } from './invite.ts'
import { type Letter, letterHandshake } from './letter.ts'
import { LetterLine } from './letter-line.ts'
import type { PairingLine } from './line.ts'
import { type Hearing, Lines } from './lines.ts'
import { decodeIntroduction, decodeName, type EndReason, encodeMeet, type Introduction, REQUEST_MAX } from './messages.ts'
import { safetyPhrase } from './phrase.ts'
import type { PairingPorts } from './ports.ts'

/** blind-pairing-core's own words for a denial: only who knows the invite can speak or read them. */
const DENIALS = { withdrawn: 1, used: 2, expired: 3 } as const
const LINES_MAX = 8

/** The inviter's side of one invite: answers who knows it, takes one candidate, and admits it once both persons have said yes. */
export class Inviter {
  readonly keys: ReturnType<typeof inviteKeys>
  private readonly inviteId: string
  private readonly space: Space
  private readonly ports: PairingPorts
  private readonly lines: Lines
  private readonly steps = new Queue()
  private candidateNoise: Buffer | null = null

  constructor(invite: InviteRecord, space: Space, ports: PairingPorts) {
    this.inviteId = invite.id
    this.space = space
    this.ports = ports
    this.lines = new Lines(ports, LINES_MAX)
    this.keys = inviteKeys({ discoveryKey: fromHex(invite.discoveryKey), seed: fromHex(invite.seed) })
  }

  /** Whether anybody may still have something to hear from us. */
  get needed(): boolean {
    const now = this.ports.timers.now()
    const invite = this.ports.book.invites.get(this.inviteId)
    const pairing = this.pairing()
    if (!invite) return false
    return (
      now < invite.expiry ||
      (pairing !== null && !pairing.received && now < pairing.began + PAIRING_MS && !(isOver(pairing) && pairing.state !== 'joined'))
    )
  }

  /** Whether the candidate has said that it has all it needs. */
  get isDone(): boolean {
    return this.pairing()?.received === true
  }

  /** Whether who has this Noise key has shown that it is the candidate. */
  hasMet(noise: Buffer): boolean {
    return this.candidateNoise !== null && equal(this.candidateNoise, noise)
  }

  /** Whether the candidate is connected now. */
  get isMet(): boolean {
    return this.lines.live !== null
  }

  /** A connection on the invite's topic. */
  take(stream: SecretStream): void {
    this.lines.connect(stream, this.hearing)
  }

  /** Reads what a candidate wrote and says what is to be said back; null where nothing is. Throws MalformedError. */
  async correspond(letter: Letter | null): Promise<Letter | null> {
    const noiseSeed = this.ports.book.invites.get(this.inviteId)?.noiseSeed
    if (!noiseSeed || !letter || !this.needed) return null
    const { from, said } = letter
    const line = new LetterLine(throwAwayKey(noiseSeed).publicKey, from)
    const back = await this.lines.read(said, line, letterHandshake(this.keys.id, from, line.local), this.hearing)
    return this.pairing()?.received ? null : { side: 'inviter', from: line.local, to: from, said: back }
  }

  /** The person here said whether the phrases are the same. */
  async confirm(same: boolean): Promise<void> {
    await this.steps.run(async () => {
      const pairing = this.pairing()
      if (pairing?.state !== 'compare') return
      this.put({ ...pairing, mine: same, state: same ? 'confirmed' : 'refused' })
      await this.advance()
    })
  }

  /** Nobody gets in by this invite any more. */
  withdraw(): void {
    const invite = this.ports.book.invites.get(this.inviteId)
    const pairing = this.pairing()
    if (pairing && !isOver(pairing)) this.put({ ...pairing, state: 'withdrawn' })
    if (invite && (invite.state === 'open' || pairing?.state === 'withdrawn'))
      this.ports.book.invites.put({ ...invite, state: 'withdrawn' })
    this.ports.changed()
    if (pairing?.state !== 'joined') this.lines.live?.finish('withdrawn')
  }

  /** A pairing that nobody finished in time is over. */
  expire(): void {
    const pairing = this.pairing()
    if (pairing && !isOver(pairing) && this.ports.timers.now() >= pairing.began + PAIRING_MS) this.put({ ...pairing, state: 'expired' })
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
    return {
      opened: (hash) => {
        handshake = hash
      },
      message: (kind, bytes) => {
        if (kind === 'request') return this.onRequest(line(), handshake, bytes)
        if (kind !== 'same' && kind !== 'name') throw new MalformedError('not for an inviter')
        if (line() !== this.lines.live) throw new MalformedError('out of turn')
        return this.steps.run(() => (kind === 'same' ? this.onSame() : this.onName(bytes)))
      },
      ended: (reason) => this.onEnd(line(), reason),
      closed: () => this.lines.end(line()),
    }
  }

  private pairing(): InviterRecord | null {
    const id = this.ports.book.invites.get(this.inviteId)?.pairing
    const pairing = id ? this.ports.book.pairings.get(id) : undefined
    return pairing?.side === 'inviter' ? pairing : null
  }

  private put(pairing: InviterRecord): void {
    this.ports.book.pairings.put(pairing)
    this.ports.changed()
  }

  private open(bytes: Buffer): { request: MemberRequest; introduction: Introduction } {
    if (bytes.length > REQUEST_MAX) throw new MalformedError('request too long')
    let request: MemberRequest
    let userData: Buffer
    try {
      request = MemberRequest.from(bytes)
      userData = request.open(this.keys.publicKey)
    } catch (cause) {
      // Whatever the library says of bytes from a stranger, it means that they do not know the invite.
      throw new MalformedError(`request (${(cause as Error).name})`)
    }
    const introduction = decodeIntroduction(userData, this.space.id)
    if ((introduction.as === 'computer') !== (this.space.facts.kind === 'house')) throw new MalformedError('another kind of candidate')
    return { request, introduction }
  }

  private onRequest(line: PairingLine, handshake: Buffer, bytes: Buffer): Promise<void> {
    const { request, introduction } = this.open(bytes)
    line.trust()
    return this.steps.run(async () => {
      const { organisation, device, box, nonce } = introduction
      const candidate = toHex(H('candidate', organisation, device, box, line.remote, nonce))
      const begin = { id: toHex(randomBytes(16)), candidate, request: bytes.toString('base64'), nonce: toHex(randomBytes(32)) }
      const taken = this.ports.book.take(this.inviteId, this.ports.timers.now(), begin)
      if (typeof taken === 'string') {
        request.deny({ status: DENIALS[taken] })
        if (request.response) line.send('reply', request.response)
        line.hangUp()
        return
      }
      this.lines.become(line)
      this.candidateNoise = line.remote
      const [certify] = this.space.statements()
      if (!certify) throw new Error('a space has a certificate of ours')
      const binding = { inviteId: this.keys.id, handshake, requestNonce: nonce }
      line.send('meet', encodeMeet(fromHex(taken.nonce), certify, this.space.device.log.secretKey, binding))
      if (!taken.phrase) await this.compare(taken, line, introduction)
      await this.advance()
    })
  }

  private async compare(pairing: InviterRecord, line: PairingLine, introduction: Introduction): Promise<void> {
    const { device, organisationKey } = this.space
    const own = {
      organisation: organisationKey,
      device: device.log.publicKey,
      box: device.box.publicKey,
      noise: line.local,
      nonce: fromHex(pairing.nonce),
    }
    const theirs = { ...introduction, noise: line.remote }
    const phrase = await safetyPhrase(this.space.facts.genesisHash, this.keys.id, own, theirs, this.ports.phraseCost)
    const now = this.pairing()
    if (now?.state === 'waiting') this.put({ ...now, phrase, state: 'compare' })
  }

  private async onSame(): Promise<void> {
    const pairing = this.pairing()
    if (!pairing || isOver(pairing)) return
    this.put({ ...pairing, theirs: true })
    await this.advance()
  }

  /** The candidate's name comes only when it has heard that both persons said yes. */
  private async onName(bytes: Buffer): Promise<void> {
    const pairing = this.pairing()
    if (!pairing?.mine || !pairing.theirs) throw new MalformedError('a name too early')
    const plain = openSealed(this.space.device.box, bytes)
    const name = plain && plainName(decodeName(plain), LIMITS.organisationName)
    if (!name) throw new MalformedError('name')
    if (!pairing.response && !isOver(pairing)) this.put({ ...pairing, name })
    await this.advance()
  }

  private onEnd(line: PairingLine, reason: EndReason): void {
    const pairing = this.pairing()
    if (line !== this.lines.live || !pairing) return
    if (reason === 'done' && pairing.state === 'joined') this.put({ ...pairing, received: true })
    else if (!isOver(pairing)) this.put({ ...pairing, state: reason === 'withdrawn' ? 'withdrawn' : 'refused' })
    line.hangUp()
  }

  /** Says, on the connection that stands, everything that is to be said at this step; all of it can be said again. */
  private async advance(): Promise<void> {
    const pairing = this.pairing()
    const line = this.lines.live
    if (!pairing) return
    if (pairing.state === 'refused') return line?.finish('different')
    if (pairing.state === 'withdrawn' || pairing.state === 'expired') return line?.finish(pairing.state)
    if (pairing.mine) line?.send('same', Buffer.alloc(0))
    const admitted = pairing.mine && pairing.theirs && pairing.name && !pairing.response ? await this.admit(pairing, pairing.name) : pairing
    if (admitted.response) line?.send('reply', Buffer.from(admitted.response, 'base64'))
  }

  /** Writes the admission, once, and keeps the sealed answer before it is sent. */
  private async admit(pairing: InviterRecord, name: string): Promise<InviterRecord> {
    const { request, introduction } = this.open(Buffer.from(pairing.request, 'base64'))
    const past = this.ports.book.invites.get(this.inviteId)?.past ?? false
    const bytes = await letIn(this.space, introduction, name, { inviteId: this.keys.id, past })
    const data = sealTo(introduction.box, bytes)
    forget(bytes)
    const founderLog = this.space.roster?.founderLogId
    const invite = this.ports.book.invites.get(this.inviteId)
    if (!founderLog || !invite) throw new Error('an invite without its space')
    const { additional } = createInvite(founderLog, { seed: fromHex(invite.seed), data })
    if (!additional) throw new Error('data is signed')
    request.confirm({ key: founderLog, additional })
    if (!request.response) throw new Error('a confirmed request has a response')
    const joined: InviterRecord = {
      ...pairing,
      state: 'joined',
      organisation: introduction.as === 'organisation' ? toHex(introduction.organisation) : null,
      response: request.response.toString('base64'),
    }
    this.put(joined)
    return joined
  }
}
