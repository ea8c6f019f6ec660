import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { sign } from '../../crypto/sign.ts'
import { ROLE, type VoteFields } from '../format/operation.ts'
import { type Computer, type Organisation, Story, someBytes } from './testing.ts'
import type { Roster, Succession } from './types.ts'
import { type Given, VoteScene } from './vote-scene.ts'
import { showsSuccession, votePayload } from './votes.ts'

let scene = new VoteScene()
let { story, asha, bella, cleo, dora } = scene

beforeEach(() => {
  scene = new VoteScene()
  ;({ story, asha, bella, cleo, dora } = scene)
})

describe('votes for another founder', () => {
  beforeEach(() => void scene.cite(asha))

  describe('whose stewards think again', () => {
    it('stays where one has taken her vote back, and who accepts has heard of it', () => {
      const block = story.succeed(asha, cleo, scene.vote([asha, bella], cleo))
      story.vote(bella, null, { number: 1 })
      expect(story.fold()).toMatchObject({ successions: [], elected: [] })
      scene.accept(cleo, block, { heads: [[bella.computer, bella.computer.length]] })
      expect(scene.roleOf(story.founder)).toBe(ROLE.founder)
    })

    it('is gone all the same where that was too late', () => {
      const block = story.succeed(asha, cleo, scene.vote([asha, bella], cleo))
      scene.accept(cleo, block)
      story.vote(bella, null, { number: 1, since: story.founder.instance })
      expect(scene.roleOf(cleo)).toBe(ROLE.founder)
    })

    it('is succeeded by whom they name last', () => {
      const before = scene.vote([asha, bella], cleo)
      const now = [asha, bella].map((one): Given => [one, story.vote(one, bella, { number: 1 })])
      expect(scene.elected).toEqual([bella.instance])
      const heads: [Computer, number][] = [asha, bella].map(({ computer }) => [computer, computer.length])
      scene.accept(cleo, story.succeed(asha, cleo, before, { heads }))
      expect(scene.roleOf(story.founder)).toBe(ROLE.founder)
      scene.accept(bella, story.succeed(asha, bella, now))
      expect(scene.roleOf(bella)).toBe(ROLE.founder)
    })

    it('counts the last word of an organisation, whichever of its computers said it and in whatever order they are read', () => {
      const { computer, statement } = story.computer(bella, 'second')
      story.operate(bella.computer, { operation: 'statement', statement: statement.bytes })
      scene.vote([asha], cleo)
      story.vote(bella, cleo, { number: 3, computer })
      story.vote(bella, null, { number: 2 })
      expect(scene.elected).toEqual([cleo.instance])
      story.vote(bella, null, { number: 4 })
      expect(scene.elected).toEqual([])
    })

    it('hears nobody who says two things under one number', () => {
      const { computer, statement } = story.computer(bella, 'second')
      story.operate(bella.computer, { operation: 'statement', statement: statement.bytes })
      const votes = [...scene.vote([asha], cleo), [bella, story.vote(bella, cleo, { computer })] as Given]
      story.vote(bella, asha)
      expect(scene.elected).toEqual([])
      const heads: [Computer, number][] = [bella.computer, computer].map((one) => [one, one.length])
      scene.accept(cleo, story.succeed(asha, cleo, votes, { heads }))
      expect(scene.roleOf(story.founder)).toBe(ROLE.founder)
    })

    it('hears no more than 256 votes of one log', () => {
      const { since } = story.fold()
      scene.vote([asha], cleo)
      for (let number = 0; number < 256; number += 1) story.vote(bella, number === 255 ? cleo : null, { number, since })
      expect(scene.elected).toEqual([cleo.instance])
      story.vote(bella, null, { number: 256, since })
      expect(scene.elected).toEqual([cleo.instance])
    })

    it('counts nobody who leaves before it is accepted', () => {
      const block = story.succeed(asha, cleo, scene.vote([asha, bella], cleo))
      story.operate(bella.computer, { operation: 'leave', instance: bella.instance })
      expect(story.fold()).toMatchObject({ successions: [], elected: [] })
      scene.accept(cleo, block, { heads: [[bella.computer, bella.computer.length]] })
      expect(scene.roleOf(story.founder)).toBe(ROLE.founder)
    })
  })

  describe('is not succeeded by votes', () => {
    const forged: [string, (by: Organisation) => Given][] = [
      ['that another has signed', (by) => [by, signed(by, cleo, { keys: dora.keys })]],
      ['that another steward has given', (by) => [by, signed(by, cleo, { steward: asha.instance })]],
      ['given in another coalition', (by) => [by, signed(by, cleo, { space: someBytes('elsewhere') })]],
      ['given against a founder before her', (by) => [by, signed(by, cleo, { since: someBytes('before') })]],
      ['given for somebody else', (by) => [by, signed(by, asha, {})]],
      ['that stand in no log of the steward', (by) => [by, signed(by, cleo, { unsaid: true })]],
    ]
    interface Forgery {
      keys?: Organisation['keys']
      steward?: Buffer
      space?: Buffer
      since?: Buffer
      unsaid?: boolean
    }
    function signed(
      by: Organisation,
      next: Organisation,
      { keys = by.keys, steward = by.instance, space = story.space, since = story.fold().since, unsaid }: Forgery,
    ): VoteFields {
      const fields = { since, instance: next.instance, number: 0 }
      const signature = sign(votePayload(space, story.genesisHash, steward, fields), keys.secretKey)
      if (!unsaid) story.operate(by.computer, { operation: 'vote', ...fields, signature })
      return { ...fields, signature }
    }

    it.each(forged)('%s', (_which, forge) => {
      const votes: Given[] = [...scene.vote([asha], cleo), forge(bella)]
      expect(scene.elected).toEqual([])
      scene.accept(cleo, story.succeed(asha, cleo, votes))
      expect(scene.roleOf(story.founder)).toBe(ROLE.founder)
    })

    it('of an admission that was ended, though its organisation is a steward again', () => {
      const votes = scene.vote([asha, bella], cleo)
      story.remove(bella, [[bella.computer, bella.computer.length]], { heads: [[bella.computer, bella.computer.length]] })
      story.admit(bella, ROLE.member, true, { heads: [[bella.computer, bella.computer.length]] })
      story.appoint(bella)
      scene.cite(asha)
      expect(scene.elected).toEqual([])
      scene.accept(cleo, story.succeed(asha, cleo, votes))
      expect(scene.roleOf(story.founder)).toBe(ROLE.founder)
      scene.accept(cleo, story.succeed(asha, cleo, [...votes.slice(0, 1), ...scene.vote([bella], cleo)]))
      expect(scene.roleOf(cleo)).toBe(ROLE.founder)
    })

    it('given in her first time as the founder, when the place has come back to her', () => {
      const votes = scene.vote([asha, bella], cleo)
      story.admit(dora)
      const given = story.operate(story.founder.computer, { operation: 'hand-over', instance: dora.instance })
      story.operate(dora.computer, { operation: 'accept', accepted: given.operationId })
      const back = story.operate(dora.computer, { operation: 'hand-over', instance: story.founder.instance })
      story.operate(story.founder.computer, { operation: 'accept', accepted: back.operationId })
      for (const one of [asha, bella]) scene.cite(one)
      expect(story.fold().votes).toEqual([])
      scene.accept(cleo, story.succeed(asha, cleo, votes))
      expect(scene.roleOf(story.founder)).toBe(ROLE.founder)
    })
  })

  describe('are shown to a founder of before who has heard of nothing', () => {
    const shown = (of: readonly Organisation[]): [Roster, Succession] => {
      const before = story.fold()
      scene.succeed([asha, ...of], cleo)
      const [succession] = story.fold().succeeded
      return [before, succession ?? { by: cleo.instance, since: before.since, votes: [] }]
    }

    it('and she sees that they are of more than half of her stewards, whom she has removed since or not', () => {
      const [before, word] = shown([bella])
      expect(showsSuccession(before, word)).toBe(true)
      story.remove(bella, [])
      expect(showsSuccession(story.fold(story.blocks.slice(0, -4)), word)).toBe(true)
    })

    it('but not by one, nor by votes that say something else', () => {
      const [before, word] = shown([bella])
      const [first] = word.votes
      expect(showsSuccession(before, { ...word, votes: first ? [first] : [] })).toBe(false)
      expect(showsSuccession(before, { ...word, votes: first ? [first, first] : [] })).toBe(false)
      expect(showsSuccession(before, { ...word, by: bella.instance })).toBe(false)
      expect(showsSuccession(before, { ...word, since: someBytes('another time') })).toBe(false)
      expect(showsSuccession(before, { ...word, votes: word.votes.map((vote) => ({ ...vote, number: vote.number + 1 })) })).toBe(false)
      const mixed = word.votes.map((vote, at) => ({ ...vote, steward: word.votes[1 - at]?.steward ?? vote.steward }))
      expect(showsSuccession(before, { ...word, votes: mixed })).toBe(false)
    })

    it('but not to who has followed her', () => {
      const [, word] = shown([bella])
      expect(showsSuccession(story.fold(), word)).toBe(false)
    })
  })

  it('is counted the same in whatever order the entries come, and by the last words alone', () => {
    const word = fc.record({ by: fc.nat(3), next: fc.option(fc.nat(4), { nil: null }), twice: fc.boolean() })
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.nat(3), fc.infiniteStream(fc.nat()), (words, stewardCount, order) => {
        story = new Story()
        const all = ['Asha', 'Bella', 'Cleo', 'Dora', 'Eve'].map((name) => story.organisation(name))
        for (const one of all) story.admit(one)
        const stewards = all.slice(0, stewardCount + 1)
        for (const one of stewards) story.appoint(one)
        for (const one of all)
          story.operate(
            one.computer,
            { operation: 'accept', accepted: one.instance },
            { heads: [[story.founder.computer, story.founder.computer.length]] },
          )
        const last = new Map<Organisation, Organisation | null>()
        for (const [number, { by, next, twice }] of words.entries()) {
          const [voter, other] = [all[by], next === null ? null : all[next]]
          if (!voter || other === undefined) throw new Error('nobody')
          story.vote(voter, other, { number })
          // What is said again under the same number is the same word.
          if (twice) story.vote(voter, other, { number })
          last.set(voter, other)
        }
        const expected = all.filter((one) => {
          const votes = stewards.filter((steward) => last.get(steward) === one).length
          return votes >= 2 && votes * 2 > stewards.length
        })
        const roster = story.fold()
        expect(roster.elected).toEqual(expected.map(({ instance }) => instance))
        expect(roster.votes).toHaveLength(stewards.filter((one) => last.has(one)).length)
        const shuffled = story.blocks
          .map((block) => ({ block, at: order.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ block }) => block)
        expect(story.fold(shuffled)).toEqual(roster)
        const [next] = expected
        if (!next) return
        const quoted = stewards.filter((one) => last.get(one) === next)
        const block = story.operate(stewards[0]?.computer ?? next.computer, {
          operation: 'succeed-founder',
          instance: next.instance,
          votes: roster.votes.filter(({ steward }) => quoted.some(({ instance }) => instance.equals(steward))),
        })
        story.operate(next.computer, { operation: 'accept', accepted: block.operationId })
        expect(story.member(next).role).toBe(ROLE.founder)
      }),
      { numRuns: 60 },
    )
  })
})
