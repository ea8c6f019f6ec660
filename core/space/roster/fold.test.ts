import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { RING } from '../../log/types.ts'
import { ROLE } from '../format/operation.ts'
import { makeStatement } from '../format/statement.ts'
import { writableEpochs } from './epochs.ts'
import { accepts, foldRoster, memberOfLog } from './fold.ts'
import { type Organisation, Story, someBytes } from './testing.ts'

let story: Story
let asha: Organisation
let bella: Organisation

beforeEach(() => {
  story = new Story()
  asha = story.organisation('Asha')
  bella = story.organisation('Bella')
})

const names = (roster = story.fold()) => roster.members.filter((one) => one.present).map((one) => one.name)

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
    expect(names()).toEqual(['Founder', 'Asha'])
  })

  it('that cites an appointment is not the founder’s', () => {
    story.operate(story.founder.computer, story.admission(asha), { appointment: someBytes('appointment') })
    expect(names()).toEqual(['Founder'])
  })

  it('under a roster epoch that was never started is ignored', () => {
    story.operate(story.founder.computer, story.admission(asha), { epochId: someBytes('epoch of some') })
    expect(names()).toEqual(['Founder'])
  })

  it('of who is in already changes nothing', () => {
    story.admit(asha)
    const before = story.fold().hash
    story.operate(story.founder.computer, story.admission(asha, ROLE.observer))
    expect(story.fold().hash).toEqual(before)
  })

  it('of the founder herself changes nothing', () => {
    story.operate(story.founder.computer, story.admission(story.founder, ROLE.courier))
    expect(names()).toEqual(['Founder'])
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
    expect(names()).toEqual(['Founder', 'Asha', 'Bella'])
    story.operate(asha.computer, { operation: 'statement', statement: revoke.bytes })
    expect(names()).toEqual(['Founder', 'Asha'])
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
    expect(names()).toEqual(['Founder'])
    story.operate(next, { operation: 'statement', statement: succeed.bytes })
    expect(names()).toEqual(['Founder', 'Asha'])
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
    expect(names()).toEqual(['Founder', 'Asha', 'Bella'])
  })

  it('of the founder is ignored', () => {
    story.remove(story.founder, [])
    expect(names()).toEqual(['Founder', 'Asha', 'Bella'])
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
    expect(names()).toEqual(['Founder', 'Asha'])
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
    expect(names()).toEqual(['Founder', 'Asha', 'Bella'])
  })

  it('can be followed by a new admission of who has heard of it', () => {
    story.admit(asha)
    const leave = story.operate(asha.computer, { operation: 'leave', instance: asha.instance })
    story.operate(story.founder.computer, story.admission(asha))
    expect(names()).toEqual(['Founder'])
    story.admit(asha, ROLE.member, true, { heads: [[asha.computer, leave.index + 1]] })
    expect(names()).toEqual(['Founder', 'Asha'])
  })
})

describe('epochs', () => {
  beforeEach(() => {
    story.admit(asha)
    story.admit(bella, ROLE.observer, false)
  })
  const writable = (ring: 2 | 3) => writableEpochs(story.fold().epochs, story.fold().members, ring).map((one) => one.epochId)

  it('are written under where exactly the readers can open them; the smallest id first', () => {
    const ids = [
      story.epoch(story.founder.computer, RING.main, 'one', [story.founder, asha, bella]),
      story.epoch(asha.computer, RING.main, 'two', [story.founder, asha, bella]),
    ]
    story.epoch(asha.computer, RING.main, 'too few', [story.founder, asha])
    expect(writable(RING.main)).toEqual(ids.sort(Buffer.compare))
  })

  it('of the safe ring are for those admitted with names', () => {
    const fit = story.epoch(asha.computer, RING.safe, 'fit', [story.founder, asha])
    story.epoch(asha.computer, RING.safe, 'too many', [story.founder, asha, bella])
    expect(writable(RING.safe)).toEqual([fit])
  })

  it('that were sealed to a member who is gone are not written under', () => {
    story.epoch(story.founder.computer, RING.main, 'one', [story.founder, asha, bella])
    story.remove(asha, [])
    expect(writable(RING.main)).toEqual([])
  })

  it('started by an observer or a stranger do not count', () => {
    story.epoch(bella.computer, RING.main, 'observer', [story.founder, asha, bella])
    story.epoch(story.organisation('Stranger').computer, RING.main, 'stranger', [story.founder, asha, bella])
    expect(story.fold().epochs.map(({ ring }) => ring)).toEqual([RING.roster])
  })

  it('are not hidden by a claim of their id for another ring', () => {
    const id = story.epoch(story.founder.computer, RING.main, 'one', [story.founder, asha, bella])
    story.epoch(asha.computer, RING.safe, 'one', [story.founder, asha])
    expect(writable(RING.main)).toEqual([id])
  })

  it('come to a newcomer by a grant of the founder, not of a member', () => {
    const id = story.epoch(story.founder.computer, RING.main, 'one', [story.founder, asha, bella])
    const cleo = story.organisation('Cleo')
    story.admit(cleo)
    const grant = { instance: cleo.instance, keys: [{ ring: RING.main, epochId: id, boxes: [] }] }
    story.write(asha.computer, { is: 'grant', grant })
    expect(writable(RING.main)).toEqual([])
    story.write(story.founder.computer, { is: 'grant', grant })
    expect(writable(RING.main)).toEqual([id])
  })

  it('are not written under once a member says it gave one away', () => {
    const id = story.epoch(story.founder.computer, RING.main, 'one', [story.founder, asha, bella])
    story.write(asha.computer, {
      is: 'grant',
      grant: { instance: someBytes('outsider'), keys: [{ ring: RING.main, epochId: id, boxes: [] }] },
    })
    expect(writable(RING.main)).toEqual([])
  })

  it('of the roster ring are the founder’s to start, sealed under themselves', () => {
    const own = someBytes('epoch rogue')
    story.epoch(asha.computer, RING.roster, 'rogue', [asha], { epochId: own })
    story.operate(asha.computer, { operation: 'leave', instance: asha.instance }, { epochId: own })
    story.epoch(story.founder.computer, RING.roster, 'under the old one', [story.founder])
    expect(story.fold().rosterEpochIds).toHaveLength(1)
    expect(names()).toContain('Asha')
    story.epoch(story.founder.computer, RING.roster, 'next', [story.founder], { epochId: someBytes('epoch next') })
    expect(story.fold().rosterEpochIds).toEqual([story.rosterEpoch, someBytes('epoch next')])
  })
})

describe('two blocks of one place', () => {
  it('stop their log there, but not the genesis', () => {
    story.admit(asha)
    const { length } = story.founder.computer
    story.operate(story.founder.computer, story.admission(bella))
    story.remove(asha, [], { index: length })
    story.operate(story.founder.computer, story.admission(story.organisation('Cleo')))
    expect(names()).toEqual(['Founder', 'Asha'])
    story.operate(story.founder.computer, story.admission(bella), { index: 0 })
    expect(names()).toEqual(['Founder'])
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
