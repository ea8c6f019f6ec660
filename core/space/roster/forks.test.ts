import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { sign } from '../../crypto/sign.ts'
import { ROLE } from '../format/operation.ts'
import { accepts } from './fold.ts'
import { votePayload } from './succession.ts'
import { type Computer, type Organisation, Story, someBytes } from './testing.ts'
import type { ForkedLog, Roster } from './types.ts'

let story: Story
let asha: Organisation
let bella: Organisation
let cleo: Organisation
let police: Organisation
/** Asha's appointment. */
let byAsha: Buffer

beforeEach(begin)

function begin(): void {
  story = new Story()
  asha = story.organisation('Asha')
  bella = story.organisation('Bella')
  cleo = story.organisation('Cleo')
  police = story.organisation('Police')
  for (const one of [asha, bella, cleo]) story.admit(one)
  byAsha = story.appoint(asha)
}

const names = (roster: Roster) => roster.members.filter((one) => one.present).map((one) => one.name)
const fold = (...forked: ForkedLog[]) => story.fold(story.blocks, forked)
/** Says that it has seen so much of a log. */
const cite = (by: Organisation, of: Computer, length = of.length) =>
  story.operate(by.computer, { operation: 'accept', accepted: by.instance }, { heads: [[of, length]] })
const admitBy = (by: Computer, newcomer: Organisation, appointment: Buffer) => {
  const block = story.operate(by, story.admission(newcomer), { appointment })
  newcomer.instance = block.operationId
  story.operate(newcomer.computer, { operation: 'accept', accepted: block.operationId })
}

