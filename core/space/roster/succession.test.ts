import { beforeEach, describe, expect, it } from 'vitest'
import { ROLE } from '../format/operation.ts'
import { names } from './scene.ts'
import type { Organisation } from './testing.ts'
import { VoteScene } from './vote-scene.ts'

let scene = new VoteScene()
let { story, asha, bella, cleo, dora } = scene

beforeEach(() => {
  scene = new VoteScene()
  ;({ story, asha, bella, cleo, dora } = scene)
})

describe('a handover', () => {
  it('counts once the successor accepts it: then the old founder is a member, and the new one has her say', () => {
    const given = story.operate(story.founder.computer, { operation: 'hand-over', instance: asha.instance })
    story.operate(asha.computer, story.admission(dora))
    expect(names(story.fold())).not.toContain('Dora')
    expect(story.member(story.founder).role).toBe(ROLE.founder)
    story.operate(bella.computer, { operation: 'accept', accepted: given.operationId })
    expect(story.member(story.founder).role).toBe(ROLE.founder)
    story.operate(asha.computer, { operation: 'accept', accepted: given.operationId })
    expect([asha, story.founder].map((one) => story.member(one).role)).toEqual([ROLE.founder, ROLE.member])
    // What she wrote before the acceptance is not made good by it.
    expect(names(story.fold())).not.toContain('Dora')
    story.operate(asha.computer, story.admission(dora))
    expect(names(story.fold())).toContain('Dora')
    story.operate(story.founder.computer, story.admission(story.organisation('Eve')))
    expect(names(story.fold())).not.toContain('Eve')
    story.remove(story.founder, [], {}, asha.computer)
    expect(names(story.fold())).toEqual(['Asha', 'Bella', 'Cleo', 'Dora'])
  })

  it('can be given back', () => {
    const there = story.operate(story.founder.computer, { operation: 'hand-over', instance: asha.instance })
    story.operate(asha.computer, { operation: 'accept', accepted: there.operationId })
    const back = story.operate(asha.computer, { operation: 'hand-over', instance: story.founder.instance })
    story.operate(story.founder.computer, { operation: 'accept', accepted: back.operationId })
    expect(story.member(story.founder).role).toBe(ROLE.founder)
    story.admit(dora)
    expect(names(story.fold())).toContain('Dora')
  })
})

