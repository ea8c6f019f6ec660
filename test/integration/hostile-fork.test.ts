import { describe, expect, it } from 'vitest'
import type { Space } from '../../core/space/space.ts'
import { eventually } from '../support/eventually.ts'
import { bringAll, copyOf, ForkStage, write } from '../support/forks.ts'
import { heldUp, STILL_MAX } from '../support/held-up.ts'
import { joinAs, makeCoalition, pull } from '../support/spaces.ts'
import { connect } from '../support/sync.ts'

const stage = ForkStage.forThisFile()

/** Two honest members hold different branches of the log of a third, by so many entries each; a fourth holds the first branch. */
async function scene(first: number, second: number) {
  const cvetka = await stage.party('Cvetka')
  const [alma, bosko, dana] = [await stage.party('Alma'), await stage.party('Bosko'), await stage.party('Dana')]
  const { a, b } = await makeCoalition(alma, bosko)
  const c = await joinAs(a, cvetka)
  const d = await joinAs(a, dana)
  await bringAll([a, b, c, d])
  const other = await stage.twin(cvetka, c)
  const common = c.own.length
  await write(c, first, 'to Alma')
  await write(other, second, 'to Bosko, another')
  await pull(c.own, await copyOf(a, c))
  await pull(c.own, await copyOf(d, c))
  await pull(other.own, await copyOf(b, c))
  return { a, b, c, d, other, common, alma, bosko }
}

const provenAt = (space: Space, of: Space) => space.forks.of(of.own.id)?.index

describe('a member that signs two branches of its log', () => {
  it.each([
    [3, 3],
    [3, 5],
    [80, 3],
  ])('of %i and %i entries does not keep those apart who hold one each, nor after a restart', async (first, second) => {
    const { c, alma, bosko, common, ...made } = await scene(first, second)
    let { a, b } = made
    const lengths = [(await copyOf(a, c)).length, (await copyOf(b, c)).length]
    for (const round of [1, 2]) {
      const [left, right] = [stage.peer(a), stage.peer(b)]
      await a.write([{ kind: 'incident', kindVersion: 1, minimumReader: 1, body: Buffer.from(`from Alma ${round}`) }])
      const still = await heldUp(async () => {
        connect(left, right)
        await eventually(async () => expect((await copyOf(b, a)).length).toBe(a.own.length))
        await write(b, 1, `from Bosko ${round}`)
        await eventually(async () => expect((await copyOf(a, b)).length).toBe(b.own.length))
        await eventually(() =>
          expect([...left.refusals, ...right.refusals].map((one) => [one.code, one.name])).toContainEqual(['fork', 'Cvetka']),
        )
        await eventually(() => expect([provenAt(a, c), provenAt(b, c)]).toEqual([common, common]))
      })
      expect(still).toBeLessThan(STILL_MAX)
      expect([...left.refusals, ...right.refusals].filter(({ name }) => name !== 'Cvetka')).toEqual([])
      expect([left.sessions.size, right.sessions.size, left.failures, right.failures]).toEqual([1, 1, [], []])
      for (const one of [left, right]) await one.close()
      a = await stage.restarted(alma, a)
      b = await stage.restarted(bosko, b)
      // What is proven is kept.
      expect([provenAt(a, c), provenAt(b, c)]).toEqual([common, common])
    }
    expect([(await copyOf(a, c)).length, (await copyOf(b, c)).length]).toEqual(lengths)
  })

  it('is proven to those who only ever saw one branch, and to one who holds none', async () => {
    const { a, b, c, d, common } = await scene(4, 2)
    const [left, right, third] = [stage.peer(a), stage.peer(b), stage.peer(d)]
    connect(left, right)
    await eventually(() => expect([provenAt(a, c), provenAt(b, c)]).toEqual([common, common]))
    expect(provenAt(d, c)).toBeUndefined()
    connect(left, third)
    await eventually(() => expect(provenAt(d, c)).toBe(common))
    expect([left.sessions.size, third.refusals]).toEqual([2, []])
  })

  it('is proven from the first block that differs, whichever two of three branches meet first', async () => {
    const cvetka = await stage.party('Cvetka')
    const [alma, bosko, dana] = [await stage.party('Alma'), await stage.party('Bosko'), await stage.party('Dana')]
    const { a, b } = await makeCoalition(alma, bosko)
    const c = await joinAs(a, cvetka)
    const d = await joinAs(a, dana)
    await bringAll([a, b, c, d])
    const [early, common] = [await stage.twin(cvetka, c), c.own.length]
    await write(c, 5, 'on two branches')
    const late = await stage.twin(cvetka, c)
    await write(c, 7, 'to Alma')
    await write(late, 3, 'to Bosko')
    await write(early, 20, 'to Dana')
    await pull(c.own, await copyOf(a, c))
    await pull(late.own, await copyOf(b, c))
    await pull(early.own, await copyOf(d, c))
    const [left, right, third] = [stage.peer(a), stage.peer(b), stage.peer(d)]
    connect(left, right)
    await eventually(() => expect([provenAt(a, c), provenAt(b, c)]).toEqual([common + 5, common + 5]))
    connect(right, third)
    await eventually(() => expect([a, b, d].map((one) => provenAt(one, c))).toEqual([common, common, common]))
  })
})
