import { beforeEach, describe, expect, it } from 'vitest'
import { accepts } from './fold.ts'
import { Scene } from './scene.ts'
import { type Computer, type Organisation, someBytes } from './testing.ts'

let scene = new Scene()
let { story, asha, bella, cleo, dora, byAsha } = scene
/** Bella's appointment. */
let byBella: Buffer

beforeEach(() => {
  scene = new Scene()
  ;({ story, asha, bella, cleo, dora, byAsha } = scene)
  byBella = story.appoint(bella)
})

describe('a watermark', () => {
  const cut = (computer: Computer, length: number) => ({ logId: computer.logId, length, treeHash: someBytes('tree') })
  const mark = (by: Organisation, appointment: Buffer, length: number, lifted = false) =>
    story.operate(
      by.computer,
      { operation: 'watermark', instance: cleo.instance, lifted, cuts: [cut(cleo.computer, length)] },
      { appointment },
    )
  const counts = (index: number) => accepts(story.fold(), cleo.computer.logId, index)

  it('of two stewards holds back what both name, and lets it go when one lifts it', () => {
    mark(asha, byAsha, 2)
    expect(counts(5)).toBe('counted')
    mark(bella, byBella, 4)
    expect([3, 4].map(counts)).toEqual(['counted', 'quarantined'])
    mark(bella, byBella, 4, true)
    expect(counts(5)).toBe('counted')
    expect(story.member(cleo).present).toBe(true)
  })

  it('may go lower than what was cited', () => {
    story.operate(story.founder.computer, { operation: 'accept', accepted: someBytes('any') }, { heads: [[cleo.computer, 9]] })
    mark(asha, byAsha, 0)
    mark(bella, byBella, 0)
    expect(counts(0)).toBe('quarantined')
  })

  it('of a member counts for its own other computers, not for its first, and not for others', () => {
    const second = story.computer(cleo, 'second')
    story.operate(cleo.computer, { operation: 'statement', statement: second.statement.bytes })
    const fields = { operation: 'watermark' as const, instance: cleo.instance, lifted: false }
    story.operate(second.computer, { ...fields, cuts: [cut(cleo.computer, 0)] })
    expect(counts(0)).toBe('counted')
    story.operate(cleo.computer, { ...fields, cuts: [cut(second.computer, 3)] })
    expect(accepts(story.fold(), second.computer.logId, 3)).toBe('quarantined')
    story.admit(dora)
    for (const who of [cleo, dora]) {
      story.operate(who.computer, { operation: 'watermark', instance: asha.instance, lifted: false, cuts: [cut(asha.computer, 0)] })
    }
    expect(accepts(story.fold(), asha.computer.logId, 1)).toBe('counted')
  })
})
