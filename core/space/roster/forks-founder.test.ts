import { beforeEach, describe, expect, it } from 'vitest'
import { ROLE, type VoteFields } from '../format/operation.ts'
import { names, Scene } from './scene.ts'
import { type Computer, type Organisation, someBytes } from './testing.ts'

let scene = new Scene()
let { story, asha, bella, cleo, police, byAsha } = scene

beforeEach(() => {
  scene = new Scene()
  ;({ story, asha, bella, cleo, police, byAsha } = scene)
})

describe('a seized key of the founder', () => {
  /** Another log of hers from block 1 on. */
  const rewritten = (): Computer => story.twin(story.founder.computer, 1)

  it('that signs a second block 1 throws nobody out', () => {
    const twin = rewritten()
    scene.cite(cleo, story.founder.computer)
    story.operate(twin, story.admission(police))
    for (const gone of [asha, bella, cleo]) story.remove(gone, [[gone.computer, 0]], {}, twin)
    const forked = story.forked([twin, story.founder.computer])
    expect(forked.index).toBe(1)
    const roster = scene.fold(forked)
    expect(names(roster)).toEqual(['Founder', 'Asha', 'Bella', 'Cleo'])
    expect([roster.frozen, story.member(asha, roster).role]).toEqual([false, ROLE.steward])
  })

  it('nor where somebody cites that: then all stay, and nobody has the say', () => {
    const twin = rewritten()
    const dora = story.organisation('Dora')
    scene.bringIn(asha.computer, dora, byAsha)
    scene.cite(cleo, story.founder.computer)
    police.instance = story.operate(twin, story.admission(police)).operationId
    for (const gone of [asha, bella, cleo]) story.remove(gone, [[gone.computer, 0]], {}, twin)
    scene.cite(police, twin)
    const forked = story.forked([story.founder.computer, twin])
    const roster = scene.fold(forked)
    expect(names(roster).sort()).toEqual(['Asha', 'Bella', 'Cleo', 'Dora', 'Founder', 'Police'])
    expect([roster.frozen, roster.contested]).toEqual([true, [story.founder.computer.logId]])
    story.remove(bella, [], { appointment: byAsha }, asha.computer)
    expect(scene.fold(forked).hash).toEqual(roster.hash)
  })

  it('does not undo what came after she gave her place away, but for who has the say', () => {
    const [dora, eve] = [story.organisation('Dora'), story.organisation('Eve')]
    const twin = story.twin(story.founder.computer)
    const given = story.operate(story.founder.computer, { operation: 'hand-over', instance: asha.instance })
    story.operate(asha.computer, { operation: 'accept', accepted: given.operationId })
    dora.instance = story.operate(asha.computer, story.admission(dora)).operationId
    const byBella = story.operate(asha.computer, { operation: 'appoint', instance: bella.instance }).operationId
    scene.bringIn(bella.computer, eve, byBella)
    expect(story.member(asha).role).toBe(ROLE.founder)
    story.remove(asha, [], {}, twin)
    scene.cite(cleo, twin)
    const roster = scene.fold(story.forked([twin, story.founder.computer]))
    expect(names(roster).sort()).toEqual(['Asha', 'Bella', 'Cleo', 'Dora', 'Eve', 'Founder'])
    expect([roster.frozen, story.member(asha, roster).role]).toEqual([true, ROLE.steward])
  })

  it('is answered by her organisation, which goes on in another log', () => {
    const twin = story.twin(story.founder.computer)
    const next = story.organisation('next computer').computer
    police.instance = story.operate(twin, story.admission(police)).operationId
    const seen = scene.cite(cleo, twin)
    scene.cite(bella, story.founder.computer)
    story.operate(story.founder.computer, { operation: 'accept', accepted: asha.instance })
    scene.cite(bella, story.founder.computer)
    const { keys, length } = story.founder.computer
    const treeHash = story.treeHash(story.founder.computer, length)
    const fields = { kind: 'succeed' as const, lost: keys.publicKey, length, treeHash, device: next.keys.publicKey, box: someBytes('box') }
    const succeed = story.state(story.founder, fields)
    const forked = () => story.forked([twin, story.founder.computer])
    expect(scene.fold(forked()).frozen).toBe(true)
    // She knows by now that somebody had gone by the other branch.
    const heads: [Computer, number][] = [[cleo.computer, seen.index + 1]]
    story.operate(next, { operation: 'statement', statement: succeed.bytes }, { heads })
    story.remove(police, [], {}, next)
    const roster = scene.fold(forked())
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
    const seen = scene.cite(cleo, twin)
    const { keys, length } = twin
    const fields = { kind: 'succeed' as const, lost: keys.publicKey, length, treeHash: story.treeHash(twin, length) }
    const succeed = story.state(story.founder, { ...fields, device: next.keys.publicKey, box: someBytes('box') })
    const heads: [Computer, number][] = [
      [cleo.computer, seen.index + 1],
      [asha.computer, asha.computer.length],
    ]
    story.operate(next, { operation: 'statement', statement: succeed.bytes }, { heads })
    story.remove(bella, [], {}, next)
    const roster = scene.fold(story.forked([twin, story.founder.computer]))
    expect([roster.frozen, names(roster)]).toEqual([true, ['Founder', 'Asha', 'Bella', 'Cleo']])
  })

  it('can still be answered by the stewards, where nobody has cited what was signed with it', () => {
    const byBella = story.appoint(bella)
    for (const one of [asha, bella]) scene.cite(one, story.founder.computer)
    const { since } = story.fold()
    const votes = [asha, bella].map((one): [Organisation, VoteFields] => [one, story.vote(one, cleo, { since })])
    const twin = story.twin(story.founder.computer)
    story.operate(story.founder.computer, story.admission(police))
    story.operate(twin, story.admission(story.organisation('Eve')))
    const voted = story.succeed(bella, cleo, votes, { appointment: byBella })
    story.operate(cleo.computer, { operation: 'accept', accepted: voted.operationId })
    const roster = scene.fold(story.forked([story.founder.computer, twin]))
    expect([story.member(cleo, roster).role, roster.frozen]).toEqual([ROLE.founder, false])
    expect(names(roster)).toEqual(['Asha', 'Bella', 'Cleo'])
  })
})
