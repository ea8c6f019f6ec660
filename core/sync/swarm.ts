import { randomInt } from 'node:crypto'
import HyperDHT from 'hyperdht'
import Hyperswarm, { type PeerDiscovery } from 'hyperswarm'
import type { MeetingNode, Place } from './place.ts'
import type { Timers } from './timers.ts'

/** Ports that this computer's node may take. */
const PORT_MIN = 20_000
const PORT_MAX = 49_000
/** Peers under one key at once. */
const PEERS_MAX = 64
/**
 * When to ask again while nobody is there, in ms; the last one over and over. Two who announce at the same moment miss each other, and Hyperswarm
 * itself asks only every ten minutes.
 */
const RETRIES_MS = [500, 1_500, 4_000, 10_000, 30_000, 120_000]

/**
 * When Hyperswarm dials somebody again whom it did not reach, in ms: after the first try, the second, the third; the last is for peers that are
 * set by hand. Its own are 5 and 15 seconds, and after three it gives a peer up: too slow for two people who wait for each other.
 */
const BACKOFFS_MS = [500, 1_500, 4_000, 600_000]
const JITTER_MS = 250

/** This computer's node in the DHT, shared by everything that goes over the internet. */
export class InternetNode implements MeetingNode {
  private readonly dht: HyperDHT
  private readonly timers: Timers
  private readonly meetings = new Set<Meeting>()
  private closing = false

  /** Sends packets from now on. `bootstrap` empty: the public list. */
  constructor(bootstrap: readonly string[], timers: Timers) {
    this.timers = timers
    // Not HyperDHT's own port: it would tell the program, and on one computer a node that holds it on 127.0.0.1 takes the packets of all others.
    const port = randomInt(PORT_MIN, PORT_MAX)
    // Where all that we know of the world is this computer, so is our node: nothing of it leaves by another interface.
    const loopback = bootstrap.length > 0 && bootstrap.every((address) => /^(127\.|localhost:)/.test(address))
    this.dht = new HyperDHT({
      port,
      ...(bootstrap.length > 0 ? { bootstrap: [...bootstrap] } : {}),
      ...(loopback ? { host: '127.0.0.1' } : {}),
    })
    // One listener a swarm, and swarms come and go with roster epochs.
    this.dht.setMaxListeners(0)
  }

  /** Resolves when the node knows others, or has found none. */
  async ready(): Promise<void> {
    await this.dht.fullyBootstrapped()
  }

  meet(place: Place): Meeting {
    const meeting = new Meeting(this.dht, place, this.timers)
    this.meetings.add(meeting)
    return meeting
  }

  /** Nothing is sent or received afterwards. */
  async close(): Promise<void> {
    if (this.closing) return
    this.closing = true
    await Promise.all([...this.meetings].map((meeting) => meeting.close()))
    await this.dht.destroy({ force: true })
  }
}

/** One topic under one key. */
export class Meeting {
  private readonly place: Place
  private readonly swarm: Hyperswarm
  private readonly discovery: PeerDiscovery
  private readonly timers: Timers
  private announcing: boolean
  private retries = 0
  private cancelRetry: () => void = () => {}
  private closing: Promise<void> | null = null

  constructor(dht: HyperDHT, place: Place, timers: Timers) {
    this.place = place
    this.timers = timers
    this.announcing = place.announce
    this.swarm = new Hyperswarm({ dht, keyPair: place.keyPair, maxPeers: PEERS_MAX, backoffs: BACKOFFS_MS, jitter: JITTER_MS })
    this.swarm.on('connection', (stream) => {
      // A connection that breaks is told by its close; why it broke is of no use to anybody.
      stream.on('error', () => undefined)
      if (this.closing) stream.destroy()
      else place.onStream(stream)
    })
    this.discovery = this.swarm.join(place.topic, { server: place.announce, client: place.look })
    this.askLater()
  }

  /** Starts or stops to let others find us; connections stay. */
  setAnnounce(announce: boolean): void {
    if (this.announcing === announce || this.closing) return
    this.announcing = announce
    this.ask()
  }

  /** Looks for the others at once: somebody whom we knew nothing of, or who knew nothing of us, may have been turned away before. */
  askAgain(): void {
    if (!this.closing) this.ask()
  }

  close(): Promise<void> {
    this.closing ??= this.leave()
    return this.closing
  }

  private ask(): void {
    // Who was given up may be there by now: being found again counts as new.
    for (const peer of this.swarm.peers.values()) peer.attempts = 0
    // A query that fails is asked again later, by us or by Hyperswarm.
    this.discovery.refresh({ server: this.announcing, client: this.place.look }).catch(() => undefined)
  }

  private askLater(): void {
    const wait = RETRIES_MS[Math.min(this.retries, RETRIES_MS.length - 1)] ?? 0
    this.cancelRetry = this.timers.after(wait, () => {
      this.retries = this.swarm.connections.size > 0 ? 0 : this.retries + 1
      if (this.retries > 0) this.ask()
      this.askLater()
    })
  }

  private async leave(): Promise<void> {
    this.cancelRetry()
    for (const stream of this.swarm.connections) stream.destroy()
    await this.swarm.leave(this.place.topic)
    await this.swarm.server.close()
    // Hyperswarm takes its DHT node along when it goes, but this one is shared.
    this.swarm.dht = { destroy: async () => undefined }
    await this.swarm.destroy()
  }
}
