import { expect, test } from 'vitest'
import type { RecordId } from '../engine/contract/ids.ts'
import { card, entry, log, name, organisation, share, space, tombstone, write } from '../records/testing.ts'
import { recordIdOf } from '../records/version.ts'
import { openIndex } from './index.ts'
import { inFolder, KEY, OPTIONS, withIndex } from './testing.ts'

const idOf = (record: number, at: number): RecordId => recordIdOf(space(at), organisation(0), name(record))
const there = (index: number, at = 2) => ({ space: at, device: at, index })

test('tells what of ours stands in coalitions, tied to a House record or not, whatever comes and goes', () => {
  withIndex((index) => {
    const request = card(51, { kind: 'request', fields: { title: 'A lawyer' } }, there(1))
    index.apply([write(1, { index: 0 }), share(1, 2, 50, { index: 1 }), write(50, there(0)), request])
    index.apply([write(52, { org: 1, space: 2 }), card(2, { kind: 'request', fields: { title: 'For us' } }, { index: 2 })])
    const copy = { space: space(2), recordId: idOf(50, 2), isIncident: true }
    const asked = { space: space(2), recordId: idOf(51, 2), isIncident: false }
    const sorted = () => index.abroad().sort((a, b) => Number(b.isIncident) - Number(a.isIncident))
    expect(sorted()).toEqual([copy, asked])
    // That the House record goes takes nothing out of a coalition.
    index.apply([tombstone(1, { index: 3 })])
    expect(sorted()).toEqual([copy, asked])
    index.apply([tombstone(50, there(2))])
    expect(sorted()).toEqual([asked])
    // What erased it does not count any more.
    index.withdraw(log(0, 2), 2)
    index.apply([write(50, there(0))])
    expect(sorted()).toEqual([copy, asked])
  })
})

test('tells what was erased in the House for good, and whose word it was, also after a start and where its text never came', () => {
  inFolder((folder) => {
    const path = `${folder}/index.db`
    const of = { person: idOf(9, 1) }
    const first = openIndex(path, KEY, OPTIONS)
    first.apply([
      write(1, { index: 0 }),
      tombstone(1, { index: 1 }),
      tombstone(7, { index: 2 }, { of }),
      tombstone(2, { index: 3 }, { undone: true }),
      tombstone(50, there(0)),
      tombstone(3, { org: 1, index: 4 }),
    ])
    first.close()
    const index = openIndex(path, KEY, OPTIONS)
    const gone = index.gone().sort((a, b) => Number(b.of === null) - Number(a.of === null))
    expect(gone).toEqual([
      { recordId: idOf(1, 1), of: null },
      { recordId: idOf(7, 1), of },
    ])
    index.withdraw(log(0), 1)
    expect([index.gone(), index.holds(idOf(1, 1), entry(0, 1))]).toEqual([[], false])
    index.close()
  })
})
