import { describe, expect, it } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { SegmentError } from '../../core/log/segment.ts'
import type { Space } from '../../core/space/space.ts'
import { eventually } from '../support/eventually.ts'
import { ForkStage } from '../support/forks.ts'
import { bring, joinAs, makeCoalition, meet, type Party, record } from '../support/spaces.ts'
import { connect, type Peer } from '../support/sync.ts'

const stage = ForkStage.forThisFile()
const NAMES = ['Alma', 'Bosko', 'Cvetka', 'Dana', 'Elsa']
/** More of them: SEEDS=1,2,3 in the environment. Of these each showed a fault once. */
const SEEDS = (process.env['SEEDS'] ?? '7,24,26').split(',').map(Number)

/** Times that everybody is connected anew at most: a slow machine needs more of them. */
const ROUNDS = 20

/** The same numbers for the same seed (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const present = (space: Space): string[] => (space.roster?.members ?? []).filter((one) => one.present).map(({ name }) => name)

/** Brings what fits: what is of another branch does not. */
async function tryBring(from: Space, to: Space): Promise<void> {
  try {
    await bring(from, to)
  } catch (error) {
    if (!(error instanceof SegmentError)) throw error
  }
}

/** What a computer in charge, or in wrong hands, may do. Not all of it is allowed to each. */
async function act(by: Space, what: number, other: Space): Promise<void> {
  const instance = other.me?.instance
  try {
    if (what === 0) await by.accept()
    else if (what === 1) await by.write([record('an entry')])
    else if (what === 2 && instance) await by.remove(instance)
    else if (what === 3 && instance) await by.appoint(instance)
  } catch (error) {
    if ((error as { code?: string }).code === undefined) throw error
  }
}

/** Resolves when this is so, or not soon: who did not know each other yet has to be connected again, as the program does. */
async function settled(isSo: () => boolean): Promise<void> {
  await eventually(() => expect(isSo()).toBe(true), { limitMs: 2_500 }).catch(() => undefined)
}

/** Connects everybody to everybody. */
function meetAll(spaces: readonly Space[]): Peer[] {
  const peers = spaces.map((space) => stage.peer(space))
  for (const [i, left] of peers.entries()) for (const right of peers.slice(i + 1)) connect(left, right)
  return peers
}

describe('whatever is signed on how many branches, and to whomever it went', () => {
  it.each(SEEDS)('those who belong have one roster when they have met: %i', async (seed) => {
    const next = numbers(seed)
    const pick = <T>(list: readonly T[]): T => list[next(list.length)] as T
    const parties: Party[] = []
    for (const name of NAMES) parties.push(await stage.party(name))
    const [alma, bosko, ...others] = parties as [Party, Party, ...Party[]]
    const { a, b } = await makeCoalition(alma, bosko)
    const spaces = [a, b]
    for (const one of others) spaces.push(await joinAs(a, one))
    await meet(...spaces)
    for (const steward of spaces.slice(1, 3)) await a.appoint(steward.me?.instance ?? Buffer.alloc(32))
    await meet(...spaces)
    const all = [...spaces]
    for (let step = 0; step < 30; step += 1) {
      const kind = next(10)
      if (kind === 0 && all.length < spaces.length + 4) {
        const at = next(3)
        all.push(await stage.twin(parties[at] as Party, spaces[at] as Space))
      } else if (kind < 6) await act(pick(all), next(4), pick(spaces))
      else await tryBring(pick(all), pick(all))
    }
    const belong = () => spaces.filter((_, at) => present(a).includes(NAMES[at] as string))
    const isOne = () => new Set(belong().map(({ roster }) => roster?.hash.toString('hex'))).size === 1
    for (let round = 0; round < ROUNDS && (round === 0 || !isOne()); round += 1) {
      const peers = meetAll(spaces)
      await settled(() => isOne() || spaces.some((space) => space.behind))
      expect(peers.flatMap(({ failures }) => failures)).toEqual([])
      for (const peer of peers) await peer.close()
      // Who finds that others hold more of its log, or another branch, goes on in another.
      for (const space of spaces.filter((one) => one.behind)) {
        const { identity } = parties[spaces.indexOf(space)] as Party
        const former = identity.deviceSeed
        identity.deviceSeed = randomBytes(32)
        await space.succeed(identity, [former])
      }
    }
    expect(isOne()).toBe(true)
  })
})
