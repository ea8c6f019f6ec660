import { equal } from '../../crypto/bytes.ts'
import type { Endpoint } from './address.ts'

/** Computers that are remembered, those at one address among them, and those that a person typed. */
const PEERS_MAX = 64
const PEERS_OF_HOST_MAX = 8
const TYPED_MAX = 8
/** How long one that was not heard of again is remembered, in ms: a little longer than it announces itself to be there. */
const HEARD_MS = 150_000
/** Names that a peer has borne and may still use. */
const NAMES_KEPT = 4

/** When somebody is dialled again, in ms after a try that came to nothing; the last one over and over. */
const BACKOFFS_MS = [1_000, 3_000, 10_000, 30_000, 120_000, 600_000]
/** The most that a person waits who typed an address. */
const TYPED_BACKOFF_MS = 10_000
/** One computer on the local network, and how often it was dialled for which place. */
export class Peer {
  readonly endpoint: Endpoint
  readonly typed: boolean
  private names: Buffer[] = []
  private heard: number
  private readonly tries = new Map<string, { due: number; failures: number }>()

  constructor(endpoint: Endpoint, typed: boolean, now: number) {
    this.endpoint = endpoint
    this.typed = typed
    this.heard = now
  }

  /** It announced itself under this name. */
  hear(name: Buffer, now: number): void {
    this.heard = now
    if (!this.isCalled(name)) this.names = [name, ...this.names].slice(0, NAMES_KEPT)
  }

  isCalled(name: Buffer): boolean {
    return this.names.some((one) => equal(one, name))
  }

  isForgotten(now: number): boolean {
    return !this.typed && now - this.heard > HEARD_MS
  }

  /** When it is to be dialled for a place, ms since 1970. */
  due(place: string): number | undefined {
    return this.tries.get(place)?.due
  }

  dialAt(place: string, due: number): void {
    this.tries.set(place, { due, failures: -1 })
  }

  /** A try, or a connection, is over. `good`: who was there belongs there, and is dialled again at once: a poor network breaks connections often. */
  ended(place: string, good: boolean, now: number): void {
    const failures = good ? 0 : (this.tries.get(place)?.failures ?? -1) + 1
    const wait = BACKOFFS_MS[Math.min(failures, BACKOFFS_MS.length - 1)] ?? 0
    this.tries.set(place, { due: now + (this.typed ? Math.min(wait, TYPED_BACKOFF_MS) : wait), failures })
  }

  forgetPlace(place: string): void {
    this.tries.delete(place)
  }

  /** Whether it was dialled and never led anywhere. */
  get isUseless(): boolean {
    return !this.typed && this.tries.size > 0 && [...this.tries.values()].every(({ failures }) => failures > 0)
  }
}

/** Everybody on the local network who is worth a dial; never more than a bounded number. */
export class Peers {
  private readonly peers = new Map<string, Peer>()

  all(): Peer[] {
    return [...this.peers.values()]
  }

  /** Somebody announced itself. Null where there is no room for one more. */
  hear(name: Buffer, endpoint: Endpoint, now: number): Peer | null {
    const peer = this.peers.get(nameOf(endpoint)) ?? this.add(endpoint, false, now)
    peer?.hear(name, now)
    return peer
  }

  /** A person typed an address. */
  type(endpoint: Endpoint, now: number): Peer {
    const known = this.peers.get(nameOf(endpoint))
    if (known?.typed) return known
    const typed = this.all().filter((peer) => peer.typed)
    if (typed.length >= TYPED_MAX && typed[0]) this.remove(typed[0])
    const peer = new Peer(endpoint, true, now)
    this.peers.set(nameOf(endpoint), peer)
    return peer
  }

  /** Forgets who was not heard of for long, except who `keep` speaks for. */
  sweep(now: number, keep: (peer: Peer) => boolean): void {
    for (const peer of this.all()) if (peer.isForgotten(now) && !keep(peer)) this.remove(peer)
  }

  private add(endpoint: Endpoint, typed: boolean, now: number): Peer | null {
    if (this.all().filter((peer) => peer.endpoint.host === endpoint.host).length >= PEERS_OF_HOST_MAX) return null
    if (this.peers.size >= PEERS_MAX) {
      const useless = this.all().find((peer) => peer.isUseless)
      if (!useless) return null
      this.remove(useless)
    }
    const peer = new Peer(endpoint, typed, now)
    this.peers.set(nameOf(endpoint), peer)
    return peer
  }

  private remove(peer: Peer): void {
    this.peers.delete(nameOf(peer.endpoint))
  }
}

const nameOf = ({ host, port }: Endpoint): string => `${host}:${port}`
