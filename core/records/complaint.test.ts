import { describe, expect, it } from 'vitest'
import { judged } from './complaint.ts'

const NAMED = { confidentiality: 'named' }
const FILED = { 'step:0000000a': { state: 'filed' } }
const OUT = { state: 'filed', ...FILED, incidents: ['a', 'b'], body: 'IPOA' }

describe('a complaint that is handed in', () => {
  it('needs consent for all that it is about, whoever’s name is on it, and not while it is only meant', () => {
    const about = { incidents: ['a'] }
    expect([judged({}, { ...about, ...NAMED }), judged({ state: 'consent' }, { ...about, body: 'IPOA' })]).toEqual([null, null])
    for (const confidentiality of ['intermediary', 'withheld', null, undefined])
      expect(judged({ ...about, confidentiality }, { ...FILED, state: 'filed' })).toEqual({ incidents: ['a'], named: false, whole: true })
    const named = { incidents: ['a'], named: true, whole: true }
    expect(judged({ ...about, state: 'consent' }, { ...NAMED, ...FILED, state: 'filed' })).toEqual(named)
    expect(judged({ ...about, ...NAMED, state: 'consent' }, { state: 'filed' })).toEqual(named)
    expect(judged({ ...about, ...NAMED, state: 'declined', ...FILED }, { 'step:0000000b': { state: 'filed' } })).toEqual(named)
    expect(judged({}, { ...about, state: 'acknowledged' })).toMatchObject({ whole: true })
    expect(judged({ ...about, state: 'closed' }, { state: 'court' })).toMatchObject({ whole: true })
  })

  it('needs none where it is closed before it ever was handed in, or a step is taken back', () => {
    expect(judged({ state: 'draft', ...NAMED, incidents: ['a'] }, { state: 'closed', 'step:0000000a': { state: 'closed' } })).toBe(null)
    expect(judged(OUT, { state: 'consent', 'step:0000000a': null })).toBe(null)
  })
})

describe('one that was handed in', () => {
  it('goes on as it is: with every later step, other words, and fewer incidents', () => {
    for (const before of [OUT, { ...OUT, ...NAMED }]) {
      for (const changes of [
        { state: 'outcome', 'step:0000000b': { state: 'outcome' } },
        { 'step:0000000a': { state: 'filed', note: 'By hand.' } },
        { title: 'x', body: ' ipoa', incidents: ['b'] },
        { body: '' },
        { confidentiality: 'withheld' },
      ])
        expect(judged(before, changes)).toBe(null)
    }
  })

  it('is judged for what is added: another authority, the name, and only the incidents that are new', () => {
    expect(judged(OUT, { body: 'Ombudsman' })).toEqual({ incidents: ['a', 'b'], named: false, whole: true })
    expect(judged(OUT, NAMED)).toEqual({ incidents: ['a', 'b'], named: true, whole: true })
    expect(judged({ ...OUT, ...NAMED }, { incidents: ['a', 'b', 'c'] })).toEqual({ incidents: ['c'], named: true, whole: false })
    expect(judged({ ...OUT, state: 'closed' }, { incidents: ['c'] })).toEqual({ incidents: ['c'], named: false, whole: false })
  })
})
