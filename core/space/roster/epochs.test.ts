import { beforeEach, describe, expect, it } from 'vitest'
import { RING } from '../../log/types.ts'
import { ROLE } from '../format/operation.ts'
import { writableEpochs } from './epochs.ts'
import { alone, names } from './scene.ts'
import { someBytes } from './testing.ts'

let { story, asha, bella } = alone()

beforeEach(() => {
  ;({ story, asha, bella } = alone())
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
    expect(names(story.fold())).toContain('Asha')
    story.epoch(story.founder.computer, RING.roster, 'next', [story.founder], { epochId: someBytes('epoch next') })
    expect(story.fold().rosterEpochIds).toEqual([story.rosterEpoch, someBytes('epoch next')])
  })
})
