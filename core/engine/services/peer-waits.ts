/** Until a peer that had not what it was asked for is asked again, ms: twice as long each time. */
const AGAIN_MS = 15_000
const AGAIN_MAX_MS = 15 * 60_000

/** Which peers are not to be asked for which files for a while. */
export class PeerWaits {
  private readonly waits = new WeakMap<object, Map<string, { until: number; ms: number }>>()

  /** Whether this peer is not to be asked for a file now. */
  isWaiting(peer: object, id: string, now: number): boolean {
    return (this.waits.get(peer)?.get(id)?.until ?? 0) > now
  }

  /** A peer had not what it was asked for. Says how long it is to be left alone, in ms. */
  begin(peer: object, id: string, now: number): number {
    const waits = this.waits.get(peer) ?? new Map<string, { until: number; ms: number }>()
    this.waits.set(peer, waits)
    const ms = Math.min(AGAIN_MAX_MS, (waits.get(id)?.ms ?? AGAIN_MS / 2) * 2)
    waits.set(id, { until: now + ms, ms })
    return ms
  }
}
