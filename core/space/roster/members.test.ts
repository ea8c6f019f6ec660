import { beforeEach, describe, expect, it } from 'vitest'
import { RING } from '../../log/types.ts'
import { ROLE } from '../format/operation.ts'
import { makeStatement } from '../format/statement.ts'
import { writableEpochs } from './epochs.ts'
import { accepts } from './fold.ts'
import { alone, names } from './scene.ts'
import { type Story, someBytes } from './testing.ts'

let { story, asha, bella } = alone()

beforeEach(() => {
  ;({ story, asha, bella } = alone())
})

describe('an admission', () => {
  it('by the founder counts, and is answered by a computer of the newcomer', () => {
    const block = story.operate(story.founder.computer, story.admission(asha))
    asha.instance = block.operationId
    expect(story.member(asha)).toMatchObject({ present: true, accepted: false, role: ROLE.member })
    story.operate(asha.computer, { operation: 'accept', accepted: asha.instance })
    expect(story.member(asha).accepted).toBe(true)
  })

  it('is not answered for by somebody else', () => {
    asha.instance = story.operate(story.founder.computer, story.admission(asha)).operationId
    story.admit(bella)
    story.operate(bella.computer, { operation: 'accept', accepted: asha.instance })
    expect(story.member(asha).accepted).toBe(false)
  })

  it('by a member is ignored, and by a stranger', () => {
    story.admit(asha)
    story.operate(asha.computer, story.admission(bella))
    story.operate(bella.computer, story.admission(bella))
    expect(names(story.fold())).toEqual(['Founder', 'Asha'])
  })

  it('that cites an appointment is not the founder’s', () => {
    story.operate(story.founder.computer, story.admission(asha), { appointment: someBytes('appointment') })
    expect(names(story.fold())).toEqual(['Founder'])
  })

  it('under a roster epoch that was never started is ignored', () => {
    story.operate(story.founder.computer, story.admission(asha), { epochId: someBytes('epoch of some') })
    expect(names(story.fold())).toEqual(['Founder'])
  })

  it('of who is in already changes nothing', () => {
    story.admit(asha)
    const before = story.fold().hash
    story.operate(story.founder.computer, story.admission(asha, ROLE.observer))
    expect(story.fold().hash).toEqual(before)
  })

  it('of the founder herself changes nothing', () => {
    story.operate(story.founder.computer, story.admission(story.founder, ROLE.courier))
    expect(names(story.fold())).toEqual(['Founder'])
  })

  it('gives no computer where the certificate is forged or for another space', () => {
    const forged = Buffer.from(asha.chain[0]?.bytes ?? [])
    forged.writeUInt8(forged.readUInt8(forged.length - 1) ^ 1, forged.length - 1)
    const elsewhere = makeStatement(someBytes('another space'), bella.keys, [], {
      kind: 'certify',
      device: bella.computer.keys.publicKey,
      box: someBytes('box'),
      label: '',
    })
    for (const [who, statement] of [[asha, forged] as const, [bella, elsewhere.bytes] as const]) {
      const fields = { ...story.admission(who), statements: [statement] }
      who.instance = story.operate(story.founder.computer, fields as ReturnType<Story['admission']>).operationId
      expect(story.member(who).devices).toEqual([])
      expect(accepts(story.fold(), who.computer.logId, 0)).toBe('unknown')
    }
  })
})

