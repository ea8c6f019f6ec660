import { describe, expect, it } from 'vitest'
import { nameWords } from '../../../core/engine/contract/index.ts'
import { harmedCalled, namedIn, namedInChanges } from './named-in.ts'

describe('harmedCalled', () => {
  it('says what their pages are called and what was typed, of nobody else', () => {
    const fields = {
      title: 'Beaten',
      'harmed:00000001': { person: 'aa' },
      'harmed:00000002': { name: 'Zawadi' },
      'harmed:00000003': { person: 'gone', name: '' },
      'harmed:00000004': null,
      'perpetrator:00000001': { name: 'Tall one', perpetrator: 'bb' },
    }
    expect(harmedCalled(fields, { aa: 'Neema', bb: 'Corporal' })).toEqual(['Neema', 'Zawadi'])
  })
})

describe('namedIn', () => {
  it('looks at every text that leaves, and at no code, date or other name of theirs', () => {
    const leaving: [string, unknown][] = [
      ['title', 'Neema beaten, neema robbed'],
      ['types', ['arrest', 'What they do to Neema']],
      ['area', 'Gikomba'],
      ['start', { date: '2026-01-02', about: false }],
      ['harmed:00000001', { name: 'P-NEEMA', role: 'neema', what: 'Zawadi held her' }],
      ['harmed:00000002', { name: 'P-BBBB', what: 'NEEMA fell' }],
      ['certainty', 'neema'],
      ['perpetrator:00000001', { name: 'Husband of Neema', kind: 'neema', note: 'tall' }],
      ['summary', 'Nothing'],
      ['reason', ''],
      ['unknown', { of: ['Neema again'] }],
    ]
    expect(namedIn(leaving, nameWords(['Neema', 'Zawadi', 'Arrest']))).toEqual([
      { field: 'title', words: ['Neema'] },
      { field: 'types', words: ['Neema'] },
      { field: 'harmed:00000001', words: ['Zawadi', 'NEEMA'] },
      { field: 'perpetrator:00000001', words: ['Neema'] },
      { field: 'unknown', words: ['Neema'] },
    ])
    expect(namedIn(leaving, nameWords([]))).toEqual([])
  })
})

describe('namedInChanges', () => {
  it('looks only at changes that leave', () => {
    const changes = {
      response: 'Neema',
      recordedBy: 'Neema',
      'evidence:00000001': { takenBy: 'Neema' },
      outcome: 'Neema was let go',
      area: null,
    }
    expect(namedInChanges(changes, nameWords(['Neema']))).toEqual([{ field: 'outcome', words: ['Neema'] }])
  })
})
