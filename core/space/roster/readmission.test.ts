import { beforeEach, describe, expect, it } from 'vitest'
import { ROLE } from '../format/operation.ts'
import { accepts } from './fold.ts'
import { names, Scene } from './scene.ts'
import type { Computer, Organisation } from './testing.ts'

let scene = new Scene()
let { story, asha, bella, dora, byAsha } = scene
/** Bella's appointment. */
let byBella: Buffer

beforeEach(begin)

function begin(): void {
  scene = new Scene()
  ;({ story, asha, bella, dora, byAsha } = scene)
  byBella = story.appoint(bella)
}

describe('who was removed', () => {
  it('is not brought back by an admission of before that is heard of after, and no steward loses her place by one', () => {
    const [first, last] = [asha, bella].sort((a, b) => Buffer.compare(a.computer.logId, b.computer.logId)) as [Organisation, Organisation]
    const by = (steward: Organisation) => (steward === asha ? byAsha : byBella)
    scene.admitBy(last.computer, dora, by(last))
    story.operate(dora.computer, { operation: 'accept', accepted: dora.instance })
    const gone = dora.instance
    story.remove(dora, [[dora.computer, 1]])
    expect(names(story.fold())).not.toContain('Dora')
    scene.admitBy(first.computer, dora, by(first))
    expect(names(story.fold())).not.toContain('Dora')
    expect(accepts(story.fold(), dora.computer.logId, 1)).toBe('quarantined')
    dora.instance = gone
    expect(story.member(dora).present).toBe(false)
    // Who is in charge is not taken out by the removal of an admission that never counted.
    scene.admitBy(last.computer, scene.eve, by(last))
    const eve = scene.eve.instance
    story.appoint(scene.eve)
    scene.admitBy(first.computer, scene.eve, by(first))
    story.remove(scene.eve, [], { appointment: by(first) }, first.computer)
    scene.eve.instance = eve
    expect(story.member(scene.eve)).toMatchObject({ present: true, role: ROLE.steward })
  })

  it('has the log that was cut stay so, whoever lets the organisation in again', () => {
    const readmits = [
      (heads: [Computer, number][]) => story.operate(story.founder.computer, story.admission(dora), { heads }),
      (heads: [Computer, number][]) => scene.admitBy(asha.computer, dora, byAsha, { heads }),
      (heads: [Computer, number][]) => scene.admitBy(bella.computer, dora, byBella, { heads }),
    ]
    for (const nth of [0, 1]) {
      for (const readmit of readmits) {
        begin()
        const by = nth === 0 ? asha : bella
        scene.admitBy(by.computer, dora, by === asha ? byAsha : byBella)
        story.operate(dora.computer, { operation: 'accept', accepted: dora.instance })
        const gone = story.remove(dora, [[dora.computer, 1]])
        readmit([
          [story.founder.computer, gone.index + 1],
          [by.computer, by.computer.length],
        ])
        expect(names(story.fold())).toContain('Dora')
        expect(accepts(story.fold(), dora.computer.logId, 1)).toBe('quarantined')
      }
    }
  })
})