describe('a log of which a fork is proven', () => {
  it('counts below the index alone where nobody has cited more', () => {
    const twin = story.twin(asha.computer)
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    story.remove(cleo, [], { appointment: byAsha }, twin)
    expect(names(fold(story.forked([asha.computer, twin])))).toEqual(['Founder', 'Asha', 'Bella', 'Cleo'])
  })

  it('counts along the branch that is cited, as far as it is, whichever is held', () => {
    const twin = story.twin(asha.computer)
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    cite(cleo, asha.computer)
    const before = story.forked([asha.computer, twin])
    story.operate(asha.computer, story.admission(story.organisation('Dora')), { appointment: byAsha })
    story.operate(twin, story.admission(police), { appointment: byAsha })
    for (const branches of [
      [asha.computer, twin],
      [twin, asha.computer],
    ]) {
      const roster = fold(story.forked(branches))
      expect(names(roster)).toEqual(['Founder', 'Asha', 'Cleo'])
      expect([roster.frozen, roster.contested]).toEqual([false, []])
    }
    expect(fold(before).hash).toEqual(fold(story.forked([asha.computer, twin])).hash)
  })

  it('is not cited by its own organisation, nor by who does not belong', () => {
    const twin = story.twin(asha.computer)
    const second = story.computer(asha, 'second')
    story.operate(story.founder.computer, { operation: 'statement', statement: second.statement.bytes })
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    story.operate(twin, story.admission(police), { appointment: byAsha })
    story.operate(second.computer, { operation: 'accept', accepted: asha.instance }, { heads: [[asha.computer, asha.computer.length]] })
    cite(story.organisation('Stranger'), twin)
    const roster = fold(story.forked([asha.computer, twin]))
    expect(names(roster)).toEqual(['Founder', 'Asha', 'Bella', 'Cleo'])
    expect(roster.contested).toEqual([])
  })

  it('takes no statement back: its organisation would contradict itself', () => {
    const twin = story.twin(asha.computer)
    const second = story.computer(asha, 'second')
    story.operate(asha.computer, { operation: 'statement', statement: second.statement.bytes })
    story.operate(twin, { operation: 'accept', accepted: asha.instance })
    const roster = fold(story.forked([twin, asha.computer]))
    expect(story.member(asha, roster).devices.map(({ label }) => label)).toEqual(['', 'second'])
  })

  it('is not cited by what a member wrote behind its end', () => {
    const twin = story.twin(asha.computer)
    cite(bella, asha.computer)
    story.operate(asha.computer, { operation: 'accept', accepted: asha.instance })
    cite(bella, asha.computer)
    story.remove(cleo, [[cleo.computer, cleo.computer.length]])
    story.operate(twin, story.admission(police), { appointment: byAsha })
    cite(cleo, twin)
    const roster = fold(story.forked([asha.computer, twin]))
    expect([names(roster), roster.contested]).toEqual([['Founder', 'Asha', 'Bella'], []])
  })

  it('lets nobody undo the founder’s removal by citing the other branch behind her end', () => {
    const twin = story.twin(asha.computer)
    const end = bella.computer.length
    story.remove(bella, [[bella.computer, end]], { appointment: byAsha }, asha.computer)
    cite(cleo, asha.computer)
    cite(story.founder, asha.computer)
    story.operate(twin, { operation: 'accept', accepted: asha.instance })
    story.remove(bella, [[bella.computer, end]])
    cite(bella, twin)
    const roster = fold(story.forked([asha.computer, twin]))
    expect(names(roster)).toEqual(['Founder', 'Asha', 'Cleo'])
    expect(accepts(roster, bella.computer.logId, end)).toBe('quarantined')
  })

  it('counts by all that is read of a branch, in whichever copy', () => {
    const twin = story.twin(asha.computer)
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    cite(cleo, asha.computer)
    story.operate(twin, story.admission(police), { appointment: byAsha })
    const forked = story.forked([asha.computer, twin])
    const [whole, other] = forked.branches
    if (!whole || !other) throw new Error('two branches')
    const unread = { ...whole, blocks: [] }
    for (const branches of [
      [unread, whole, other],
      [other, whole, unread],
    ])
      expect(names(fold({ ...forked, branches }))).toEqual(['Founder', 'Asha', 'Cleo'])
  })

  it('of who has left is not written anew below that, once the founder has heard of it', () => {
    const twin = story.twin(asha.computer)
    const dora = story.organisation('Dora')
    admitBy(asha.computer, dora, byAsha)
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    story.operate(asha.computer, { operation: 'leave', instance: asha.instance })
    cite(story.founder, asha.computer)
    expect(names(story.fold())).toEqual(['Founder', 'Cleo', 'Dora'])
    admitBy(twin, police, byAsha)
    cite(cleo, twin)
    for (const branches of [
      [asha.computer, twin],
      [twin, asha.computer],
    ]) {
      const roster = fold(story.forked(branches))
      expect([names(roster), roster.contested]).toEqual([['Founder', 'Cleo', 'Dora'], []])
    }
    // Nor where it says on the other branch that it has left, and before.
    story.operate(twin, { operation: 'leave', instance: asha.instance })
    cite(cleo, twin)
    expect(names(fold(story.forked([twin, asha.computer])))).toEqual(['Founder', 'Cleo', 'Dora'])
  })

  it('of who has left from another computer is not either', () => {
    const twin = story.twin(asha.computer)
    const { computer: second, statement } = story.computer(asha, 'second')
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    cite(cleo, asha.computer)
    const heads: [Computer, number][] = [asha.computer, cleo.computer].map((one) => [one, one.length])
    story.operate(story.founder.computer, { operation: 'statement', statement: statement.bytes })
    story.operate(second, { operation: 'leave', instance: asha.instance }, { heads })
    cite(story.founder, second)
    admitBy(twin, police, byAsha)
    expect(names(fold(story.forked([asha.computer, twin])))).toEqual(['Founder', 'Cleo'])
    // Whoever has the key of the other computer leaves once more, without a word of what was known.
    story.operate(second, { operation: 'leave', instance: asha.instance })
    expect(names(fold(story.forked([asha.computer, twin])))).toEqual(['Founder', 'Cleo'])
  })

  it('of who has left counts by what the founder had in hand then', () => {
    const twin = story.twin(asha.computer)
    const [dora, eve] = [story.organisation('Dora'), story.organisation('Eve')]
    admitBy(asha.computer, dora, byAsha)
    admitBy(twin, eve, byAsha)
    cite(cleo, twin)
    story.operate(asha.computer, { operation: 'leave', instance: asha.instance })
    const heads: [Computer, number][] = [asha.computer, dora.computer, eve.computer, cleo.computer].map((one) => [one, one.length])
    story.operate(story.founder.computer, { operation: 'accept', accepted: story.founder.instance }, { heads })
    const roster = fold(story.forked([asha.computer, twin]))
    expect([names(roster).sort(), roster.contested]).toEqual([['Bella', 'Cleo', 'Dora', 'Eve', 'Founder'], [asha.computer.logId]])
  })

  it('is contested where two branches are cited: whom either let in stays, and nobody is thrown out', () => {
    const [dora, eve] = [story.organisation('Dora'), story.organisation('Eve')]
    const twin = story.twin(asha.computer)
    admitBy(asha.computer, dora, byAsha)
    story.remove(bella, [[bella.computer, 0]], { appointment: byAsha }, asha.computer)
    cite(cleo, asha.computer)
    admitBy(twin, eve, byAsha)
    story.remove(cleo, [[cleo.computer, 0]], { appointment: byAsha }, twin)
    cite(bella, twin)
    const roster = fold(story.forked([asha.computer, twin]))
    expect(names(roster).sort()).toEqual(['Asha', 'Bella', 'Cleo', 'Dora', 'Eve', 'Founder'])
    expect([roster.contested, roster.frozen]).toEqual([[asha.computer.logId], false])
    expect(accepts(roster, eve.computer.logId, 0)).toBe('counted')
    // The founder still governs: she puts out who let in what others never saw.
    story.remove(eve, [[eve.computer, 1]])
    expect(names(fold(story.forked([asha.computer, twin])))).not.toContain('Eve')
  })

  it('is contested only from where those branches differ, whatever else its author signs', () => {
    const third = story.twin(asha.computer)
    story.remove(cleo, [[cleo.computer, cleo.computer.length]], { appointment: byAsha }, asha.computer)
    const twin = story.twin(asha.computer)
    story.operate(asha.computer, { operation: 'accept', accepted: asha.instance })
    story.operate(twin, { operation: 'accept', accepted: asha.instance })
    story.operate(third, story.admission(police), { appointment: byAsha })
    cite(bella, twin)
    story.operate(
      story.founder.computer,
      { operation: 'accept', accepted: asha.instance },
      { heads: [[asha.computer, asha.computer.length]] },
    )
    const forked = story.forked([twin, third, asha.computer])
    expect(forked.index).toBe(third.length - 1)
    const roster = fold(forked)
    expect([names(roster), roster.contested]).toEqual([['Founder', 'Asha', 'Bella'], [asha.computer.logId]])
  })

  it('counts nothing of what another forked log says behind its own index', () => {
    const byBella = story.appoint(bella)
    const [ashas, bellas] = [story.twin(asha.computer), story.twin(bella.computer)]
    story.operate(asha.computer, story.admission(police), { appointment: byAsha, heads: [[bella.computer, bella.computer.length + 1]] })
    story.operate(bella.computer, story.admission(police), { appointment: byBella, heads: [[asha.computer, asha.computer.length]] })
    story.remove(cleo, [], { appointment: byAsha, heads: [[bellas, bellas.length + 1]] }, ashas)
    story.remove(cleo, [], { appointment: byBella, heads: [[ashas, ashas.length]] }, bellas)
    const roster = fold(story.forked([asha.computer, ashas]), story.forked([bellas, bella.computer]))
    expect(names(roster)).toEqual(['Founder', 'Asha', 'Bella', 'Cleo'])
    expect(roster.contested).toEqual([])
  })
})

