import { describe, expect, test, vi } from 'vitest'
import { withIndex } from '../../index/testing.ts'
import { amend, card, entry, name, organisation, space, write } from '../../records/testing.ts'
import { recordIdOf } from '../../records/version.ts'
import type { RecordId } from '../contract/index.ts'
import { NAMES_MAX, namesOf } from './record-words.ts'

const id = (record: number, org = 0): RecordId => recordIdOf(space(1), organisation(org), name(record))
const complaint = (record: number, incidents: RecordId[], index: number) =>
  card(record, { kind: 'complaint', fields: { title: 'To the ombudsman', incidents } }, { index })

describe('names of the records that one names', () => {
  test('are those of cards and of incidents as they stand, and none for what is not here', () => {
    withIndex((index) => {
      index.apply([
        write(1, { org: 1, index: 0 }, { title: 'A raid' }),
        amend(1, [entry(1, 0)], { title: 'Two raids' }, { org: 1, index: 1 }),
        card(2, { kind: 'person', fields: { pseudonym: 'Neema' } }, { index: 0 }),
        complaint(3, [id(1, 1), id(9), id(2)], 1),
      ])
      const state = index.card(id(3))
      expect(state && namesOf(state, index)).toEqual({ [id(1, 1)]: 'Two raids', [id(2)]: 'Neema' })
    })
  })

  test('are read from rows: no incident that is named is folded, however many entries it has', () => {
    withIndex((index) => {
      index.apply([write(1, { org: 1, index: 0 }), amend(1, [entry(1, 0)], { narrative: 'long' }, { org: 1, index: 1 })])
      index.apply([complaint(2, [id(1, 1)], 0)])
      const state = index.card(id(2))
      const folded = [vi.spyOn(index, 'state'), vi.spyOn(index, 'get'), vi.spyOn(index, 'card')]
      expect(state && Object.keys(namesOf(state, index))).toEqual([id(1, 1)])
      expect(folded.map((each) => each.mock.calls.length)).toEqual([0, 0, 0])
    })
  })

  test('are looked up for so many records and no more, each once', () => {
    withIndex((index) => {
      const harmed = Array.from({ length: NAMES_MAX + 6 }, (_, n) => id(n + 10))
      index.apply(harmed.map((_, n) => card(n + 10, { kind: 'person', fields: { pseudonym: `person ${n}` } }, { index: n })))
      const list = (from: number) => harmed.map((person, n) => [`harmed:${(from + n).toString(16).padStart(8, '0')}`, { person }] as const)
      index.apply([write(1, { index: 100 }, Object.fromEntries([...list(0), ...list(1_000)]) as object)])
      const state = index.state(id(1))
      const looked = vi.spyOn(index, 'label')
      expect(state && Object.keys(namesOf(state, index)).length).toBe(NAMES_MAX)
      expect(looked.mock.calls.length).toBe(NAMES_MAX)
    })
  })
})