describe('a founder who is gone', () => {
  beforeEach(() => void scene.cite(asha))

  it('is succeeded by whom more than half of the stewards name', () => {
    scene.succeed([asha, bella], cleo)
    expect(scene.roleOf(cleo)).toBe(ROLE.founder)
    expect(names(story.fold())).toEqual(['Asha', 'Bella', 'Cleo'])
    expect(story.fold().succeeded).toMatchObject([{ instance: story.founder.instance, by: cleo.instance, votes: [{}, {}] }])
    story.operate(cleo.computer, story.admission(dora))
    expect(names(story.fold())).toContain('Dora')
  })

  it('is so step by step: votes, what is to be written, what is to be accepted', () => {
    const first = scene.vote([asha], cleo)
    expect(scene.elected).toEqual([])
    const votes = [...first, ...scene.vote([bella], cleo)]
    expect(scene.elected).toEqual([cleo.instance])
    const block = story.succeed(bella, cleo, votes)
    const { elected: none, successions, votes: said } = story.fold()
    expect([none, successions]).toEqual([[], [{ operationId: block.operationId, instance: cleo.instance }]])
    expect(said.map(({ steward, instance }) => [steward, instance])).toEqual([asha, bella].map((one) => [one.instance, cleo.instance]))
    expect(scene.roleOf(story.founder)).toBe(ROLE.founder)
    scene.accept(cleo, block)
    expect(scene.roleOf(cleo)).toBe(ROLE.founder)
    expect(story.fold()).toMatchObject({ votes: [], successions: [], elected: [] })
  })

  it('is so once, when two computers write it at the same moment', () => {
    const votes = scene.vote([asha, bella], cleo)
    const both = [asha, bella].map((one) => story.succeed(one, cleo, votes))
    expect(story.fold().successions).toHaveLength(2)
    for (const block of both) scene.accept(cleo, block)
    expect(scene.roleOf(cleo)).toBe(ROLE.founder)
    expect(story.fold()).toMatchObject({ successions: [], elected: [] })
    story.operate(cleo.computer, story.admission(dora))
    expect(names(story.fold())).toEqual(['Asha', 'Bella', 'Cleo', 'Dora'])
  })

  it.each([
    ['one steward', (): [Organisation, ...Organisation[]] => [asha]],
    ['the same one twice', (): [Organisation, ...Organisation[]] => [asha, asha]],
    ['a steward and a member', (): [Organisation, ...Organisation[]] => [asha, cleo]],
  ])('is not by %s', (_who, of) => {
    scene.succeed(of(), cleo)
    expect(scene.roleOf(story.founder)).toBe(ROLE.founder)
    expect(scene.elected).toEqual([])
  })

  it('is not by two of four, until one of the four leaves', () => {
    for (const one of [cleo, dora]) {
      if (one === dora) story.admit(dora)
      story.appoint(one)
    }
    scene.cite(asha)
    const votes = scene.vote([asha, bella], cleo)
    scene.accept(cleo, story.succeed(asha, cleo, votes))
    expect(scene.roleOf(story.founder)).toBe(ROLE.founder)
    expect(scene.elected).toEqual([])
    story.operate(dora.computer, { operation: 'leave', instance: dora.instance })
    expect(scene.roleOf(cleo)).toBe(ROLE.founder)
  })

  it('does not undo it by what nobody had seen', () => {
    for (const one of [asha, bella]) story.remove(one, [])
    const votes = scene.vote([asha, bella], cleo)
    scene.accept(cleo, story.succeed(asha, cleo, votes))
    expect(names(story.fold())).toEqual(['Asha', 'Bella', 'Cleo'])
  })

  it('is not succeeded by stewards of old whom others had seen removed', () => {
    for (const one of [asha, bella]) story.remove(one, [], { heads: [[one.computer, one.computer.length]] })
    scene.succeed([asha, bella], asha)
    scene.cite(cleo)
    expect(scene.roleOf(story.founder)).toBe(ROLE.founder)
    expect(names(story.fold())).toEqual(['Founder', 'Cleo'])
  })

  it('is not succeeded by who was seen removed', () => {
    const votes = scene.vote([asha, bella], cleo)
    story.remove(cleo, [])
    scene.cite(asha)
    expect(scene.elected).toEqual([])
    scene.accept(cleo, story.succeed(asha, cleo, votes))
    expect(scene.roleOf(story.founder)).toBe(ROLE.founder)
  })

  describe('who is not gone', () => {
    it('says so, and every vote of before is void, whoever quotes it', () => {
      story.admit(dora)
      scene.cite(asha)
      const votes = scene.vote([asha, bella], cleo)
      const block = story.succeed(asha, cleo, votes)
      story.operate(story.founder.computer, { operation: 'here' })
      expect(story.fold()).toMatchObject({ votes: [], successions: [], elected: [] })
      scene.accept(cleo, block)
      // Asha, Bella and Cleo act as if they had heard nothing; it is enough that one honest member has.
      expect(scene.roleOf(cleo)).toBe(ROLE.founder)
      scene.cite(dora)
      expect(scene.roleOf(story.founder)).toBe(ROLE.founder)
    })

    it('is voted against anew by who does not believe it', () => {
      scene.vote([asha, bella], cleo)
      story.operate(story.founder.computer, { operation: 'here' })
      scene.cite(asha)
      scene.succeed([asha, bella], cleo)
      expect(scene.roleOf(cleo)).toBe(ROLE.founder)
    })
  })
})
