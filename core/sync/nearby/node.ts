import { connect, createServer, type Server, type Socket } from 'node:net'
import SecretStream from '@hyperswarm/secret-stream'
import { equal, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import { capFrames } from '../frame-cap.ts'
import type { MeetingNode, Place } from '../place.ts'
import type { Timers } from '../timers.ts'
import { type Endpoint, isNear, ownAddresses } from './address.ts'
import { Finder } from './finder.ts'
import { awaitAnswer, GATE_MS, gateTag, receiveKnock, sendKnock } from './gate.ts'
import { NearbyMeeting } from './meeting.ts'
import { type Peer, Peers } from './peers.ts'
import { Porch } from './porch.ts'
import type { MDNS } from './radio.ts'

/** Connections that others may have open to us, of all and of one address. */
const INBOUND_MAX = 128
const INBOUND_OF_HOST_MAX = 16
/** Dials under way at once. */
const DIALS_MAX = 8
/** Who of two dials first is settled by their names; the other waits so long, in ms, in case the first cannot. */
const COURTESY_MS = 1_500
/** How often it is looked whom to dial, in ms, when nothing happens. */
const TEND_MS = 1_000
/** A connection that is silent so long is dead, in ms; a sign of life is sent three times in that time. */
const SILENT_MS = 15_000

/** Who is still connected after so many ms has shown that it belongs here (PROOF_MS of the session). */
const STRANGER_MS = 15_000

/** Longest frame before who meets here sets a bound of its own, in bytes: a request to pair is the longest that may come so early. */
const FIRST_FRAME_MAX = 16_384

interface Contact {
  stream: SecretStream
  meeting: NearbyMeeting
  /** The other side's, as it said, which anybody may say; where it is, and since when, ms since 1970. */
  name: Buffer
  host: string
  since: number
}

export interface NodePorts {
  timers: Timers
  /** Multicast began or ceased to work, or this computer is on another network. */
  changed(): void
  failed(error: unknown): void
}

/** This computer on its local networks: no other route is needed, and none is used. */
export class NearbyNode implements MeetingNode {
  private readonly ports: NodePorts
  private readonly server: Server
  private readonly finder: Finder
  private readonly peers = new Peers()
  private readonly porch: Porch
  private readonly meetings = new Map<string, NearbyMeeting>()
  private readonly contacts = new Set<Contact>()
  private readonly dialling = new Set<string>()
  private readonly inbound = new Set<Socket>()
  private readonly outbound = new Set<Socket>()
  private readonly port: number
  private cancelTend: () => void = () => {}
  private closed = false

  private constructor(server: Server, port: number, ports: NodePorts, group?: typeof MDNS) {
    this.ports = ports
    this.server = server
    this.port = port
    this.porch = new Porch(ports.timers)
    server.on('connection', (socket) => void this.receive(socket).catch(ports.failed))
    server.on('error', ports.failed)
    this.finder = new Finder(
      port,
      { timers: ports.timers, changed: () => ports.changed(), found: (name, host, at) => this.find(name, { host, port: at }) },
      group,
    )
    this.tend()
  }

  /** Listens, announces and looks from now on. */
  static async open(ports: NodePorts, group?: typeof MDNS): Promise<NearbyNode> {
    const server = createServer({ noDelay: true })
    server.maxConnections = INBOUND_MAX
    const listening = Promise.withResolvers<number>()
    server.once('error', listening.reject)
    server.listen({ port: 0, host: '0.0.0.0' }, () => {
      const address = server.address()
      listening.resolve(typeof address === 'object' && address ? address.port : 0)
    })
    const port = await listening.promise
    server.off('error', listening.reject)
    return new NearbyNode(server, port, ports, group)
  }

  /** Whether others can be found without typing an address. */
  get finds(): boolean {
    return this.finder.works
  }

  /** What a person reads out to another who types it, `host:port` each. */
  addresses(): string[] {
    return ownAddresses()
      .filter(({ internal }) => !internal)
      .map(({ address }) => `${address}:${this.port}`)
  }

  meet(place: Place): NearbyMeeting {
    const id = toHex(place.topic)
    const meeting = new NearbyMeeting(place, {
      leave: () => {
        if (this.meetings.get(id) === meeting) this.meetings.delete(id)
        for (const peer of this.peers.all()) peer.forgetPlace(id)
        for (const contact of [...this.contacts]) if (contact.meeting === meeting) contact.stream.destroy()
      },
      again: () => {
        for (const peer of this.peers.all()) peer.dialAt(id, this.ports.timers.now())
        this.finder.ask()
        this.tend()
      },
    })
    this.meetings.set(id, meeting)
    this.tend()
    return meeting
  }

  /** Dials an address that a person typed, now and from now on. Throws NOT_REACHED where nobody of ours answers there. */
  async type(endpoint: Endpoint): Promise<void> {
    const socket = this.dial(endpoint)
    const answer = await awaitAnswer(socket, this.ports.timers)
    socket.destroy()
    if (!answer || this.finder.isOwn(answer.name)) throw new ParasolError('NOT_REACHED')
    if (this.closed) throw new ParasolError('NEARBY_OFF')
    this.peers.type(endpoint, this.ports.timers.now()).hear(answer.name, this.ports.timers.now())
    this.tend()
  }

  /** Nothing is sent or received afterwards. */
  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    this.cancelTend()
    this.finder.close()
    const closing = Promise.withResolvers<void>()
    this.server.close(() => closing.resolve())
    for (const { stream } of [...this.contacts]) stream.destroy()
    for (const socket of [...this.inbound, ...this.outbound]) socket.destroy()
    this.meetings.clear()
    await closing.promise
  }

  private find(name: Buffer, endpoint: Endpoint): void {
    const now = this.ports.timers.now()
    const known = this.peers.all().some((peer) => peer.endpoint.host === endpoint.host && peer.endpoint.port === endpoint.port)
    const peer = this.peers.hear(name, endpoint, now)
    if (!peer || known) return
    const wait = Buffer.compare(this.finder.name, name) < 0 ? 0 : COURTESY_MS
    for (const id of this.meetings.keys()) peer.dialAt(id, now + wait)
    this.tend()
  }

  /** Dials whom it is time to dial. */
  private tend(): void {
    this.cancelTend()
    if (this.closed) return
    const now = this.ports.timers.now()
    this.peers.sweep(now, (peer) => [...this.contacts].some((contact) => peer.isCalled(contact.name)))
    for (const peer of this.peers.all()) for (const [id, meeting] of this.meetings) this.consider(peer, id, meeting, now)
    this.cancelTend = this.ports.timers.after(TEND_MS, () => this.tend())
  }

  private consider(peer: Peer, id: string, meeting: NearbyMeeting, now: number): void {
    const { host, port } = peer.endpoint
    const trying = `${host}:${port} ${id}`
    if (this.dialling.size >= DIALS_MAX || this.dialling.has(trying) || (peer.due(id) ?? 0) > now) return
    if (!meeting.place.look || meeting.place.met?.() || this.isThere(peer, meeting)) return
    this.dialling.add(trying)
    void this.visit(peer, id, meeting)
      .catch(this.ports.failed)
      .finally(() => this.dialling.delete(trying))
  }

  private isThere(peer: Peer, meeting: NearbyMeeting): boolean {
    const now = this.ports.timers.now()
    // From another address it may be a stranger under its name, until it has shown that it is none or been there for longer than a stranger may.
    return [...this.contacts].some(
      ({ host, name, since, stream, ...contact }) =>
        contact.meeting === meeting &&
        peer.isCalled(name) &&
        meeting.counts(stream) &&
        (host === peer.endpoint.host || now - since > STRANGER_MS || meeting.place.proved?.(stream)),
    )
  }

  private async visit(peer: Peer, id: string, meeting: NearbyMeeting): Promise<void> {
    const { timers } = this.ports
    const socket = this.dial(peer.endpoint)
    const answer = await awaitAnswer(socket, timers)
    if (answer) peer.hear(answer.name, timers.now())
    // By another address it may be there already, and a typed one may be our own.
    const isNew = answer && !this.finder.isOwn(answer.name) && !this.isThere(peer, meeting)
    if (!isNew || this.meetings.get(id) !== meeting) {
      socket.destroy()
      peer.ended(id, false, timers.now())
      return
    }
    sendKnock(socket, answer, this.finder.name, meeting.place.topic)
    const stream = this.begin(true, socket, meeting, { name: answer.name, host: peer.endpoint.host })
    stream.on('close', () => {
      if (this.meetings.get(id) !== meeting) return
      peer.ended(id, meeting.place.proved?.(stream) ?? false, timers.now())
      this.finder.ask()
    })
    await this.handOver(meeting, stream)
  }

  private dial({ host, port }: Endpoint): Socket {
    const socket = connect({ host, port, noDelay: true })
    this.outbound.add(socket)
    // Why a connection broke is of no use to anybody: that it closed is told.
    socket.on('error', () => undefined)
    socket.on('close', () => this.outbound.delete(socket))
    return socket
  }

  private async receive(socket: Socket): Promise<void> {
    socket.on('error', () => undefined)
    const host = socket.remoteAddress ?? ''
    const ofHost = [...this.inbound].filter((one) => one.remoteAddress === host).length
    const leave = this.closed || !isNear(host) || ofHost >= INBOUND_OF_HOST_MAX ? null : this.porch.enter(host)
    if (!leave) {
      socket.destroy()
      return
    }
    this.inbound.add(socket)
    socket.on('close', () => this.inbound.delete(socket))
    const said = await receiveKnock(socket, this.finder.name, this.ports.timers)
    leave()
    if (!said) return
    const meeting = [...this.meetings.values()].find(
      ({ place }) => place.announce && equal(said.knock.tag, gateTag(place.topic, said.answer, said.knock.name)),
    )
    if (!meeting || this.closed) {
      socket.destroy()
      return
    }
    await this.handOver(meeting, this.begin(false, socket, meeting, { name: said.knock.name, host }))
  }

  /** Who meets here wants to know the other's key, which is there only once the encryption is. */
  private async handOver(meeting: NearbyMeeting, stream: SecretStream): Promise<void> {
    const cancel = this.ports.timers.after(GATE_MS, () => stream.destroy())
    const opened = await stream.opened
    cancel()
    if (opened && !this.closed && this.meetings.get(toHex(meeting.place.topic)) === meeting) meeting.take(stream)
    else stream.destroy()
  }

  private begin(isInitiator: boolean, socket: Socket, meeting: NearbyMeeting, who: Pick<Contact, 'name' | 'host'>): SecretStream {
    const stream = new SecretStream(isInitiator, socket, { keyPair: meeting.place.keyPair })
    stream.on('error', () => undefined)
    capFrames(
      stream,
      () => FIRST_FRAME_MAX,
      () => stream.destroy(),
    )
    stream.setTimeout(SILENT_MS)
    stream.setKeepAlive(SILENT_MS / 3)
    const contact = { ...who, since: this.ports.timers.now(), stream, meeting }
    this.contacts.add(contact)
    stream.on('close', () => {
      this.contacts.delete(contact)
      socket.destroy()
    })
    return stream
  }
}