describe('a removed steward', () => {
  it('whose log is written anew below its cut says what it had said to all, whichever branch a newcomer was given', () => {
    const twin = story.twin(asha.computer)
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    story.remove(asha, [[asha.computer, asha.computer.length]])
    admitBy(twin, police, byAsha)
    // A newcomer who was given the new branch has named it before it could know better, and so has one in league.
    const nadia = story.organisation('Nadia')
    story.admit(nadia)
    cite(nadia, twin)
    cite(cleo, twin)
    for (const branches of [
      [asha.computer, twin],
      [twin, asha.computer],
    ]) {
      const roster = fold(story.forked(branches))
      expect(names(roster)).toEqual(['Founder', 'Cleo', 'Nadia'])
      expect(roster.contested).toEqual([])
    }
  })

  it('keeps what others had cited before, as far as the founder knew that', () => {
    const twin = story.twin(asha.computer)
    const dora = story.organisation('Dora')
    admitBy(twin, dora, byAsha)
    const cited = cite(cleo, twin)
    story.operate(asha.computer, { operation: 'accept', accepted: asha.instance })
    story.remove(asha, [[asha.computer, asha.computer.length]], {
      heads: [
        [dora.computer, 1],
        [cleo.computer, cited.index + 1],
      ],
    })
    expect(names(fold(story.forked([asha.computer, twin])))).toEqual(['Founder', 'Bella', 'Cleo', 'Dora'])
  })

  it('of whom the computer alone was revoked says no more than its organisation had in hand', () => {
    const twin = story.twin(asha.computer)
    const second = story.computer(asha, 'second')
    story.operate(asha.computer, { operation: 'statement', statement: second.statement.bytes })
    const { keys, length } = asha.computer
    const revoke = story.state(asha, { kind: 'revoke', device: keys.publicKey, length, treeHash: story.treeHash(asha.computer, length) })
    story.operate(second.computer, { operation: 'statement', statement: revoke.bytes })
    story.operate(twin, story.admission(police), { appointment: byAsha })
    cite(cleo, twin)
    const roster = fold(story.forked([twin, asha.computer]))
    expect(names(roster)).toEqual(['Founder', 'Asha', 'Bella', 'Cleo'])
    expect([roster.contested, story.member(asha, roster).devices.length]).toEqual([[], 2])
  })
})

