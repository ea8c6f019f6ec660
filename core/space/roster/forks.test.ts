import { beforeEach, describe, expect, it } from 'vitest'
import { accepts } from './fold.ts'
import { names, Scene } from './scene.ts'
import type { Computer } from './testing.ts'

let scene = new Scene()
let { story, asha, bella, cleo, police, byAsha } = scene

beforeEach(() => {
  scene = new Scene()
  ;({ story, asha, bella, cleo, police, byAsha } = scene)
})

describe('a log of which a fork is proven', () => {
  it('counts below the index alone where nobody has cited more', () => {
    const twin = story.twin(asha.computer)
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    story.remove(cleo, [], { appointment: byAsha }, twin)
    expect(names(scene.fold(story.forked([asha.computer, twin])))).toEqual(['Founder', 'Asha', 'Bella', 'Cleo'])
  })

  it('counts along the branch that is cited, as far as it is, whichever is held', () => {
    const twin = story.twin(asha.computer)
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    scene.cite(cleo, asha.computer)
    const before = story.forked([asha.computer, twin])
    story.operate(asha.computer, story.admission(story.organisation('Dora')), { appointment: byAsha })
    story.operate(twin, story.admission(police), { appointment: byAsha })
    for (const branches of [
      [asha.computer, twin],
      [twin, asha.computer],
    ]) {
      const roster = scene.fold(story.forked(branches))
      expect(names(roster)).toEqual(['Founder', 'Asha', 'Cleo'])
      expect([roster.frozen, roster.contested]).toEqual([false, []])
    }
    expect(scene.fold(before).hash).toEqual(scene.fold(story.forked([asha.computer, twin])).hash)
  })

  it('is not cited by its own organisation, nor by who does not belong', () => {
    const twin = story.twin(asha.computer)
    const second = story.computer(asha, 'second')
    story.operate(story.founder.computer, { operation: 'statement', statement: second.statement.bytes })
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    story.operate(twin, story.admission(police), { appointment: byAsha })
    story.operate(second.computer, { operation: 'accept', accepted: asha.instance }, { heads: [[asha.computer, asha.computer.length]] })
    scene.cite(story.organisation('Stranger'), twin)
    const roster = scene.fold(story.forked([asha.computer, twin]))
    expect(names(roster)).toEqual(['Founder', 'Asha', 'Bella', 'Cleo'])
    expect(roster.contested).toEqual([])
  })

  it('takes no statement back: its organisation would contradict itself', () => {
    const twin = story.twin(asha.computer)
    const second = story.computer(asha, 'second')
    story.operate(asha.computer, { operation: 'statement', statement: second.statement.bytes })
    story.operate(twin, { operation: 'accept', accepted: asha.instance })
    const roster = scene.fold(story.forked([twin, asha.computer]))
    expect(story.member(asha, roster).devices.map(({ label }) => label)).toEqual(['', 'second'])
  })

  it('is not cited by what a member wrote behind its end', () => {
    const twin = story.twin(asha.computer)
    scene.cite(bella, asha.computer)
    story.operate(asha.computer, { operation: 'accept', accepted: asha.instance })
    scene.cite(bella, asha.computer)
    story.remove(cleo, [[cleo.computer, cleo.computer.length]])
    story.operate(twin, story.admission(police), { appointment: byAsha })
    scene.cite(cleo, twin)
    const roster = scene.fold(story.forked([asha.computer, twin]))
    expect([names(roster), roster.contested]).toEqual([['Founder', 'Asha', 'Bella'], []])
  })

  it('lets nobody undo the founder’s removal by citing the other branch behind her end', () => {
    const twin = story.twin(asha.computer)
    const end = bella.computer.length
    story.remove(bella, [[bella.computer, end]], { appointment: byAsha }, asha.computer)
    scene.cite(cleo, asha.computer)
    scene.cite(story.founder, asha.computer)
    story.operate(twin, { operation: 'accept', accepted: asha.instance })
    story.remove(bella, [[bella.computer, end]])
    scene.cite(bella, twin)
    const roster = scene.fold(story.forked([asha.computer, twin]))
    expect(names(roster)).toEqual(['Founder', 'Asha', 'Cleo'])
    expect(accepts(roster, bella.computer.logId, end)).toBe('quarantined')
  })

  it('counts by all that is read of a branch, in whichever copy', () => {
    const twin = story.twin(asha.computer)
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    scene.cite(cleo, asha.computer)
    story.operate(twin, story.admission(police), { appointment: byAsha })
    const forked = story.forked([asha.computer, twin])
    const [whole, other] = forked.branches
    if (!whole || !other) throw new Error('two branches')
    const unread = { ...whole, blocks: [] }
    for (const branches of [
      [unread, whole, other],
      [other, whole, unread],
    ])
      expect(names(scene.fold({ ...forked, branches }))).toEqual(['Founder', 'Asha', 'Cleo'])
  })

  it('of who has left is not written anew below that, once the founder has heard of it', () => {
    const twin = story.twin(asha.computer)
    const dora = story.organisation('Dora')
    scene.bringIn(asha.computer, dora, byAsha)
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    story.operate(asha.computer, { operation: 'leave', instance: asha.instance })
    scene.cite(story.founder, asha.computer)
    expect(names(story.fold())).toEqual(['Founder', 'Cleo', 'Dora'])
    scene.bringIn(twin, police, byAsha)
    scene.cite(cleo, twin)
    for (const branches of [
      [asha.computer, twin],
      [twin, asha.computer],
    ]) {
      const roster = scene.fold(story.forked(branches))
      expect([names(roster), roster.contested]).toEqual([['Founder', 'Cleo', 'Dora'], []])
    }
    // Nor where it says on the other branch that it has left, and before.
    story.operate(twin, { operation: 'leave', instance: asha.instance })
    scene.cite(cleo, twin)
    expect(names(scene.fold(story.forked([twin, asha.computer])))).toEqual(['Founder', 'Cleo', 'Dora'])
  })

  it('of who has left from another computer is not either', () => {
    const twin = story.twin(asha.computer)
    const { computer: second, statement } = story.computer(asha, 'second')
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    scene.cite(cleo, asha.computer)
    const heads: [Computer, number][] = [asha.computer, cleo.computer].map((one) => [one, one.length])
    story.operate(story.founder.computer, { operation: 'statement', statement: statement.bytes })
    story.operate(second, { operation: 'leave', instance: asha.instance }, { heads })
    scene.cite(story.founder, second)
    scene.bringIn(twin, police, byAsha)
    expect(names(scene.fold(story.forked([asha.computer, twin])))).toEqual(['Founder', 'Cleo'])
    // Whoever has the key of the other computer leaves once more, without a word of what was known.
    story.operate(second, { operation: 'leave', instance: asha.instance })
    expect(names(scene.fold(story.forked([asha.computer, twin])))).toEqual(['Founder', 'Cleo'])
  })

  it('of who has left counts by what the founder had in hand then', () => {
    const twin = story.twin(asha.computer)
    const [dora, eve] = [story.organisation('Dora'), story.organisation('Eve')]
    scene.bringIn(asha.computer, dora, byAsha)
    scene.bringIn(twin, eve, byAsha)
    scene.cite(cleo, twin)
    story.operate(asha.computer, { operation: 'leave', instance: asha.instance })
    const heads: [Computer, number][] = [asha.computer, dora.computer, eve.computer, cleo.computer].map((one) => [one, one.length])
    story.operate(story.founder.computer, { operation: 'accept', accepted: story.founder.instance }, { heads })
    const roster = scene.fold(story.forked([asha.computer, twin]))
    expect([names(roster).sort(), roster.contested]).toEqual([['Bella', 'Cleo', 'Dora', 'Eve', 'Founder'], [asha.computer.logId]])
  })

  it('is contested where two branches are cited: whom either let in stays, and nobody is thrown out', () => {
    const [dora, eve] = [story.organisation('Dora'), story.organisation('Eve')]
    const twin = story.twin(asha.computer)
    scene.bringIn(asha.computer, dora, byAsha)
    story.remove(bella, [[bella.computer, 0]], { appointment: byAsha }, asha.computer)
    scene.cite(cleo, asha.computer)
    scene.bringIn(twin, eve, byAsha)
    story.remove(cleo, [[cleo.computer, 0]], { appointment: byAsha }, twin)
    scene.cite(bella, twin)
    const roster = scene.fold(story.forked([asha.computer, twin]))
    expect(names(roster).sort()).toEqual(['Asha', 'Bella', 'Cleo', 'Dora', 'Eve', 'Founder'])
    expect([roster.contested, roster.frozen]).toEqual([[asha.computer.logId], false])
    expect(accepts(roster, eve.computer.logId, 0)).toBe('counted')
    // The founder still governs: she puts out who let in what others never saw.
    story.remove(eve, [[eve.computer, 1]])
    expect(names(scene.fold(story.forked([asha.computer, twin])))).not.toContain('Eve')
  })

  it('is contested only from where those branches differ, whatever else its author signs', () => {
    const third = story.twin(asha.computer)
    story.remove(cleo, [[cleo.computer, cleo.computer.length]], { appointment: byAsha }, asha.computer)
    const twin = story.twin(asha.computer)
    story.operate(asha.computer, { operation: 'accept', accepted: asha.instance })
    story.operate(twin, { operation: 'accept', accepted: asha.instance })
    story.operate(third, story.admission(police), { appointment: byAsha })
    scene.cite(bella, twin)
    story.operate(
      story.founder.computer,
      { operation: 'accept', accepted: asha.instance },
      { heads: [[asha.computer, asha.computer.length]] },
    )
    const forked = story.forked([twin, third, asha.computer])
    expect(forked.index).toBe(third.length - 1)
    const roster = scene.fold(forked)
    expect([names(roster), roster.contested]).toEqual([['Founder', 'Asha', 'Bella'], [asha.computer.logId]])
  })

  it('counts nothing of what another forked log says behind its own index', () => {
    const byBella = story.appoint(bella)
    const [ashas, bellas] = [story.twin(asha.computer), story.twin(bella.computer)]
    story.operate(asha.computer, story.admission(police), { appointment: byAsha, heads: [[bella.computer, bella.computer.length + 1]] })
    story.operate(bella.computer, story.admission(police), { appointment: byBella, heads: [[asha.computer, asha.computer.length]] })
    story.remove(cleo, [], { appointment: byAsha, heads: [[bellas, bellas.length + 1]] }, ashas)
    story.remove(cleo, [], { appointment: byBella, heads: [[ashas, ashas.length]] }, bellas)
    const roster = scene.fold(story.forked([asha.computer, ashas]), story.forked([bellas, bella.computer]))
    expect(names(roster)).toEqual(['Founder', 'Asha', 'Bella', 'Cleo'])
    expect(roster.contested).toEqual([])
  })
})

