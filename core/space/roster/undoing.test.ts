import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { accepts } from './fold.ts'
import { names, Scene } from './scene.ts'
import { type Computer, someBytes } from './testing.ts'

let scene: Scene
/** The other branch of Asha's log. */
let twin: Computer
/** Where Bella's log is cut. */
let end: number

beforeEach(() => {
  scene = new Scene()
  twin = scene.story.twin(scene.asha.computer)
  end = scene.bella.computer.length
})

const roster = (...twins: Computer[]) => scene.fold(scene.story.forked([scene.asha.computer, ...twins]))
/** Bella is out for good, and nothing is in contest. */
function expectGone(...twins: Computer[]): void {
  for (const order of [twins, twins.toReversed()]) {
    const now = roster(...order)
    expect([names(now).includes('Bella'), now.contested]).toEqual([false, []])
    expect(accepts(now, scene.bella.computer.logId, end)).toBe('quarantined')
  }
}
function expectContested(...twins: Computer[]): void {
  for (const order of [twins, twins.toReversed()]) {
    const now = roster(...order)
    expect([names(now).includes('Bella'), now.contested]).toEqual([true, [scene.asha.computer.logId]])
  }
}

describe('a removal by a steward whose log is forked', () => {
  it('is not undone by the removed one, who cites the other branch behind her end', () => {
    const { story, founder, asha, bella, cleo } = scene
    scene.removeBy(asha.computer, bella)
    scene.cite(cleo, asha.computer)
    scene.cite(founder, asha.computer)
    story.operate(twin, { operation: 'accept', accepted: asha.instance })
    scene.cite(bella, twin)
    expectGone(twin)
  })

  it('nor from a computer that she certified afterwards', () => {
    const { story, asha, bella, cleo } = scene
    scene.removeBy(asha.computer, bella)
    scene.cite(cleo, asha.computer)
    story.operate(twin, { operation: 'accept', accepted: asha.instance })
    const { computer, statement } = story.computer(bella, 'later')
    story.operate(bella.computer, { operation: 'statement', statement: statement.bytes })
    scene.cite(computer, twin)
    expectGone(twin)
  })

  it('nor by whom she lets in there with the key of the steward, who may also let her in once more', () => {
    const { founder, asha, bella, cleo, police, eve } = scene
    scene.removeBy(asha.computer, bella)
    scene.cite(cleo, asha.computer)
    scene.cite(founder, asha.computer)
    scene.bringIn(twin, police, scene.byAsha)
    scene.cite(police, twin)
    scene.bringIn(asha.computer, eve, scene.byAsha)
    scene.cite(eve, twin)
    scene.admitBy(twin, bella, scene.byAsha)
    scene.cite(bella, twin)
    expectGone(twin)
    expect(names(roster(twin))).not.toContain('Police')
  })

  it('nor where the steward leaves on the other branch, and what was cited is under a key that began behind', () => {
    const { story, founder, asha, bella, cleo } = scene
    scene.removeBy(asha.computer, bella)
    const [before, epochId] = [story.rosterEpoch, someBytes('epoch next')]
    story.epoch(asha.computer, 1, 'next', [founder, asha, cleo], { epochId })
    story.rosterEpoch = epochId
    scene.cite(cleo, asha.computer)
    scene.cite(founder, asha.computer)
    story.rosterEpoch = before
    story.operate(twin, { operation: 'leave', instance: asha.instance })
    expectGone(twin)
    scene.cite(bella, twin)
    expectGone(twin)
  })

  it('stays in contest where somebody cites the other branch whom nobody removed', () => {
    const { story, founder, asha, bella, cleo, dora } = scene
    story.admit(dora)
    scene.removeBy(asha.computer, bella)
    scene.cite(cleo, asha.computer)
    scene.cite(founder, asha.computer)
    story.operate(twin, { operation: 'accept', accepted: asha.instance })
    scene.cite(bella, twin)
    expectGone(twin)
    scene.cite(dora, twin)
    expectContested(twin)
  })

  it('and where she had cited it before her end', () => {
    const { story, founder, asha, bella, cleo } = scene
    story.operate(twin, { operation: 'accept', accepted: asha.instance })
    scene.cite(bella, twin)
    end = bella.computer.length
    scene.removeBy(asha.computer, bella)
    scene.cite(cleo, asha.computer)
    scene.cite(founder, asha.computer)
    expectContested(twin)
  })

  it('and where the branches remove all those who cite the other; until somebody in charge cites one', () => {
    const { founder, asha, bella, cleo } = scene
    scene.removeBy(asha.computer, bella)
    scene.removeBy(twin, cleo, scene.byAsha, 0)
    scene.cite(cleo, asha.computer)
    scene.cite(bella, twin)
    expectContested(twin)
    expect(names(roster(twin))).toContain('Cleo')
    scene.cite(founder, asha.computer)
    expectGone(twin)
    expect(names(roster(twin))).toContain('Cleo')
  })

  it('holds on what two branches have in common, whatever else they say, against a third', () => {
    const { story, asha, bella, cleo, dora, eve } = scene
    story.admit(dora)
    scene.removeBy(asha.computer, bella)
    const other = story.twin(asha.computer)
    scene.bringIn(asha.computer, eve, scene.byAsha)
    scene.removeBy(other, dora)
    scene.cite(cleo, asha.computer)
    scene.cite(dora, other)
    scene.bringIn(twin, scene.police, scene.byAsha)
    scene.cite(bella, twin)
    for (const branches of [
      [twin, other],
      [other, twin],
    ]) {
      const now = roster(...branches)
      expect(names(now)).toEqual(['Founder', 'Asha', 'Cleo', 'Dora', 'Eve'])
      expect(now.contested).toEqual([asha.computer.logId])
      expect(accepts(now, bella.computer.logId, end)).toBe('quarantined')
    }
  })

  it('holds where the removed of two stewards cite for each other', () => {
    const { story, founder, asha, bella, cleo, dora, eve } = scene
    for (const one of [dora, eve]) story.admit(one)
    const byDora = story.appoint(dora)
    const [doras, evesEnd] = [story.twin(dora.computer), eve.computer.length]
    scene.removeBy(asha.computer, bella)
    scene.removeBy(dora.computer, eve, byDora)
    for (const of of [asha.computer, dora.computer]) scene.cite(cleo, of)
    scene.cite(founder, asha.computer)
    story.operate(twin, { operation: 'accept', accepted: asha.instance })
    story.operate(doras, { operation: 'accept', accepted: dora.instance })
    for (const one of [bella, eve]) for (const of of [twin, doras]) scene.cite(one, of)
    const pairs = [story.forked([asha.computer, twin]), story.forked([doras, dora.computer])]
    for (const forked of [pairs, pairs.toReversed()]) {
      const now = scene.fold(...forked)
      expect([names(now), now.contested]).toEqual([['Founder', 'Asha', 'Cleo', 'Dora'], []])
      expect(accepts(now, eve.computer.logId, evesEnd)).toBe('quarantined')
    }
  })

  it('holds though she was let in again behind it, and cites the other branch from a new computer', () => {
    const { story, founder, asha, bella, cleo } = scene
    scene.removeBy(asha.computer, bella)
    scene.cite(cleo, asha.computer)
    scene.cite(founder, asha.computer)
    const { computer } = story.computer(bella, 'new')
    const before = bella.instance
    bella.instance = story.operate(founder.computer, story.admission(bella)).operationId
    story.operate(twin, { operation: 'accept', accepted: asha.instance })
    scene.cite(computer, twin)
    const now = roster(twin)
    expect([names(now), now.contested]).toEqual([['Founder', 'Asha', 'Cleo', 'Bella'], []])
    expect(accepts(now, bella.computer.logId, end)).toBe('quarantined')
    expect(accepts(now, computer.logId, 0)).toBe('counted')
    expect(now.members.find(({ instance }) => instance.equals(before))?.present).toBe(false)
  })
})