describe('a removal', () => {
  beforeEach(() => {
    story.admit(asha)
    story.admit(bella)
  })

  it('quarantines what the member wrote from the cut on', () => {
    story.remove(asha, [[asha.computer, 3]])
    const roster = story.fold()
    expect(names(roster)).toEqual(['Founder', 'Bella'])
    expect([0, 2, 3, 99].map((index) => accepts(roster, asha.computer.logId, index))).toEqual([
      'counted',
      'counted',
      'quarantined',
      'quarantined',
    ])
  })

  it('never cuts below what the founder had cited', () => {
    story.operate(story.founder.computer, { operation: 'accept', accepted: someBytes('any') }, { heads: [[asha.computer, 7]] })
    story.remove(asha, [[asha.computer, 3]])
    expect(accepts(story.fold(), asha.computer.logId, 6)).toBe('counted')
    expect(accepts(story.fold(), asha.computer.logId, 7)).toBe('quarantined')
  })

  it('given twice cuts at the smaller', () => {
    story.remove(asha, [[asha.computer, 9]])
    story.remove(asha, [[asha.computer, 4]])
    expect(accepts(story.fold(), asha.computer.logId, 4)).toBe('quarantined')
    expect(accepts(story.fold(), asha.computer.logId, 3)).toBe('counted')
  })

  it('ends a log that it does not name at 0', () => {
    const second = story.computer(asha, 'second')
    story.operate(asha.computer, { operation: 'statement', statement: second.statement.bytes })
    story.remove(asha, [[asha.computer, 4]])
    expect(accepts(story.fold(), second.computer.logId, 0)).toBe('quarantined')
  })

  it.each(['a member', 'the removed one'])('by %s is ignored', (who) => {
    story.remove(who === 'a member' ? asha : bella, [], {}, bella.computer)
    expect(names(story.fold())).toEqual(['Founder', 'Asha', 'Bella'])
  })

  it('of the founder is ignored', () => {
    story.remove(story.founder, [])
    expect(names(story.fold())).toEqual(['Founder', 'Asha', 'Bella'])
  })

  it('voids the epochs that the removed one starts after it', () => {
    const { length } = asha.computer
    story.remove(asha, [[asha.computer, length]])
    story.epoch(asha.computer, RING.main, 'late', [story.founder, bella])
    expect(writableEpochs(story.fold().epochs, story.fold().members, RING.main)).toEqual([])
  })

  it('is followed by a new instance, with a new log, where the member comes back', () => {
    story.remove(asha, [[asha.computer, 2]])
    const first = { ...asha }
    const second = story.computer(asha, 'second')
    story.admit(asha)
    const roster = story.fold()
    expect(names(roster)).toEqual(['Founder', 'Bella', 'Asha'])
    expect(story.member(first, roster).present).toBe(false)
    expect(accepts(roster, asha.computer.logId, 2)).toBe('quarantined')
    expect(accepts(roster, second.computer.logId, 0)).toBe('counted')
  })
})

describe('a cut log', () => {
  it('stays with the admission that was cut, though the next one lists it again', () => {
    story.admit(asha)
    const second = story.computer(asha, 'second')
    story.operate(asha.computer, { operation: 'statement', statement: second.statement.bytes })
    story.remove(asha, [
      [asha.computer, 2],
      [second.computer, 3],
    ])
    story.admit(asha)
    expect(names(story.fold())).toEqual(['Founder', 'Asha'])
    expect(accepts(story.fold(), second.computer.logId, 2)).toBe('counted')
    expect(accepts(story.fold(), second.computer.logId, 3)).toBe('quarantined')
  })
})

describe('leaving', () => {
  it('takes a member out and ends its logs: the one that says so after it, others where it had seen them', () => {
    story.admit(asha)
    const second = story.computer(asha, 'second')
    story.operate(asha.computer, { operation: 'statement', statement: second.statement.bytes })
    const leave = story.operate(asha.computer, { operation: 'leave', instance: asha.instance }, { heads: [[second.computer, 6]] })
    const roster = story.fold()
    expect(names(roster)).toEqual(['Founder'])
    expect(accepts(roster, asha.computer.logId, leave.index)).toBe('counted')
    expect(accepts(roster, asha.computer.logId, leave.index + 1)).toBe('quarantined')
    expect(accepts(roster, second.computer.logId, 5)).toBe('counted')
    expect(accepts(roster, second.computer.logId, 6)).toBe('quarantined')
  })

  it('is nobody else’s to say, and not the founder’s', () => {
    story.admit(asha)
    story.admit(bella)
    story.operate(bella.computer, { operation: 'leave', instance: asha.instance })
    story.operate(story.founder.computer, { operation: 'leave', instance: story.founder.instance })
    expect(names(story.fold())).toEqual(['Founder', 'Asha', 'Bella'])
  })

  it('can be followed by a new admission of who has heard of it', () => {
    story.admit(asha)
    const leave = story.operate(asha.computer, { operation: 'leave', instance: asha.instance })
    story.operate(story.founder.computer, story.admission(asha))
    expect(names(story.fold())).toEqual(['Founder'])
    story.admit(asha, ROLE.member, true, { heads: [[asha.computer, leave.index + 1]] })
    expect(names(story.fold())).toEqual(['Founder', 'Asha'])
  })
})
