import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { RING } from '../../log/types.ts'
import { ROLE } from '../format/operation.ts'
import { writableEpochs } from './epochs.ts'
import { accepts } from './fold.ts'
import { names, Scene } from './scene.ts'
import { type Computer, type Organisation, someBytes } from './testing.ts'
import type { RosterBlock } from './types.ts'

let scene = new Scene()
let { story, asha, bella, cleo, dora, byAsha } = scene
/** Bella's appointment. */
let byBella: Buffer

beforeEach(() => {
  scene = new Scene()
  ;({ story, asha, bella, cleo, dora, byAsha } = scene)
  byBella = story.appoint(bella)
})

const removeBy = (
  by: Organisation,
  gone: Organisation,
  cuts: [Computer, number][],
  appointment: Buffer,
  heads: [Computer, number][] = [],
) => story.remove(gone, cuts, { appointment, heads }, by.computer)
const end = (of: Organisation, roster = story.fold()) =>
  story.member(of, roster).cuts.find((cut) => cut.logId.equals(of.computer.logId))?.length

describe('a steward', () => {
  it('admits and removes members, citing the appointment, and not without', () => {
    expect(story.member(asha).role).toBe(ROLE.steward)
    scene.admitBy(asha.computer, dora, byAsha)
    removeBy(asha, cleo, [[cleo.computer, 1]], byAsha)
    expect(names(story.fold())).toEqual(['Founder', 'Asha', 'Bella', 'Dora'])
    const eve = story.organisation('Eve')
    story.operate(asha.computer, story.admission(eve))
    story.operate(asha.computer, story.admission(eve), { appointment: byBella })
    story.operate(cleo.computer, story.admission(eve), { appointment: byAsha })
    expect(names(story.fold())).not.toContain('Eve')
  })

  it('does not appoint, and removes neither founder nor steward', () => {
    story.operate(asha.computer, { operation: 'appoint', instance: cleo.instance }, { appointment: byAsha })
    removeBy(asha, bella, [], byAsha)
    removeBy(asha, story.founder, [], byAsha)
    expect(names(story.fold())).toEqual(['Founder', 'Asha', 'Bella', 'Cleo'])
    expect(story.member(cleo).role).toBe(ROLE.member)
  })

  it('that another steward admitted has a say once the founder appoints it', () => {
    scene.admitBy(asha.computer, dora, byAsha)
    const byDora = story.appoint(dora)
    removeBy(dora, cleo, [], byDora)
    expect(names(story.fold())).toEqual(['Founder', 'Asha', 'Bella', 'Dora'])
  })

  it('says nothing in a log that was cut under an instance of before', () => {
    story.remove(asha, [[asha.computer, asha.computer.length]], { heads: [[asha.computer, asha.computer.length]] })
    const second = story.computer(asha, 'second')
    story.admit(asha)
    const again = story.appoint(asha)
    story.operate(asha.computer, story.admission(dora), { appointment: again })
    expect(names(story.fold())).not.toContain('Dora')
    story.operate(second.computer, story.admission(dora), { appointment: again })
    expect(names(story.fold())).toContain('Dora')
  })
})

describe('a steward who leaves from one computer', () => {
  it('takes nothing back that the founder had in hand, though that computer never heard of it', () => {
    const { computer, statement } = story.computer(asha, 'second')
    story.operate(asha.computer, { operation: 'statement', statement: statement.bytes })
    scene.admitBy(asha.computer, dora, byAsha)
    removeBy(asha, cleo, [[cleo.computer, 1]], byAsha)
    scene.cite(story.founder, asha.computer)
    story.operate(computer, { operation: 'leave', instance: asha.instance })
    expect(names(story.fold())).toEqual(['Founder', 'Bella', 'Dora'])
    // From what she writes once she has heard of it, she takes nothing more.
    scene.cite(story.founder, computer)
    scene.admitBy(asha.computer, scene.eve, byAsha)
    scene.cite(story.founder, asha.computer)
    expect(names(story.fold())).toEqual(['Founder', 'Bella', 'Dora'])
  })
})