describe('a removed steward', () => {
  it('whose log is written anew below its cut says what it had said to all, whichever branch a newcomer was given', () => {
    const twin = story.twin(asha.computer)
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    story.remove(asha, [[asha.computer, asha.computer.length]])
    scene.bringIn(twin, police, byAsha)
    // A newcomer who was given the new branch has named it before it could know better, and so has one in league.
    const nadia = story.organisation('Nadia')
    story.admit(nadia)
    scene.cite(nadia, twin)
    scene.cite(cleo, twin)
    for (const branches of [
      [asha.computer, twin],
      [twin, asha.computer],
    ]) {
      const roster = scene.fold(story.forked(branches))
      expect(names(roster)).toEqual(['Founder', 'Cleo', 'Nadia'])
      expect(roster.contested).toEqual([])
    }
  })

  it('keeps what others had cited before, as far as the founder knew that', () => {
    const twin = story.twin(asha.computer)
    const dora = story.organisation('Dora')
    scene.bringIn(twin, dora, byAsha)
    const cited = scene.cite(cleo, twin)
    story.operate(asha.computer, { operation: 'accept', accepted: asha.instance })
    story.remove(asha, [[asha.computer, asha.computer.length]], {
      heads: [
        [dora.computer, 1],
        [cleo.computer, cited.index + 1],
      ],
    })
    expect(names(scene.fold(story.forked([asha.computer, twin])))).toEqual(['Founder', 'Bella', 'Cleo', 'Dora'])
  })

  it('of whom the computer alone was revoked says no more than its organisation had in hand', () => {
    const twin = story.twin(asha.computer)
    const second = story.computer(asha, 'second')
    story.operate(asha.computer, { operation: 'statement', statement: second.statement.bytes })
    const { keys, length } = asha.computer
    const revoke = story.state(asha, { kind: 'revoke', device: keys.publicKey, length, treeHash: story.treeHash(asha.computer, length) })
    story.operate(second.computer, { operation: 'statement', statement: revoke.bytes })
    story.operate(twin, story.admission(police), { appointment: byAsha })
    scene.cite(cleo, twin)
    const roster = scene.fold(story.forked([twin, asha.computer]))
    expect(names(roster)).toEqual(['Founder', 'Asha', 'Bella', 'Cleo'])
    expect([roster.contested, story.member(asha, roster).devices.length]).toEqual([[], 2])
  })
})
