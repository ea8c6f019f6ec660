import { describe, expect, it } from 'vitest'
import type { IncidentFields } from '../../../core/engine/contract/index.ts'
import { inFormOrder, isNothing, stayingOf } from './order.ts'

const OURS: IncidentFields = {
  narrative: 'They came at night.',
  recordedBy: 'AO',
  'perpetrator:0000000a': { name: 'Tall one' },
  title: 'Raid',
  'harmed:0000000a': { name: 'Neema' },
  'harmed:0000000b': { name: 'Zuri' },
  types: [],
  start: null,
  area: 'Kibera',
  bail: '',
  source: null,
}

describe('the order of the form', () => {
  it('is that in which an incident is told, whatever order it came in; what the form does not have comes last', () => {
    const later = { ...OURS, hat: 'red' } as IncidentFields
    expect(inFormOrder(later).map(([field]) => field)).toEqual([
      'title',
      'types',
      'area',
      'start',
      'harmed:0000000a',
      'harmed:0000000b',
      'narrative',
      'perpetrator:0000000a',
      'bail',
      'recordedBy',
      'source',
      'hat',
    ])
  })
})

describe('stayingOf', () => {
  it('names what is missing in what leaves, lists by how many there are', () => {
    const { recordedBy: _, 'perpetrator:0000000a': __, 'harmed:0000000a': ___, 'harmed:0000000b': ____, ...rest } = OURS
    const leaving: IncidentFields = { ...rest, 'perpetrator:0f0f0f0f': { name: 'Tall one' }, 'harmed:0f0f0f0f': { name: 'P-ABCD' } }
    expect(stayingOf(OURS, leaving)).toEqual(['harmed:0000000a', 'harmed:0000000b', 'recordedBy'])
    expect(stayingOf(OURS, OURS)).toEqual([])
  })

  it('names a file until it is chosen to leave too', () => {
    const withFiles = {
      ...OURS,
      'file:0000000a': { name: 'photo.jpg' },
      'file:0000000b': { name: 'letter.pdf' },
    } as unknown as IncidentFields
    expect(stayingOf(withFiles, OURS)).toEqual(['file:0000000a', 'file:0000000b'])
    expect(stayingOf(withFiles, OURS, ['file:0000000b'])).toEqual(['file:0000000a'])
    expect(stayingOf(withFiles, OURS, ['file:0000000a', 'file:0000000b'])).toEqual([])
  })
})

describe('isNothing', () => {
  it('is what says nothing; no and none are something', () => {
    expect([null, undefined, '', []].every(isNothing)).toBe(true)
    expect([0, false, 'no', ['x'], {}].some(isNothing)).toBe(false)
  })
})