describe('counterexamples', () => {
  it('two stewards cutting two others at 0', () => {
    const byCleo = story.appoint(cleo)
    story.admit(dora)
    const byDora = story.appoint(dora)
    for (const [by, appointment] of [[asha, byAsha] as const, [bella, byBella] as const])
      for (const gone of [cleo, dora]) removeBy(by, gone, [], appointment)
    for (const [by, appointment] of [[cleo, byCleo] as const, [dora, byDora] as const])
      for (const gone of [asha, bella]) removeBy(by, gone, [], appointment)
    expect(names(story.fold())).toEqual(['Founder', 'Asha', 'Bella', 'Cleo', 'Dora'])
  })

  it('a removed steward’s removal arriving first', () => {
    const { length } = asha.computer
    const late = removeBy(asha, cleo, [], byAsha)
    const removal = story.remove(asha, [[asha.computer, length]])
    const rest = story.blocks.filter((block) => block !== late && block !== removal)
    expect(names(story.fold([...rest, late]))).toEqual(['Founder', 'Asha', 'Bella'])
    for (const order of [
      [late, removal],
      [removal, late],
    ])
      expect(names(story.fold([...order, ...rest]))).toEqual(['Founder', 'Bella', 'Cleo'])
  })

  it('a removed steward’s removal that the founder had seen stays', () => {
    const { length } = asha.computer
    removeBy(asha, cleo, [], byAsha)
    story.remove(asha, [[asha.computer, length]], { heads: [[asha.computer, asha.computer.length]] })
    expect(names(story.fold())).toEqual(['Founder', 'Bella'])
  })

  it('two removals at once: the smallest cut, never below what each remover had cited', () => {
    removeBy(asha, cleo, [[cleo.computer, 9]], byAsha, [[cleo.computer, 2]])
    expect(end(cleo)).toBe(9)
    removeBy(bella, cleo, [[cleo.computer, 4]], byBella, [[cleo.computer, 6]])
    expect(end(cleo)).toBe(6)
    story.remove(cleo, [[cleo.computer, 7]])
    expect(end(cleo)).toBe(6)
  })

  it('a member whom two stewards admitted at once is gone when the one admission that counts is removed', () => {
    const first = scene.admitBy(asha.computer, dora, byAsha)
    const second = scene.admitBy(bella.computer, dora, byBella)
    const counting = story.fold().members.find((one) => one.name === 'Dora')
    expect([first, second].some(({ operationId }) => counting?.instance.equals(operationId))).toBe(true)
    if (!counting) throw new Error('she is in')
    dora.instance = counting.instance
    story.remove(dora, [])
    expect(names(story.fold())).not.toContain('Dora')
    scene.admitBy(asha.computer, dora, byAsha, { heads: [[story.founder.computer, story.founder.computer.length]] })
    expect(names(story.fold())).toContain('Dora')
  })

  it('a newcomer left out of an epoch: nobody writes under it', () => {
    const readers = [story.founder, asha, bella, cleo]
    story.epoch(story.founder.computer, RING.main, 'before', readers)
    scene.admitBy(asha.computer, dora, byAsha)
    story.epoch(bella.computer, RING.main, 'unaware', readers)
    const writable = () => writableEpochs(story.fold().epochs, story.fold().members, RING.main).map(({ epochId }) => epochId)
    expect(writable()).toEqual([])
    const all = story.epoch(asha.computer, RING.main, 'with her', [...readers, dora])
    expect(writable()).toEqual([all])
  })
})

describe('epochs of the roster ring', () => {
  const started = (by: Organisation, name: string, readers: Organisation[]) => {
    const epochId = someBytes(`epoch ${name}`)
    story.epoch(by.computer, RING.roster, name, readers, { epochId })
    return epochId
  }

  it('are the stewards’ to start too, and what stands under them counts', () => {
    const epochId = started(asha, 'next', [story.founder, asha, bella, cleo])
    expect(story.fold().rosterEpochIds.at(-1)).toEqual(epochId)
    story.operate(story.founder.computer, story.admission(dora), { epochId })
    expect(names(story.fold())).toContain('Dora')
  })

  it('of a steward that is cut below them do not count, nor what stands under them', () => {
    const { length } = asha.computer
    const epochId = started(asha, 'rogue', [asha, cleo])
    story.operate(bella.computer, story.admission(dora), { appointment: byBella, epochId })
    expect(names(story.fold())).toContain('Dora')
    story.remove(asha, [[asha.computer, length]])
    expect(names(story.fold())).toEqual(['Founder', 'Bella', 'Cleo'])
    expect(story.fold().rosterEpochIds).toHaveLength(1)
  })
})