describe('a seized key of the founder', () => {
  /** Another log of hers from block 1 on. */
  const rewritten = (): Computer => story.twin(story.founder.computer, 1)

  it('that signs a second block 1 throws nobody out', () => {
    const twin = rewritten()
    cite(cleo, story.founder.computer)
    story.operate(twin, story.admission(police))
    for (const gone of [asha, bella, cleo]) story.remove(gone, [[gone.computer, 0]], {}, twin)
    const forked = story.forked([twin, story.founder.computer])
    expect(forked.index).toBe(1)
    const roster = fold(forked)
    expect(names(roster)).toEqual(['Founder', 'Asha', 'Bella', 'Cleo'])
    expect([roster.frozen, story.member(asha, roster).role]).toEqual([false, ROLE.steward])
  })

  it('nor where somebody cites that: then all stay, and nobody has the say', () => {
    const twin = rewritten()
    const dora = story.organisation('Dora')
    admitBy(asha.computer, dora, byAsha)
    cite(cleo, story.founder.computer)
    police.instance = story.operate(twin, story.admission(police)).operationId
    for (const gone of [asha, bella, cleo]) story.remove(gone, [[gone.computer, 0]], {}, twin)
    cite(police, twin)
    const forked = story.forked([story.founder.computer, twin])
    const roster = fold(forked)
    expect(names(roster).sort()).toEqual(['Asha', 'Bella', 'Cleo', 'Dora', 'Founder', 'Police'])
    expect([roster.frozen, roster.contested]).toEqual([true, [story.founder.computer.logId]])
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    expect(fold(forked).hash).toEqual(roster.hash)
  })

  it('does not undo what came after she gave her place away, but for who has the say', () => {
    const [dora, eve] = [story.organisation('Dora'), story.organisation('Eve')]
    const twin = story.twin(story.founder.computer)
    const given = story.operate(story.founder.computer, { operation: 'hand-over', instance: asha.instance })
    story.operate(asha.computer, { operation: 'accept', accepted: given.operationId })
    dora.instance = story.operate(asha.computer, story.admission(dora)).operationId
    const byBella = story.operate(asha.computer, { operation: 'appoint', instance: bella.instance }).operationId
    admitBy(bella.computer, eve, byBella)
    expect(story.member(asha).role).toBe(ROLE.founder)
    story.remove(asha, [], {}, twin)
    cite(cleo, twin)
    const roster = fold(story.forked([twin, story.founder.computer]))
    expect(names(roster).sort()).toEqual(['Asha', 'Bella', 'Cleo', 'Dora', 'Eve', 'Founder'])
    expect([roster.frozen, story.member(asha, roster).role]).toEqual([true, ROLE.steward])
  })

  it('is answered by her organisation, which goes on in another log', () => {
    const twin = story.twin(story.founder.computer)
    const next = story.organisation('next computer').computer
    police.instance = story.operate(twin, story.admission(police)).operationId
    const seen = cite(cleo, twin)
    cite(bella, story.founder.computer)
    story.operate(story.founder.computer, { operation: 'accept', accepted: asha.instance })
    cite(bella, story.founder.computer)
    const { keys, length } = story.founder.computer
    const treeHash = story.treeHash(story.founder.computer, length)
    const fields = { kind: 'succeed' as const, lost: keys.publicKey, length, treeHash, device: next.keys.publicKey, box: someBytes('box') }
    const succeed = story.state(story.founder, fields)
    const forked = () => story.forked([twin, story.founder.computer])
    expect(fold(forked()).frozen).toBe(true)
    // She knows by now that somebody had gone by the other branch.
    const heads: [Computer, number][] = [[cleo.computer, seen.index + 1]]
    story.operate(next, { operation: 'statement', statement: succeed.bytes }, { heads })
    story.remove(police, [], {}, next)
    const roster = fold(forked())
    expect([roster.frozen, roster.contested, names(roster)]).toEqual([
      false,
      [story.founder.computer.logId],
      ['Founder', 'Asha', 'Bella', 'Cleo'],
    ])
  })

  it('is not hers any more to answer for where a branch has given her place away', () => {
    const twin = story.twin(story.founder.computer)
    const next = story.organisation('next computer').computer
    const given = story.operate(story.founder.computer, { operation: 'hand-over', instance: asha.instance })
    story.operate(asha.computer, { operation: 'accept', accepted: given.operationId })
    story.operate(twin, { operation: 'accept', accepted: asha.instance })
    const seen = cite(cleo, twin)
    const { keys, length } = twin
    const fields = { kind: 'succeed' as const, lost: keys.publicKey, length, treeHash: story.treeHash(twin, length) }
    const succeed = story.state(story.founder, { ...fields, device: next.keys.publicKey, box: someBytes('box') })
    const heads: [Computer, number][] = [
      [cleo.computer, seen.index + 1],
      [asha.computer, asha.computer.length],
    ]
    story.operate(next, { operation: 'statement', statement: succeed.bytes }, { heads })
    story.remove(bella, [], {}, next)
    const roster = fold(story.forked([twin, story.founder.computer]))
    expect([roster.frozen, names(roster)]).toEqual([true, ['Founder', 'Asha', 'Bella', 'Cleo']])
  })

  it('can still be answered by the stewards, where nobody has cited what was signed with it', () => {
    const byBella = story.appoint(bella)
    for (const one of [asha, bella]) cite(one, story.founder.computer)
    const twin = story.twin(story.founder.computer)
    story.operate(story.founder.computer, story.admission(police))
    story.operate(twin, story.admission(story.organisation('Eve')))
    const votes = [asha, bella].map((one) => ({
      steward: one.instance,
      signature: sign(votePayload(story.space, story.genesisHash, story.founder.instance, cleo.instance), one.keys.secretKey),
    }))
    const voted = story.operate(bella.computer, { operation: 'succeed-founder', instance: cleo.instance, votes }, { appointment: byBella })
    story.operate(cleo.computer, { operation: 'accept', accepted: voted.operationId })
    const roster = fold(story.forked([story.founder.computer, twin]))
    expect([story.member(cleo, roster).role, roster.frozen]).toEqual([ROLE.founder, false])
    expect(names(roster)).toEqual(['Asha', 'Bella', 'Cleo'])
  })
})

