import type SecretStream from '@hyperswarm/secret-stream'
import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { signKeyPair } from '../../crypto/sign.ts'
import type { Network } from '../../engine/contract/index.ts'
import { ParasolError } from '../../error.ts'
import type { Space } from '../../space/space.ts'
import type { MeetingNode, Place } from '../place.ts'
import type { Timers } from '../timers.ts'
import { readAddress } from './address.ts'
import { MEMBERS } from './gate.ts'
import type { NearbyMeeting } from './meeting.ts'
import { NearbyNode } from './node.ts'
import type { MDNS } from './radio.ts'

export interface LinkPorts {
  timers: Timers
  /** Those that are spoken of, as they are now. */
  spaces(): Space[]
  /** Somebody on the local network who may be a member of these spaces. */
  onStream(stream: SecretStream, spaces: readonly Space[]): void
  /** Whether it turned out to be one. */
  proved(stream: SecretStream): boolean
  /** Pairings go over this node from now on; null: no more. */
  pair(node: MeetingNode | null): void
  changed(): void
  failed(error: unknown): void
  /** Where multicast DNS is spoken, for tests that must not hear the network. */
  group?: typeof MDNS
}

/** The local network as the sync manager uses it: off until it is switched on. */
export class NearbyLink {
  private readonly ports: LinkPorts
  private node: NearbyNode | null = null
  private members: { meeting: NearbyMeeting; spaces: ReadonlySet<string>; computers: number } | null = null
  private switching: Promise<void> = Promise.resolve()

  constructor(ports: LinkPorts) {
    this.ports = ports
  }

  /** Returns when it is on, or off; nothing is sent or received afterwards then. Throws what the system says where it cannot listen. */
  set(on: boolean): Promise<void> {
    const step = this.switching.then(() => (on ? this.start() : this.stop()))
    this.switching = step.catch(() => undefined)
    return step
  }

  status(): Pick<Network, 'nearby' | 'addresses'> {
    if (!this.node) return { nearby: 'off', addresses: [] }
    return { nearby: this.node.finds ? 'on' : 'blocked', addresses: this.node.addresses() }
  }

  /** Dials an address that a person typed. Throws NEARBY_OFF, BAD_ADDRESS, NOT_REACHED. */
  async type(text: string): Promise<void> {
    if (!this.node) throw new ParasolError('NEARBY_OFF')
    await this.node.type(readAddress(text))
  }

  /** The spaces may have changed: others are met for those that there are now. */
  visit(): void {
    if (!this.node) return
    const met = this.ports.spaces()
    const spaces = new Set(met.map((space) => toHex(space.id)))
    const before = this.members
    if (spaces.size === 0) {
      this.members = null
      void before?.meeting.close()
      return
    }
    const computers = met.reduce((sum, { computerCount }) => sum + computerCount, 0)
    this.members = { meeting: before?.meeting ?? this.node.meet(this.place()), spaces, computers }
    // A connection speaks of the spaces that there were when it began.
    if (before && [...spaces].some((space) => !before.spaces.has(space))) before.meeting.renew()
    else if (before && computers > before.computers) before.meeting.askAgain()
  }

  private place(): Place {
    return {
      topic: MEMBERS,
      // A key of its own for each connection: it ties none to another.
      get keyPair() {
        return signKeyPair(randomBytes(32))
      },
      announce: true,
      look: true,
      onStream: (stream) => this.ports.onStream(stream, this.ports.spaces()),
      proved: (stream) => this.ports.proved(stream),
    }
  }

  private async start(): Promise<void> {
    if (this.node) return
    const { timers, changed, failed, group } = this.ports
    this.node = await NearbyNode.open({ timers, changed, failed }, group)
    this.visit()
    this.ports.pair(this.node)
    changed()
  }

  private async stop(): Promise<void> {
    const { node } = this
    if (!node) return
    this.node = null
    this.members = null
    this.ports.pair(null)
    await node.close()
    this.ports.changed()
  }
}
