import { describe, expect, it } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import type { Space } from '../../core/space/space.ts'
import { eventually } from '../support/eventually.ts'
import { bringAll, copyOf, ForkStage, write } from '../support/forks.ts'
import { bring, joinAs, makeCoalition, record, texts } from '../support/spaces.ts'
import { connect } from '../support/sync.ts'

const stage = ForkStage.forThisFile()

const names = (space: Space): string[] =>
  (space.roster?.members ?? [])
    .filter((one) => one.present)
    .map(({ name }) => name)
    .sort()
const hash = (space: Space): string => space.roster?.hash.toString('hex') ?? ''

/** Has every space cite what it holds, in an entry that all can read. */
async function cite(space: Space): Promise<void> {
  await space.accept()
}

/**
 * Alma founds, Cvetka is a steward whose log gets two branches: on the one, which Alma and Bosko hold, she admits Elsa; on the other, which Dana
 * holds, she admits Fata and removes Bosko.
 */
async function scene() {
  const [alma, bosko, cvetka, dana] = [
    await stage.party('Alma'),
    await stage.party('Bosko'),
    await stage.party('Cvetka'),
    await stage.party('Dana'),
  ]
  const { a, b } = await makeCoalition(alma, bosko)
  const c = await joinAs(a, cvetka)
  const d = await joinAs(a, dana)
  await bringAll([a, b, c, d])
  const steward = a.roster?.members.find(({ name }) => name === 'Cvetka')
  if (!steward) throw new Error('Cvetka is in')
  await a.appoint(steward.instance)
  await bringAll([a, b, c, d])
  const common = c.own.length
  const other = await stage.twin(cvetka, c)
  const [elsa, fata] = [await stage.party('Elsa'), await stage.party('Fata')]
  const e = await joinAs(c, elsa)
  const f = await joinAs(other, fata)
  const removed = other.roster?.members.find(({ name }) => name === 'Bosko')
  if (!removed) throw new Error('Bosko is in')
  await other.remove(removed.instance)
  await write(c, 3, 'to Alma and Bosko')
  await write(other, 70, 'to Dana')
  await bringAll([a, b, c, e])
  await bringAll([d, other, f])
  expect(names(b)).toEqual(['Alma', 'Bosko', 'Cvetka', 'Dana', 'Elsa'])
  expect(names(d)).toEqual(['Alma', 'Cvetka', 'Dana', 'Fata'])
  // Alma, too: else Bosko would be out, as only he and whom that branch had let in cite the one that does not remove him.
  for (const one of [a, b, d]) await cite(one)
  return { a, b, c, d, e, f, other, common, alma, bosko, cvetka, dana, elsa, fata }
}

const ALL = ['Alma', 'Bosko', 'Cvetka', 'Dana', 'Elsa', 'Fata']

