import { createSocket, type Socket } from 'node:dgram'
import type { Timers } from '../timers.ts'
import { isOnOurNetwork, type Own, ownAddresses } from './address.ts'
import { isAboutUs } from './packet.ts'

/** Where multicast DNS is spoken (RFC 6762). */
export const MDNS = { group: '224.0.0.251', port: 5353 }
const HOPS = 255
/** How often it is looked whether a cable was plugged in or a wireless network left, in ms. */
const LOOK_MS = 3_000
/** Packets about the service that are read in a burst, and then in a second. */
const BURST = 200
const PER_SECOND = 50

export interface RadioPorts {
  timers: Timers
  /** A packet about the service, from a computer on a network of ours. */
  heard(bytes: Buffer, from: string): void
  /** This computer came onto another network, or off one. */
  changed(): void
  /** Multicast began to work, or ceased to. */
  switched(): void
}

interface Ear {
  own: Own
  socket: Socket
  /** `new` until something was sent by it. */
  state: 'binding' | 'new' | 'works' | 'fails'
  /** The one before it failed: this one has to show first that it works. */
  isDoubted: boolean
}

/**
 * Multicast on every network that this computer is on, by one socket each: a packet goes out by the interface that is named, so that no route to
 * anywhere is needed.
 */
export class Radio {
  private readonly ports: RadioPorts
  private readonly group: typeof MDNS
  private readonly ears = new Map<string, Ear>()
  private cancel: () => void = () => {}
  private tokens = BURST
  private counted: number
  private closed = false

  constructor(ports: RadioPorts, group = MDNS) {
    this.ports = ports
    this.group = group
    this.counted = ports.timers.now()
    this.look()
  }

  /** Whether multicast works, as far as is known, on any network beyond this computer itself; where there is none, on this computer. */
  get works(): boolean {
    const ears = [...this.ears.values()]
    const outer = ears.filter(({ own }) => !own.internal)
    return (outer.length > 0 ? outer : ears).some(({ state, isDoubted }) => state === 'works' || (state !== 'fails' && !isDoubted))
  }

  send(bytes: Buffer): void {
    for (const ear of this.ears.values()) {
      if (ear.state !== 'new' && ear.state !== 'works') continue
      ear.socket.send(bytes, this.group.port, this.group.group, (error) => this.turn(ear, error ? 'fails' : 'works'))
    }
  }

  close(): void {
    this.closed = true
    this.cancel()
    for (const ear of this.ears.values()) ear.socket.close()
    this.ears.clear()
  }

  private look(): void {
    const now = new Map(ownAddresses().map((own) => [`${own.address}/${own.netmask}`, own]))
    for (const [name, ear] of this.ears) {
      const known = now.has(name)
      if (known && ear.state !== 'fails') continue
      ear.socket.close()
      this.ears.delete(name)
      const own = now.get(name)
      // One that failed is tried afresh, quietly: the next question goes out by it too.
      if (own) this.ears.set(name, this.listen(own, true))
      else if (ear.state === 'works') this.ports.changed()
    }
    for (const [name, own] of now) if (!this.ears.has(name)) this.ears.set(name, this.listen(own, false))
    this.cancel = this.ports.timers.after(LOOK_MS, () => this.look())
  }

  private listen(own: Own, isDoubted: boolean): Ear {
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    const ear: Ear = { own, socket, state: 'binding', isDoubted }
    socket.on('error', () => this.turn(ear, 'fails'))
    socket.on('message', (bytes, { address }) => this.take(bytes, address))
    socket.bind(this.group.port, () => {
      try {
        socket.addMembership(this.group.group, own.address)
        socket.setMulticastInterface(own.address)
        socket.setMulticastTTL(HOPS)
        socket.setMulticastLoopback(true)
      } catch {
        // A network without multicast: said by `works`, tried again at the next look.
        this.turn(ear, 'fails')
        return
      }
      ear.state = 'new'
      if (!isDoubted) this.ports.changed()
    })
    socket.unref()
    return ear
  }

  private turn(ear: Ear, state: Ear['state']): void {
    // The last word about a socket that was closed meanwhile is of no use.
    if (this.closed || ear.state === state || ear.state === 'fails' || ![...this.ears.values()].includes(ear)) return
    const worked = this.works
    ear.state = state
    if (this.works !== worked) this.ports.switched()
  }

  private take(bytes: Buffer, from: string): void {
    if (this.closed || !isAboutUs(bytes) || !this.mayRead() || !isOnOurNetwork(from, this.own)) return
    this.ports.heard(bytes, from)
  }

  private get own(): Own[] {
    return [...this.ears.values()].map(({ own }) => own)
  }

  private mayRead(): boolean {
    const now = this.ports.timers.now()
    this.tokens = Math.min(BURST, this.tokens + (Math.max(0, now - this.counted) / 1000) * PER_SECOND)
    this.counted = now
    if (this.tokens < 1) return false
    this.tokens -= 1
    return true
  }
}
