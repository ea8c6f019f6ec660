import { expect } from 'vitest'
import type { Segment } from '../../core/log/types.ts'
import type { Space } from '../../core/space/space.ts'
import type { HeadMessage } from '../../core/sync/messages.ts'
import type { RefusalCode } from '../../core/sync/refusal.ts'
import { eventually } from './eventually.ts'
import { copyOf } from './forks.ts'
import { heldUp, STILL_MAX } from './held-up.ts'
import type { Hostile } from './hostile.ts'
import { makeCoalition, meet, type Party, record } from './spaces.ts'
import type { Stage } from './stage.ts'
import { connect, type Peer } from './sync.ts'

export interface Turncoat {
  a: Space
  b: Space
  bosko: Party
  victim: Peer
  /** What Bosko wrote alone, and how long his log is by it. */
  fresh: Segment
  head: HeadMessage
}

/** Alma's computer, and Bosko's, which has written on alone and turns hostile. */
export async function turncoat(stage: Stage): Promise<Turncoat> {
  const [alma, bosko] = [await stage.party('Alma'), await stage.party('Bosko')]
  const { a, b } = await makeCoalition(alma, bosko)
  await a.write([record('a secret of Alma')])
  await meet(a, b)
  const { length } = b.own
  await b.write(Array.from({ length: 4 }, (_, i) => record(`new ${i}`)))
  const [fresh, head] = [await b.own.segmentFrom(length), b.own.head()]
  if (!fresh || !head) throw new Error('there are new entries')
  return { a, b, bosko, victim: stage.peer(a), fresh, head: { ...head, logId: b.own.id, signer: b.own.signer } }
}

/** The victim drops who did it and says why; it never stands still, keeps what it had, and an honest partner is heard. */
export async function refuses(
  stage: Stage,
  at: Turncoat,
  act: () => Promise<Hostile>,
  code: RefusalCode,
  name: string | null,
): Promise<void> {
  const { a, b, victim } = at
  const { length } = await copyOf(a, b)
  const hash = a.roster?.hash
  const still = await heldUp(async () => {
    const hostile = await act()
    await eventually(() => expect(victim.refusals.map((one) => [one.code, one.name])).toEqual([[code, name]]))
    await eventually(() => expect([hostile.dropped, victim.sessions.size]).toEqual([true, 0]))
  })
  expect(still).toBeLessThan(STILL_MAX)
  expect([victim.failures, (await copyOf(a, b)).length, a.behind]).toEqual([[], length, false])
  expect(a.roster?.hash).toEqual(hash)
  connect(victim, stage.peer(b))
  await eventually(async () => expect((await copyOf(a, b)).length).toBe(b.own.length))
  await a.write([record('later')])
  await eventually(async () => expect((await copyOf(b, a)).length).toBe(a.own.length))
}