describe('the roster with forks', () => {
  /** Two stewards and the founder with two branches each, one of them contested. */
  function longStory() {
    const byBella = story.appoint(bella)
    const [dora, eve] = [story.organisation('Dora'), story.organisation('Eve')]
    const ashas = story.twin(asha.computer)
    const bellas = story.twin(bella.computer)
    const founders = story.twin(story.founder.computer)
    admitBy(asha.computer, dora, byAsha)
    cite(cleo, asha.computer)
    admitBy(ashas, eve, byAsha)
    story.remove(cleo, [[cleo.computer, 1]], { appointment: byAsha }, ashas)
    cite(eve, ashas)
    story.remove(dora, [[dora.computer, 1]], { appointment: byBella, heads: [[ashas, ashas.length]] }, bella.computer)
    cite(cleo, bella.computer)
    story.operate(bellas, story.admission(police), { appointment: byBella })
    const epochId = someBytes('epoch next')
    story.epoch(story.founder.computer, 1, 'next', [story.founder, asha, cleo], { epochId, heads: [[cleo.computer, 2]] })
    cite(cleo, story.founder.computer)
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
    const expected = fold(...pairs.map((pair) => story.forked(pair)))
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
    const all = fold(...pairs.map((pair) => story.forked(pair)))
    const [[ashas, other], bellas, founders] = pairs
    const only = (pair: readonly Computer[], length?: number): ForkedLog => {
      const whole = story.forked(pair, length === undefined ? [] : [length])
      return { ...whole, branches: whole.branches.slice(0, 1) }
    }
    const less = [story.forked([ashas, other], [ashas.length - 1]), only(bellas, bellas[0].length - 1), only(founders)]
    expect(story.fold(story.blocks, less).hash).toEqual(all.hash)
  })

  it('never loses who was let in by what somebody cited, whatever else is signed', () => {
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
      fc.property(acts, (list) => {
        begin()
        const dora = story.organisation('Dora')
        admitBy(asha.computer, dora, byAsha)
        cite(cleo, asha.computer)
        cite(bella, story.founder.computer)
        const [ashas, founders] = [story.twin(asha.computer, 1), story.twin(story.founder.computer, 1)]
        const everybody = [bella, cleo, dora, police]
        for (const { onto, what, who: nth, citing } of list) {
          const by = onto === 'founder' ? founders : ashas
          const at = onto === 'founder' ? {} : { appointment: byAsha }
          const who = everybody[nth] ?? bella
          if (what === 'remove') story.remove(who, [], at, by)
          else if (what === 'cut') story.remove(who, [[who.computer, 1]], at, by)
          else if (what === 'appoint') story.operate(by, { operation: 'appoint', instance: who.instance }, at)
          else if (what === 'hand-over') {
            const given = story.operate(by, { operation: 'hand-over', instance: who.instance }, at)
            story.operate(who.computer, { operation: 'accept', accepted: given.operationId })
          } else police.instance = story.operate(by, story.admission(police), at).operationId
          if (citing !== null) cite(everybody[citing] ?? police, by)
        }
        const forked = [story.forked([ashas, asha.computer]), story.forked([founders, story.founder.computer])].filter(({ branches }) =>
          branches.every(({ blocks }) => blocks.length > 0),
        )
        expect(names(story.fold(story.blocks, forked))).toEqual(expect.arrayContaining(['Founder', 'Asha', 'Bella', 'Cleo', 'Dora']))
      }),
      { numRuns: 100 },
    )
  })
})