describe('whoever a steward removed', () => {
  const act = fc.record({
    what: fc.constantFrom('admit', 'admit again', 'remove', 'leave', 'answer'),
    by: fc.constantFrom('bella', 'dora', 'newcomer', 'nobody'),
  })
  const twinOf = fc.record({ from: fc.nat({ max: 3 }), acts: fc.array(act, { minLength: 1, maxLength: 4 }) })

  /** Asha removes Bella and Dora, as the founder and Cleo cite; with her key others sign twins, which only the removed and whom those let in cite. */
  function tell(twins: readonly { from: number; acts: readonly { what: string; by: string }[] }[]): Computer[] {
    scene = new Scene()
    const { story, founder, asha, bella, cleo, dora, eve, byAsha } = scene
    scene.bringIn(asha.computer, dora, byAsha)
    story.operate(asha.computer, { operation: 'accept', accepted: asha.instance })
    end = bella.computer.length
    scene.removeBy(asha.computer, bella)
    scene.removeBy(asha.computer, dora)
    scene.bringIn(asha.computer, eve, byAsha)
    const known = asha.computer.length
    for (const one of [founder, cleo]) scene.cite(one, asha.computer, known)
    return twins.map(({ from, acts }, at) => {
      const other = story.twin(asha.computer, 1 + from)
      const newcomer = story.organisation(`Newcomer ${at}`)
      for (const { what, by } of acts) {
        if (what === 'admit') scene.bringIn(other, newcomer, byAsha)
        else if (what === 'admit again') story.operate(other, story.admission(bella), { appointment: byAsha })
        else if (what === 'remove') scene.removeBy(other, cleo, byAsha, 0)
        else if (what === 'leave') story.operate(other, { operation: 'leave', instance: asha.instance })
        else story.operate(other, { operation: 'accept', accepted: asha.instance })
        if (by !== 'nobody') scene.cite({ bella, dora, newcomer }[by] ?? bella, other)
      }
      return other
    })
  }

  it('is gone in whatever order all comes, however many other branches those who are gone cite', () => {
    fc.assert(
      fc.property(fc.array(twinOf, { minLength: 1, maxLength: 4 }), fc.infiniteStream(fc.nat()), (list, chance) => {
        const twins = tell(list)
        const { story, asha, bella } = scene
        const shuffled = <T>(of: readonly T[]): T[] =>
          of
            .map((one) => ({ one, at: chance.next().value ?? 0 }))
            .sort((a, b) => a.at - b.at)
            .map(({ one }) => one)
        const rosters = [1, 2].map(() => story.fold(shuffled(story.blocks), [story.forked(shuffled([asha.computer, ...twins]))]))
        // Whoever has not heard yet of all the branches, nor of all that those say who are gone.
        const whole = story.forked([asha.computer, ...twins])
        const heard = story.blocks.filter(
          ({ logId, index }) => !logId.equals(bella.computer.logId) || index < end + ((chance.next().value ?? 0) % 3),
        )
        const [own, ...others] = whole.branches
        const less = { ...whole, branches: [...(own ? [own] : []), ...shuffled(others).slice(1)] }
        for (const now of [...rosters, story.fold(heard, [less])]) {
          expect([names(now), now.contested]).toEqual([['Founder', 'Asha', 'Cleo', 'Eve'], []])
          expect(accepts(now, bella.computer.logId, end)).toBe('quarantined')
        }
        expect(rosters[0]).toEqual(rosters[1])
      }),
      { numRuns: 100 },
    )
  })
})
