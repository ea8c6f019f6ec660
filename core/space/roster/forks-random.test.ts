import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { names, Scene } from './scene.ts'
import { type Computer, someBytes } from './testing.ts'
import type { ForkedLog } from './types.ts'

let scene = new Scene()
let { story, asha, bella, cleo, police, byAsha } = scene

beforeEach(begin)

function begin(): void {
  scene = new Scene()
  ;({ story, asha, bella, cleo, police, byAsha } = scene)
}

describe('the roster with forks', () => {
  /** Two stewards and the founder with two branches each, one of them contested. */
  function longStory() {
    const byBella = story.appoint(bella)
    const [dora, eve] = [story.organisation('Dora'), story.organisation('Eve')]
    const ashas = story.twin(asha.computer)
    const bellas = story.twin(bella.computer)
    const founders = story.twin(story.founder.computer)
    scene.bringIn(asha.computer, dora, byAsha)
    scene.cite(cleo, asha.computer)
    scene.bringIn(ashas, eve, byAsha)
    story.remove(cleo, [[cleo.computer, 1]], { appointment: byAsha }, ashas)
    scene.cite(eve, ashas)
    story.remove(dora, [[dora.computer, 1]], { appointment: byBella, heads: [[ashas, ashas.length]] }, bella.computer)
    scene.cite(cleo, bella.computer)
    story.operate(bellas, story.admission(police), { appointment: byBella })
    const epochId = someBytes('epoch next')
    story.epoch(story.founder.computer, 1, 'next', [story.founder, asha, cleo], { epochId, heads: [[cleo.computer, 2]] })
    scene.cite(cleo, story.founder.computer)
    story.remove(cleo, [], {}, founders)
    // What nobody cites.
    story.operate(asha.computer, { operation: 'leave', instance: asha.instance })
    story.operate(bella.computer, { operation: 'leave', instance: bella.instance })
    return [
      [asha.computer, ashas],
      [bella.computer, bellas],
      [story.founder.computer, founders],
    ] as const
  }

  it('is the same whichever branches are held, in whatever order blocks, proofs and branches came', () => {
    const pairs = longStory()
    const expected = scene.fold(...pairs.map((pair) => story.forked(pair)))
    expect(names(expected).sort()).toEqual(['Asha', 'Bella', 'Cleo', 'Eve', 'Founder'])
    fc.assert(
      fc.property(
        fc.shuffledSubarray(story.blocks, { minLength: story.blocks.length }),
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
        fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
        (blocks, order, swapped, twice) => {
          const forked = order.map((at) => {
            const [a, b] = pairs[at] as (typeof pairs)[number]
            const branches = swapped[at] ? [b, a] : [a, b]
            // A branch may be known twice, once only in part.
            return twice[at] ? story.forked([...branches, a], [b.length + 9, a.length + 9, a.length - 1]) : story.forked(branches)
          })
          expect(story.fold(blocks, forked)).toEqual(expected)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('is the same for who knows less of what nobody has cited', () => {
    const pairs = longStory()
    const all = scene.fold(...pairs.map((pair) => story.forked(pair)))
    const [[ashas, other], bellas, founders] = pairs
    const only = (pair: readonly Computer[], length?: number): ForkedLog => {
      const whole = story.forked(pair, length === undefined ? [] : [length])
      return { ...whole, branches: whole.branches.slice(0, 1) }
    }
    const less = [story.forked([ashas, other], [ashas.length - 1]), only(bellas, bellas[0].length - 1), only(founders)]
    expect(story.fold(story.blocks, less).hash).toEqual(all.hash)
  })

  it('never loses who was let in by what somebody cited whom no other branch removes, whatever else is signed', () => {
    const acts = fc.array(
      fc.record({
        onto: fc.constantFrom('founder', 'steward'),
        what: fc.constantFrom('remove', 'admit', 'appoint', 'cut', 'hand-over'),
        who: fc.nat({ max: 2 }),
        citing: fc.option(fc.nat({ max: 3 })),
      }),
      { minLength: 1, maxLength: 8 },
    )
    fc.assert(
      fc.property(acts, fc.boolean(), (list, inCharge) => {
        begin()
        const dora = story.organisation('Dora')
        scene.bringIn(asha.computer, dora, byAsha)
        scene.cite(cleo, asha.computer)
        // The steward removes no other steward.
        if (inCharge) story.appoint(bella)
        if (inCharge) scene.cite(bella, asha.computer)
        scene.cite(bella, story.founder.computer)
        const [ashas, founders] = [story.twin(asha.computer, 1), story.twin(story.founder.computer, 1)]
        const everybody = [bella, cleo, dora, police]
        const removed = new Set<string>()
        for (const { onto, what, who: nth, citing } of list) {
          const by = onto === 'founder' ? founders : ashas
          const at = onto === 'founder' ? {} : { appointment: byAsha }
          const who = everybody[nth] ?? bella
          if (onto === 'steward' && (what === 'remove' || what === 'cut')) removed.add(who.name)
          if (what === 'remove') story.remove(who, [], at, by)
          else if (what === 'cut') story.remove(who, [[who.computer, 1]], at, by)
          else if (what === 'appoint') story.operate(by, { operation: 'appoint', instance: who.instance }, at)
          else if (what === 'hand-over') {
            const given = story.operate(by, { operation: 'hand-over', instance: who.instance }, at)
            story.operate(who.computer, { operation: 'accept', accepted: given.operationId })
          } else police.instance = story.operate(by, story.admission(police), at).operationId
          if (citing !== null) scene.cite(everybody[citing] ?? police, by)
        }
        const forked = [story.forked([ashas, asha.computer]), story.forked([founders, story.founder.computer])].filter(({ branches }) =>
          branches.every(({ blocks }) => blocks.length > 0),
        )
        // Else the other branch, which removes Cleo, may have it all: of those who cite the first, none is left but who came in by it.
        const lost = inCharge || !removed.has('Cleo') ? new Set<string>() : new Set([...removed, 'Dora'])
        const kept = ['Founder', 'Asha', 'Bella', 'Cleo', 'Dora'].filter((name) => !lost.has(name))
        expect(names(story.fold(story.blocks, forked))).toEqual(expect.arrayContaining(kept))
      }),
      { numRuns: 100 },
    )
  })
})
