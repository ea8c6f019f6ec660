import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { RING } from '../../log/types.ts'
import { ROLE } from '../format/operation.ts'
import { makeStatement } from '../format/statement.ts'
import { writableEpochs } from './epochs.ts'
import { accepts, foldRoster } from './fold.ts'
import { alone, names } from './scene.ts'
import { type Story, someBytes } from './testing.ts'

let { story, asha, bella } = alone()

beforeEach(() => {
  ;({ story, asha, bella } = alone())
})

describe('two blocks of one place', () => {
  it('stop their log there, but not the genesis', () => {
    story.admit(asha)
    const { length } = story.founder.computer
    story.operate(story.founder.computer, story.admission(bella))
    story.remove(asha, [], { index: length })
    story.operate(story.founder.computer, story.admission(story.organisation('Cleo')))
    expect(names(story.fold())).toEqual(['Founder', 'Asha'])
    story.operate(story.founder.computer, story.admission(bella), { index: 0 })
    expect(names(story.fold())).toEqual(['Founder'])
  })
})

/** A long story with everything in it. */
function longStory(): Story {
  const cleo = story.organisation('Cleo')
  story.admit(asha)
  story.admit(bella, ROLE.member, false)
  story.epoch(story.founder.computer, RING.main, 'one', [story.founder, asha, bella])
  const second = story.computer(asha, 'second')
  story.operate(asha.computer, { operation: 'statement', statement: second.statement.bytes }, { heads: [[bella.computer, 1]] })
  story.epoch(second.computer, RING.safe, 'safe', [story.founder, asha])
  story.operate(bella.computer, story.admission(cleo))
  story.remove(asha, [[second.computer, 1]], {}, bella.computer)
  story.operate(second.computer, { operation: 'leave', instance: bella.instance })
  story.admit(cleo)
  story.operate(cleo.computer, { operation: 'leave', instance: cleo.instance }, { heads: [[asha.computer, 2]] })
  story.remove(asha, [[asha.computer, 2]], { heads: [[second.computer, 1]] })
  const epochId = someBytes('epoch next')
  story.epoch(story.founder.computer, RING.roster, 'next', [story.founder, bella], { epochId })
  story.rosterEpoch = epochId
  story.computer(asha, 'third')
  story.admit(asha)
  story.operate(bella.computer, {
    operation: 'statement',
    statement: makeStatement(story.space, bella.keys, [], {
      kind: 'certify',
      device: asha.computer.keys.publicKey,
      box: someBytes('box'),
      label: '',
    }).bytes,
  })
  story.operate(story.founder.computer, story.admission(cleo), { index: story.founder.computer.length - 1 })
  return story
}

describe('the roster', () => {
  it('is the same for the same blocks, in whatever order and however often they came', () => {
    const { blocks } = longStory()
    const expected = story.fold()
    fc.assert(
      fc.property(fc.shuffledSubarray(blocks, { minLength: blocks.length }), fc.array(fc.constantFrom(...blocks)), (order, again) => {
        expect(story.fold([...order, ...again])).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })

  it('is the same for two who hold the same part, and stays a roster for any part', () => {
    const { blocks } = longStory()
    fc.assert(
      fc.property(fc.subarray(blocks), fc.infiniteStream(fc.nat()), (part, keys) => {
        const shuffled = part
          .map((block) => ({ block, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ block }) => block)
        const roster = foldRoster(story.space, story.genesisHash, part)
        expect(foldRoster(story.space, story.genesisHash, shuffled)).toEqual(roster)
        expect(roster === null).toBe(!part.some((block) => block.blockHash.equals(story.genesisHash)))
        if (roster) expect(roster.members[0]).toMatchObject({ name: 'Founder', present: true, role: ROLE.founder })
      }),
      { numRuns: 200 },
    )
  })

  it('never has a removed member back, however much more of the members’ logs comes', () => {
    story.admit(asha)
    story.admit(bella)
    story.remove(asha, [[asha.computer, 2]])
    const base = [...story.blocks]
    story.operate(asha.computer, { operation: 'accept', accepted: asha.instance })
    story.operate(asha.computer, story.admission(asha))
    story.remove(bella, [], {}, asha.computer)
    story.operate(bella.computer, story.admission(asha), { heads: [[asha.computer, 9]] })
    story.operate(bella.computer, { operation: 'leave', instance: bella.instance })
    story.epoch(bella.computer, RING.main, 'x', [story.founder, asha, bella])
    const later = story.blocks.slice(base.length)
    fc.assert(
      fc.property(fc.subarray(later), (more) => {
        const roster = story.fold([...base, ...more])
        expect(story.member(asha, roster).present).toBe(false)
        expect(accepts(roster, asha.computer.logId, 2)).toBe('quarantined')
        expect(writableEpochs(roster.epochs, roster.members, RING.main)).toEqual([])
      }),
    )
  })

  it('is null for another genesis, or one that its certificate does not belong to', () => {
    expect(foldRoster(story.space, someBytes('another'), story.blocks)).toBeNull()
    const [genesis] = story.blocks
    if (!genesis) throw new Error('no genesis')
    expect(foldRoster(story.space, story.genesisHash, [{ ...genesis, logId: asha.computer.logId }])).toBeNull()
  })
})
