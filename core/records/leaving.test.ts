import { describe, expect, test } from 'vitest'
import type { RecordId } from '../engine/contract/ids.ts'
import { filesOf } from './files.ts'
import { leavesWhole, leaving, listKeyIn, pseudonymIn, pseudonymsIn } from './leaving.ts'
import { fields } from './testing.ts'

const officer = 'a'.repeat(64) as RecordId
const person = 'b'.repeat(64) as RecordId
const abroad = {
  unnamed: (_: string) => null,
  copy: () => null,
  key: (key: string) => key.split('').reverse().join(''),
  perpetrator: (record: RecordId) =>
    record === officer ? { label: 'The tall one', kind: 'police', unit: 'Central', description: 'A scar.', since: 'in-post' } : null,
  pseudonym: (_: RecordId): string | null => null,
  typeLabel: (name: string) => (name === 'c'.repeat(32) ? 'Van stopped' : null),
}
const whole = fields({
  certainty: 'likely',
  recordedBy: 'JN',
  interviewedBy: 'the clinic',
  feedbackDue: { date: '2026-05-01', about: false },
  place: '0000000a',
  response: 'We called Amina’s sister.',
  'harmed:0000000b': { person, name: 'Neema', injuries: 'light' },
  'perpetrator:0000000c': { perpetrator: officer, degree: 'ordered' },
  'perpetrator:0000000d': { name: 'a crowd', people: 20 },
})

describe('what of an incident leaves the House', () => {
  test('names nobody who was harmed, nobody who wrote it down, and no record of ours', () => {
    const out = leaving(whole, abroad)
    expect(out).toEqual({
      ...fields({ certainty: 'likely' }),
      'perpetrator:c0000000': { name: 'The tall one', degree: 'ordered', kind: 'police', unit: 'Central' },
      'perpetrator:d0000000': { name: 'a crowd', people: 20 },
    })
    expect(JSON.stringify(out)).not.toMatch(/Neema|JN|clinic|Amina|aaaa|bbbb/)
  })

  test('says of who did it what their record says, where the incident itself says nothing', () => {
    const said = (one: object) => Object.values(leaving({ 'perpetrator:0000000c': { perpetrator: officer, ...one } }, abroad))
    expect(said({ kind: 'security', unit: '', badge: '4417' })).toEqual([
      { name: 'The tall one', kind: 'security', unit: 'Central', badge: '4417' },
    ])
    expect(said({ perpetrator: person })).toEqual([{ name: '' }])
    expect(said({ perpetrator: null, name: 'a crowd' })).toEqual([{ perpetrator: null, name: 'a crowd' }])
  })

  test('names who has agreed by another name, and of the others nothing', () => {
    const two = {
      ...whole,
      'harmed:0000000e': { person: officer, injuries: 'serious' },
      'harmed:0000000f': { name: 'a neighbour', people: 2 },
    }
    const harmed = (unnamed: (key: string) => string | null) =>
      Object.entries(leaving(fields(two), { ...abroad, pseudonym: (one) => (one === person ? 'P-K7QD' : null), unnamed })).filter(
        ([field]) => field.startsWith('harmed:'),
      )
    expect(harmed(() => null)).toEqual([['harmed:b0000000', { name: 'P-K7QD', injuries: 'light' }]])
    // Of whom there is no record, somebody may have asked all the same.
    expect(harmed((key) => (key === '0000000f' ? 'P-ZZZZ' : null))).toEqual([
      ['harmed:b0000000', { name: 'P-K7QD', injuries: 'light' }],
      ['harmed:f0000000', { name: 'P-ZZZZ', people: 2 }],
    ])
  })

  test('calls a person by other names in two coalitions, by one name in one', () => {
    const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
    expect(pseudonymIn(one, person)).toMatch(/^P-[A-Z2-9]{8}$/)
    expect(pseudonymIn(one, person)).toBe(pseudonymIn(one, person))
    expect(pseudonymIn(one, person)).not.toBe(pseudonymIn(two, person))
    expect(pseudonymIn(one, person)).not.toBe(pseudonymIn(one, officer))
  })

  test('knows also the names of four signs that were given before', () => {
    const secret = Buffer.alloc(32, 1)
    const name = pseudonymIn(secret, person)
    expect(pseudonymsIn(secret, person)).toEqual([name, name.slice(0, 'P-ABCD'.length)])
    expect(pseudonymsIn(secret, person, '0000000a')[0]).toBe(pseudonymIn(secret, person, '0000000a'))
    // What was given out before this version must be found again.
    expect(pseudonymsIn(secret, person)[1]).toBe('P-CKKT')
  })

  test('calls kinds of our own by their words', () => {
    const types = ['arrest', `own:${'c'.repeat(32)}`, `own:${'d'.repeat(32)}`]
    expect(leaving(fields({ types }), abroad).types).toEqual(['arrest', 'Van stopped'])
    expect([leavesWhole(fields({ types })), leavesWhole(fields({ types: ['arrest'] }))]).toEqual([false, true])
  })

  test('has of files only the copies that were made for it, and takes those out there that are taken out here', () => {
    const file = { list: '1'.repeat(64), key: '2'.repeat(64), sha256: '3'.repeat(64), size: 9, type: 'image/jpeg', name: 'Amina.jpg' }
    const copy = { ...file, key: '4'.repeat(64), name: 'picture.jpg' }
    const two = fields({ 'file:0000000a': file, 'file:0000000b': file })
    expect(filesOf(leaving(two, abroad))).toEqual([])
    expect(filesOf(leaving(two, { ...abroad, copy: (field) => (field === 'file:0000000b' ? copy : null) }))).toEqual([
      { field: 'file:b0000000', file: copy },
    ])
    expect(leaving({ 'file:0000000a': null }, abroad)).toEqual({ 'file:a0000000': null })
  })

  test('takes one of a list out there too', () => {
    expect(leaving({ 'perpetrator:0000000c': null, 'harmed:0000000b': null }, abroad)).toEqual({
      'perpetrator:c0000000': null,
      'harmed:b0000000': null,
    })
  })

  test('is all of it only where nothing has to stay', () => {
    expect(leavesWhole(whole)).toBe(false)
    expect(leavesWhole(fields({ certainty: 'likely', recordedBy: '', 'perpetrator:0000000d': { name: 'a crowd' } }))).toBe(true)
    for (const one of [
      { recordedBy: 'JN' },
      { place: '0000000a' },
      { 'harmed:0000000b': { people: 2 } },
      { 'perpetrator:0000000c': { perpetrator: officer } },
    ])
      expect(leavesWhole(fields(one))).toBe(false)
  })

  test('has other keys in every coalition, the same ones each time', () => {
    const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
    expect(listKeyIn(one, '0000000b')).toMatch(/^[0-9a-f]{8}$/)
    expect(listKeyIn(one, '0000000b')).toBe(listKeyIn(one, '0000000b'))
    expect(listKeyIn(one, '0000000b')).not.toBe(listKeyIn(two, '0000000b'))
    expect(listKeyIn(one, '0000000b')).not.toBe('0000000b')
  })
})
