import type SecretStream from '@hyperswarm/secret-stream'
import type { Place } from '../place.ts'

/** What a meeting asks of its node. */
export interface MeetingPorts {
  /** Ends what was begun for it. */
  leave(): void
  /** Dials everybody for it. */
  again(): void
}

/** One place on the local network. */
export class NearbyMeeting {
  readonly place: Place
  private readonly ports: MeetingPorts
  private readonly streams = new Set<SecretStream>()
  private readonly old = new WeakSet<SecretStream>()

  constructor(place: Place, ports: MeetingPorts) {
    this.place = place
    this.ports = ports
  }

  /** Hands a connection to who meets here. */
  take(stream: SecretStream): void {
    this.streams.add(stream)
    stream.on('close', () => this.streams.delete(stream))
    this.place.onStream(stream)
  }

  /** Whether a connection still stands for its peer's being there. */
  counts(stream: SecretStream): boolean {
    return !this.old.has(stream)
  }

  /** Dials everybody once more, also who is connected: there is more to speak of than there was. */
  renew(): void {
    for (const stream of this.streams) this.old.add(stream)
    this.ports.again()
  }

  /** Dials everybody once more who is not there: who was no partner may be one by now. */
  askAgain(): void {
    this.ports.again()
  }

  async close(): Promise<void> {
    this.ports.leave()
  }
}
