import { beforeEach, describe, expect, it } from 'vitest'
import { sign } from '../../crypto/sign.ts'
import { ROLE } from '../format/operation.ts'
import { names } from './scene.ts'
import { votePayload } from './succession.ts'
import { type Organisation, Story } from './testing.ts'

let story: Story
let asha: Organisation
let bella: Organisation
let cleo: Organisation
let dora: Organisation

beforeEach(() => {
  story = new Story()
  asha = story.organisation('Asha')
  bella = story.organisation('Bella')
  cleo = story.organisation('Cleo')
  dora = story.organisation('Dora')
  for (const one of [asha, bella, cleo]) story.admit(one)
  for (const one of [asha, bella]) story.appoint(one)
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
  const votes = (of: Organisation[], instance: Buffer) =>
    of.map((one) => ({
      steward: one.instance,
      signature: sign(votePayload(story.space, story.genesisHash, story.founder.instance, instance), one.keys.secretKey),
    }))
  /** The stewards have seen so much of the founder's log. */
  const cite = (by: Organisation, length: number) =>
    story.operate(by.computer, { operation: 'accept', accepted: by.instance }, { heads: [[story.founder.computer, length]] })
  const succeed = (of: Organisation[], next: Organisation) => {
    const block = story.operate(of[0]?.computer ?? asha.computer, {
      operation: 'succeed-founder',
      instance: next.instance,
      votes: votes(of, next.instance),
    })
    story.operate(next.computer, { operation: 'accept', accepted: block.operationId })
  }

  it('is succeeded by whom more than half of the stewards name', () => {
    cite(asha, story.founder.computer.length)
    succeed([asha, bella], cleo)
    expect(story.member(cleo).role).toBe(ROLE.founder)
    expect(names(story.fold())).toEqual(['Asha', 'Bella', 'Cleo'])
    story.operate(cleo.computer, story.admission(dora))
    expect(names(story.fold())).toContain('Dora')
  })

  it.each([
    ['one steward', (): Organisation[] => [asha]],
    ['the same one twice', (): Organisation[] => [asha, asha]],
    ['a steward and a member', (): Organisation[] => [asha, cleo]],
  ])('is not by %s', (_who, of) => {
    cite(asha, story.founder.computer.length)
    succeed(of(), cleo)
    expect(story.member(story.founder).role).toBe(ROLE.founder)
  })

  it('is not by two of four', () => {
    story.appoint(cleo)
    story.admit(dora)
    story.appoint(dora)
    cite(asha, story.founder.computer.length)
    succeed([asha, bella], cleo)
    expect(story.member(story.founder).role).toBe(ROLE.founder)
  })

  it('does not undo it by what nobody had seen', () => {
    const seen = story.founder.computer.length
    cite(asha, seen)
    for (const one of [asha, bella]) story.remove(one, [])
    succeed([asha, bella], cleo)
    expect(names(story.fold())).toEqual(['Asha', 'Bella', 'Cleo'])
  })

  it('is not succeeded by stewards of old whom others had seen removed', () => {
    cite(asha, story.founder.computer.length)
    for (const one of [asha, bella]) story.remove(one, [], { heads: [[one.computer, one.computer.length]] })
    succeed([asha, bella], asha)
    story.operate(
      cleo.computer,
      { operation: 'accept', accepted: cleo.instance },
      { heads: [[story.founder.computer, story.founder.computer.length]] },
    )
    expect(story.member(story.founder).role).toBe(ROLE.founder)
    expect(names(story.fold())).toEqual(['Founder', 'Cleo'])
  })
})