describe('the roster with stewards', () => {
  function longStory(): RosterBlock[] {
    const epochId = someBytes('epoch by asha')
    story.epoch(asha.computer, RING.roster, 'by asha', [story.founder, asha, bella, cleo], { epochId })
    scene.admitBy(bella.computer, dora, byBella, { epochId, heads: [[asha.computer, asha.computer.length]] })
    story.operate(dora.computer, { operation: 'accept', accepted: dora.instance })
    scene.admitBy(asha.computer, story.organisation('Eve'), byAsha)
    removeBy(bella, cleo, [[cleo.computer, 1]], byBella)
    removeBy(asha, cleo, [[cleo.computer, 0]], byAsha)
    const given = story.operate(story.founder.computer, { operation: 'hand-over', instance: dora.instance }, { epochId })
    story.operate(dora.computer, { operation: 'accept', accepted: given.operationId })
    story.remove(asha, [[asha.computer, 3]], {}, dora.computer)
    story.epoch(dora.computer, RING.main, 'main', [story.founder, bella, dora])
    for (const [by, appointment] of [[asha, byAsha] as const, [bella, byBella] as const]) {
      const cuts = [{ logId: story.founder.computer.logId, length: 2, treeHash: someBytes('tree') }]
      story.operate(by.computer, { operation: 'watermark', instance: story.founder.instance, lifted: false, cuts }, { appointment })
    }
    return story.blocks
  }

  it('is the same for the same blocks in any order, for every part of them', () => {
    const blocks = longStory()
    fc.assert(
      fc.property(fc.subarray(blocks), fc.infiniteStream(fc.nat()), (part, keys) => {
        const held = [...new Set([...part, ...blocks.slice(0, 1)])]
        const shuffled = held
          .map((block) => ({ block, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ block }) => block)
        expect(story.fold(shuffled)).toEqual(story.fold(held))
      }),
      { numRuns: 300 },
    )
  })

  it('is the same however the blocks were brought: two who hold different prefixes of each log agree once they have met', () => {
    const blocks = longStory()
    const logs = [...Map.groupBy(blocks, ({ logId }) => logId.toString('hex')).values()]
    const prefixes = fc.tuple(...logs.map((log) => fc.nat({ max: log.length })))
    fc.assert(
      fc.property(prefixes, prefixes, (ours, theirs) => {
        const upTo = (lengths: number[]) => logs.flatMap((log, i) => log.slice(0, lengths[i]))
        const met = [...new Set([...upTo(ours), ...upTo(theirs), ...logs.flatMap((log) => log.slice(0, 1))])]
        const other = [...new Set([...logs.flatMap((log) => log.slice(0, 1)), ...upTo(theirs), ...upTo(ours)])]
        expect(story.fold(met).hash).toEqual(story.fold(other).hash)
      }),
      { numRuns: 200 },
    )
  })

  it('never lets a later entry of a removed member or steward in, nor writes under an epoch that one of them can open', () => {
    story.epoch(story.founder.computer, RING.main, 'all', [story.founder, asha, bella, cleo])
    story.remove(asha, [[asha.computer, asha.computer.length]])
    removeBy(bella, cleo, [[cleo.computer, cleo.computer.length]], byBella)
    const base = [...story.blocks]
    const [ashaEnd, cleoEnd] = [end(asha) ?? 0, end(cleo) ?? 0]
    scene.admitBy(asha.computer, dora, byAsha)
    removeBy(asha, cleo, [], byAsha)
    story.epoch(asha.computer, RING.main, 'asha', [story.founder, bella])
    story.epoch(asha.computer, RING.roster, 'rogue', [asha], { epochId: someBytes('epoch rogue') })
    story.operate(cleo.computer, { operation: 'leave', instance: cleo.instance })
    story.operate(cleo.computer, story.admission(asha), { appointment: byAsha })
    story.epoch(cleo.computer, RING.main, 'cleo', [story.founder, bella, cleo])
    story.operate(dora.computer, { operation: 'accept', accepted: asha.instance })
    const more = story.blocks.slice(base.length)
    fc.assert(
      fc.property(fc.subarray(more), (some) => {
        const roster = story.fold([...base, ...some])
        expect(names(roster)).toEqual(['Founder', 'Bella'])
        expect(accepts(roster, asha.computer.logId, ashaEnd)).toBe('quarantined')
        expect(accepts(roster, cleo.computer.logId, cleoEnd)).toBe('quarantined')
        for (const ring of [RING.roster, RING.main, RING.safe]) {
          for (const { instances } of writableEpochs(roster.epochs, roster.members, ring))
            for (const gone of [asha, cleo]) expect(instances.some((one) => one.equals(gone.instance))).toBe(false)
        }
      }),
    )
  })
})
