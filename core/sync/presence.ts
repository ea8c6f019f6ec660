import { equal, toHex } from '../crypto/bytes.ts'
import type { Space } from '../space/space.ts'
import type { Way } from './place.ts'
import type { PeerSession } from './session.ts'
import type { Timers } from './timers.ts'

/** Two connections to one computer made within so many ms of each other are twins: both sides keep the same one. */
const TWINS_MS = 10_000

/** A member of a space that is connected. */
export interface Met {
  space: Space
  organisation: Buffer
  device: Buffer
  session: PeerSession
  way: Way
}

/** Who is connected and how, one connection for a computer and space, and who was. */
export class Presence {
  private readonly timers: Timers
  private readonly lastSeen = new Map<string, { organisation: Buffer; at: number }>()
  private readonly devices = new Map<string, { space: Space; device: Buffer; at: number }>()
  private met: Met[] = []

  constructor(timers: Timers) {
    this.timers = timers
  }

  /** Somebody is there. False where it was already, over a connection that stays in place of this one. */
  meet(met: Met): boolean {
    const twin = this.met.find((one) => one.space === met.space && equal(one.device, met.device))
    if (twin) {
      const loser = loserOf(twin, met)
      loser.session.leave(met.space)
      if (loser === met) return false
    }
    this.met.push(met)
    this.see(met)
    return true
  }

  /** A connection ended, or speaks no more of a space. False where it was none that counted. */
  part(session: PeerSession, space?: Space): boolean {
    const gone = this.met.filter((one) => one.session === session && (!space || one.space === space))
    this.met = this.met.filter((one) => !gone.includes(one))
    for (const one of gone) this.see(one)
    return gone.length > 0
  }

  /**
   * Computers that are there, or those by one way. A partner's that is met in two spaces over the internet counts twice, as nothing may tie the two;
   * one of ours counts once.
   */
  count(way?: Way): number {
    const there = this.met.filter((one) => !way || one.way === way)
    const ours = there.filter(({ space, organisation }) => equal(organisation, space.organisationKey))
    const partners = new Set(there.filter((one) => !ours.includes(one)).map(({ session }) => session))
    const inOneSpace = [...Map.groupBy(ours, ({ space }) => space).values()].map((met) => met.length)
    return partners.size + Math.max(0, ...inOneSpace)
  }

  /** Organisations of a space that were there; `way` is null for who is not there now. */
  seenIn(space: Space): { organisation: Buffer; way: Way | null; lastSeen: number }[] {
    return [...this.lastSeen]
      .filter(([name]) => name.startsWith(toHex(space.id)))
      .map(([, { organisation, at }]) => {
        const ways = this.met.filter((one) => one.space === space && equal(one.organisation, organisation)).map(({ way }) => way)
        const way = ways.includes('nearby') ? 'nearby' : (ways[0] ?? null)
        return { organisation, way, lastSeen: way ? this.timers.now() : at }
      })
  }

  /** Computers of a space that were there, by their log key. */
  devicesIn(space: Space): { device: Buffer; connected: boolean; lastSeen: number }[] {
    return [...this.devices.values()]
      .filter((one) => one.space === space)
      .map(({ device, at }) => {
        const connected = this.met.some((one) => one.space === space && equal(one.device, device))
        return { device, connected, lastSeen: connected ? this.timers.now() : at }
      })
  }

  private see({ space, organisation, device }: Met): void {
    const at = this.timers.now()
    this.lastSeen.set(`${toHex(space.id)}:${toHex(organisation)}`, { organisation, at })
    this.devices.set(`${toHex(space.id)}:${toHex(device)}`, { space, device, at })
  }
}

/**
 * Of two connections to one computer: the one over the internet; else the older, or where they came together the one that both sides pick. A
 * nearby one that is dead ends by itself within seconds.
 */
function loserOf(older: Met, newer: Met): Met {
  if (older.way !== newer.way) return older.way === 'internet' ? older : newer
  const { session: first } = older
  const { session: second } = newer
  if (second.since - first.since > TWINS_MS || !first.handshake || !second.handshake) return older
  return Buffer.compare(first.handshake, second.handshake) < 0 ? newer : older
}
