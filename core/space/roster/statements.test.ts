import { beforeEach, describe, expect, it } from 'vitest'
import { makeStatement } from '../format/statement.ts'
import { accepts, memberOfLog } from './fold.ts'
import { alone, names } from './scene.ts'
import { someBytes } from './testing.ts'

let { story, asha, bella } = alone()

beforeEach(() => {
  ;({ story, asha, bella } = alone())
})

describe('statements', () => {
  it('of one sequence number: neither counts, nor any after', () => {
    story.admit(asha)
    const fork = makeStatement(story.space, asha.keys, [], {
      kind: 'certify',
      device: bella.computer.keys.publicKey,
      box: someBytes('box'),
      label: '',
    })
    const second = story.computer(asha, 'second')
    story.operate(asha.computer, { operation: 'statement', statement: second.statement.bytes })
    expect(story.member(asha).devices).toHaveLength(2)
    story.operate(asha.computer, { operation: 'statement', statement: fork.bytes })
    expect(story.member(asha).devices).toEqual([])
  })

  it('count wherever they are written, and stop before a gap', () => {
    story.admit(asha)
    story.admit(bella)
    const second = story.computer(asha, 'second')
    const third = story.computer(asha, 'third')
    story.operate(bella.computer, { operation: 'statement', statement: third.statement.bytes })
    expect(story.member(asha).devices).toHaveLength(1)
    story.operate(bella.computer, { operation: 'statement', statement: second.statement.bytes })
    expect(story.member(asha).devices.map((one) => one.label)).toEqual(['', 'second', 'third'])
  })

  it('that revoke a computer end its log where they say', () => {
    story.admit(asha)
    const revoke = story.state(asha, { kind: 'revoke', device: asha.computer.keys.publicKey, length: 5, treeHash: someBytes('tree') })
    story.operate(asha.computer, { operation: 'statement', statement: revoke.bytes })
    expect(accepts(story.fold(), asha.computer.logId, 4)).toBe('counted')
    expect(accepts(story.fold(), asha.computer.logId, 5)).toBe('quarantined')
  })

  it('that revoke the founder’s computer take its word from there on', () => {
    story.admit(asha)
    const length = story.founder.computer.length
    story.operate(story.founder.computer, story.admission(bella))
    const revoke = story.state(story.founder, {
      kind: 'revoke',
      device: story.founder.computer.keys.publicKey,
      length,
      treeHash: someBytes('tree'),
    })
    expect(names(story.fold())).toEqual(['Founder', 'Asha', 'Bella'])
    story.operate(asha.computer, { operation: 'statement', statement: revoke.bytes })
    expect(names(story.fold())).toEqual(['Founder', 'Asha'])
  })

  it('that name a successor of the founder’s lost computer let the chain go on there', () => {
    const next = story.organisation('next computer').computer
    const succeed = story.state(story.founder, {
      kind: 'succeed',
      lost: story.founder.computer.keys.publicKey,
      length: story.founder.computer.length,
      treeHash: someBytes('tree'),
      device: next.keys.publicKey,
      box: someBytes('box'),
    })
    story.operate(next, story.admission(asha))
    expect(names(story.fold())).toEqual(['Founder'])
    story.operate(next, { operation: 'statement', statement: succeed.bytes })
    expect(names(story.fold())).toEqual(['Founder', 'Asha'])
  })

  it('do not let a member own the log of another by certifying its key', () => {
    story.admit(bella)
    story.admit(asha)
    const theft = story.state(bella, { kind: 'certify', device: asha.computer.keys.publicKey, box: someBytes('box'), label: '' })
    story.operate(bella.computer, { operation: 'statement', statement: theft.bytes })
    expect(memberOfLog(story.fold(), asha.computer.logId)?.name).toBe('Asha')
  })

  it('nor while nothing of that log is here', () => {
    story.admit(bella)
    story.operate(story.founder.computer, story.admission(asha))
    const theft = story.state(bella, { kind: 'certify', device: asha.computer.keys.publicKey, box: someBytes('box'), label: '' })
    story.operate(bella.computer, { operation: 'statement', statement: theft.bytes })
    expect(memberOfLog(story.fold(), asha.computer.logId)?.name).toBe('Asha')
  })

  it('nor by having it certified before the other is admitted', () => {
    const theft = story.state(bella, { kind: 'certify', device: asha.computer.keys.publicKey, box: someBytes('box'), label: '' })
    expect(theft.sequence).toBe(1)
    story.admit(bella)
    story.admit(asha)
    expect(memberOfLog(story.fold(), asha.computer.logId)?.name).toBe('Asha')
  })
})