describe('members who hold different branches of a steward’s log', () => {
  it('have one roster once they have met, and after both were started again', async () => {
    const at = await scene()
    let { a, d } = at
    const [left, right] = [stage.peer(a), stage.peer(d)]
    connect(left, right)
    await eventually(() => expect([a.forks.of(at.c.own.id)?.index, d.forks.of(at.c.own.id)?.index]).toEqual([at.common, at.common]))
    // Elsa has accepted what the one branch says, Dana has named the other; each is first heard of by that branch, or not at all.
    await eventually(() => expect([hash(a), names(a)]).toEqual([hash(d), ALL]))
    expect([left.failures, right.failures, left.sessions.size, right.sessions.size]).toEqual([[], [], 1, 1])
    for (const one of [left, right]) await one.close()
    const before = hash(a)
    a = await stage.restarted(at.alma, a)
    d = await stage.restarted(at.dana, d)
    expect([hash(a), hash(d)]).toEqual([before, before])
    expect(a.roster?.contested).toEqual([at.c.own.id])
    expect(a.roster?.frozen).toBe(false)
  })

  it('read and write with whom one of the branches alone had let in', async () => {
    const { a, d, e, f } = await scene()
    const peers = [a, d, e, f].map((space) => stage.peer(space))
    const [left, right, elsa, fata] = peers
    if (!left || !right || !elsa || !fata) throw new Error('four of them')
    connect(left, right)
    await eventually(() => expect([hash(a), names(a)]).toEqual([hash(d), ALL]))
    connect(left, fata)
    connect(right, elsa)
    await eventually(() => expect([hash(e), hash(f)]).toEqual([hash(a), hash(a)]))
    await f.write([record('from Fata')])
    await e.write([record('from Elsa')])
    for (const one of [a, d])
      await eventually(async () => expect(await texts(one)).toEqual(expect.arrayContaining(['from Elsa', 'from Fata'])))
    await a.write([record('from Alma')])
    for (const one of [e, f])
      await eventually(async () => expect(await texts(one)).toEqual(expect.arrayContaining(['from Alma', 'from Elsa', 'from Fata'])))
    expect(peers.flatMap(({ failures }) => failures)).toEqual([])
  })

  it('have it from others too, who hold neither that branch nor know whom it let in', async () => {
    const { a, b, d, e, f } = await scene()
    const [left, right] = [stage.peer(a), stage.peer(d)]
    connect(left, right)
    await eventually(() => expect([hash(a), names(a)]).toEqual([hash(d), ALL]))
    // What Dana says is under a key that the removed one lacks; what Fata says, all can read.
    await eventually(async () => expect((await copyOf(a, f)).length).toBe(f.own.length))
    await right.close()
    // Bosko and Elsa never meet anybody who holds Dana's branch.
    for (const space of [b, e]) {
      connect(left, stage.peer(space))
      await eventually(() => expect([hash(space), names(space)]).toEqual([hash(a), ALL]))
    }
  })

  it('go by the branch that the founder had when she removed the steward', async () => {
    const { a, b, c, d } = await scene()
    const steward = a.roster?.members.find(({ name }) => name === 'Cvetka')
    if (!steward) throw new Error('Cvetka is in')
    await bring(b, a)
    await a.remove(steward.instance)
    const [left, right] = [stage.peer(a), stage.peer(d)]
    connect(left, right)
    await eventually(() => expect([hash(d), d.roster?.contested]).toEqual([hash(a), []]))
    expect(names(d)).toEqual(['Alma', 'Bosko', 'Dana', 'Elsa'])
    expect(d.forks.of(c.own.id)).toBeDefined()
  })

  it('go on with a founder who was restored from a backup: what either branch had brought stands, and she has her say', async () => {
    const [alma, bosko, dana] = [await stage.party('Alma'), await stage.party('Bosko'), await stage.party('Dana')]
    const { a, b } = await makeCoalition(alma, bosko)
    const d = await joinAs(a, dana)
    await bringAll([a, b, d])
    const restored = await stage.twin(alma, a)
    const twin = stage.parties.at(-1)
    if (!twin) throw new Error('the twin is a party')
    const [elsa, fata] = [await stage.party('Elsa'), await stage.party('Fata')]
    const e = await joinAs(a, elsa)
    const f = await joinAs(restored, fata)
    await bringAll([a, b, e])
    await bringAll([restored, d, f])
    // The old computer is gone. Bosko has what it wrote, Dana what was written after the backup.
    const [left, right] = [stage.peer(restored), stage.peer(b)]
    const third = stage.peer(d)
    connect(right, third)
    connect(left, stage.peer(f))
    for (const one of [b, d]) {
      await eventually(() => expect([names(one), one.roster?.frozen]).toEqual([['Alma', 'Bosko', 'Dana', 'Elsa', 'Fata'], true]))
    }
    connect(left, right)
    await eventually(() => expect(restored.behind).toBe(true))
    await restored.succeed({ ...alma.identity, deviceSeed: randomBytes(32) }, [alma.identity.deviceSeed])
    const again = stage.peer(restored)
    connect(again, right)
    connect(again, third)
    await eventually(() => expect([hash(b), b.roster?.frozen]).toEqual([hash(restored), false]))
    expect(names(b)).toEqual(['Alma', 'Bosko', 'Dana', 'Elsa', 'Fata'])
    const gone = restored.roster?.members.find(({ name }) => name === 'Bosko')
    if (!gone) throw new Error('Bosko is in')
    await restored.remove(gone.instance)
    await eventually(() => expect(names(d)).toEqual(['Alma', 'Dana', 'Elsa', 'Fata']))
  })
})
