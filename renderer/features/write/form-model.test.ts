import { describe, expect, it } from 'vitest'
import type { RecordId } from '../../../core/engine/contract/ids.ts'
import type { IncidentFields } from '../../../core/engine/contract/incident.ts'
import { draftFieldsSchema, incidentFieldsSchema } from '../../../core/engine/contract/incident.ts'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import {
  changesOf,
  EMPTY_FIELDS,
  formOf,
  isEmptyDraft,
  itemsOf,
  newKey,
  readForm,
  stillThere,
  withItem,
  withoutItem,
} from './form-model.ts'

const INCIDENT: IncidentFields = {
  title: 'Raid',
  types: ['arrest', 'torture'],
  start: { date: '2026-11-23', time: '23:10', about: true },
  area: 'Kisumu',
  narrative: 'They came at night.\n',
  source: null,
}
const NEEMA = 'a'.repeat(64) as RecordId
const FULL: IncidentFields = {
  ...INCIDENT,
  certainty: 'likely',
  method: 'They broke the door.',
  end: { date: '2026-11', about: true },
  lawyer: 'refused',
  bail: '5,000',
  'harmed:0000000a': { person: NEEMA, injuries: 'light', needs: ['lawyer', 'bail'] },
  'harmed:0000000b': { name: '3 others', people: 3 },
  'perpetrator:0000000a': { name: 'Tall one', kind: 'police', degree: 'ordered' },
}

describe('readForm', () => {
  it('gives back an incident as it was', () => {
    const written = readForm(formOf(INCIDENT))
    expect('fields' in written && incidentFieldsSchema.parse(written.fields)).toEqual(INCIDENT)
    const full = readForm(formOf(FULL, { [NEEMA]: 'Neema' }))
    expect('fields' in full && incidentFieldsSchema.parse(full.fields)).toEqual(FULL)
  })

  it('reads nothing from what was left empty, and the exact place apart', () => {
    const draft = {
      ...EMPTY_FIELDS,
      title: 'Raid',
      more: { method: '', place: ' 14 Mill Lane ', bail: ' ' },
      lists: { 'harmed:0000000a': { name: ' ' } },
    }
    expect(readForm(draft)).toEqual({
      fields: { title: 'Raid', types: [], start: null, area: '', narrative: '' },
      place: '14 Mill Lane',
    })
  })

  it('refuses what is too long or missing, each with its field', () => {
    const draft = {
      ...EMPTY_FIELDS,
      title: ' ',
      area: 'a'.repeat(LIMITS.area + 1),
      narrative: 'n'.repeat(LIMITS.narrative + 1),
      date: '2026-2-31',
    }
    expect(readForm(draft)).toEqual({ problems: { title: 'missing', area: 'too-long', narrative: 'too-long', start: 'no-such-day' } })
    expect(readForm({ ...EMPTY_FIELDS, title: 't'.repeat(LIMITS.title + 1) })).toEqual({ problems: { title: 'too-long' } })
    expect(readForm({ ...EMPTY_FIELDS, title: 't'.repeat(LIMITS.title), narrative: 'n'.repeat(LIMITS.narrative) })).toHaveProperty('fields')
  })

  it('says of each field that is further down, and of each of a list, what is wrong with it', () => {
    const date = { words: 'some day', date: '', time: '', about: false }
    const draft = {
      ...EMPTY_FIELDS,
      title: 'Raid',
      words: 'at Easter',
      more: { released: date, bail: 'x'.repeat(501) },
      lists: { 'harmed:0000000a': { people: 'many' } },
    }
    expect(readForm(draft)).toEqual({
      problems: { start: 'no-words', released: 'no-words', bail: 'too-long', 'harmed:0000000a.people': 'no-count' },
    })
  })
})

describe('stillThere', () => {
  it('keeps what is still wrong, drops what was put right, and adds nothing', () => {
    const said = { title: 'missing', start: 'no-such-day' } as const
    const tooLong = 'a'.repeat(LIMITS.area + 1)
    expect(stillThere(said, { ...EMPTY_FIELDS, date: '2026-2-31' })).toEqual(said)
    expect(stillThere(said, { ...EMPTY_FIELDS, title: 'Raid', date: '2026-2-31', area: tooLong })).toEqual({ start: 'no-such-day' })
    expect(stillThere(said, { ...EMPTY_FIELDS, title: 'Raid', date: '2026-2', area: tooLong })).toEqual({})
    expect(stillThere(said, { ...EMPTY_FIELDS, title: 'Raid', date: '2026-2-' })).toEqual({})
  })
})

describe('changesOf', () => {
  it('is empty when nothing differs, whatever the order of the kinds', () => {
    expect(changesOf(INCIDENT, { ...INCIDENT, types: ['torture', 'arrest'] })).toEqual({})
  })

  it('names only what differs', () => {
    expect(changesOf(INCIDENT, { ...INCIDENT, title: 'Raid at night', start: null })).toEqual({ title: 'Raid at night', start: null })
    expect(changesOf(INCIDENT, { ...INCIDENT, types: ['arrest'] })).toEqual({ types: ['arrest'] })
    expect(changesOf(FULL, { ...FULL, certainty: 'confirmed' })).toEqual({ certainty: 'confirmed' })
  })

  it('says of what was emptied that it is, and takes one of a list out by null', () => {
    const { method: _, 'harmed:0000000b': __, end: ___, ...rest } = FULL
    expect(changesOf(FULL, rest)).toEqual({ method: '', end: null, 'harmed:0000000b': null })
  })

  it('leaves alone what the form does not show: files, and what a newer version says', () => {
    const later = {
      ...FULL,
      'harmed:0000000b': { name: '3 others', people: 3, shoe: 'left' },
      hat: 'red',
      place: '0a0b0c0d',
    } as IncidentFields
    const written = readForm(formOf(later))
    expect('fields' in written && changesOf(later, written.fields)).toEqual({})
    expect('fields' in written && changesOf(later, { ...written.fields, 'harmed:0000000b': { name: '2 others', people: 3 } })).toEqual({
      'harmed:0000000b': { name: '2 others', people: 3, shoe: 'left' },
    })
    expect('fields' in written && changesOf(later, written.fields, true)).toEqual({ place: null })
  })
})

describe('isEmptyDraft', () => {
  it('is one that nobody would miss', () => {
    expect(isEmptyDraft({ ...EMPTY_FIELDS, title: '  ' })).toBe(true)
    expect(isEmptyDraft({ ...EMPTY_FIELDS, types: ['arrest'] })).toBe(false)
    expect(isEmptyDraft({ ...EMPTY_FIELDS, time: '2' })).toBe(false)
    expect(isEmptyDraft({ ...EMPTY_FIELDS, words: 'l' })).toBe(false)
    expect(isEmptyDraft({ ...EMPTY_FIELDS, more: { bail: '', end: { words: ' ', date: '', time: '', about: true } } })).toBe(true)
    expect(isEmptyDraft({ ...EMPTY_FIELDS, lists: { 'harmed:0000000a': { needs: ['bail'] } } })).toBe(false)
  })
})

describe('a draft', () => {
  it('of an earlier version still opens, and one of this version passes the port as it is', () => {
    const old = { title: 'Raid', types: [], date: '2026', time: '', about: false, area: '', narrative: '' }
    expect(draftFieldsSchema.parse(old)).toEqual({ ...EMPTY_FIELDS, ...old })
    const draft = formOf(FULL, { [NEEMA]: 'Neema' })
    expect(draftFieldsSchema.parse(draft)).toEqual(draft)
  })

  it('gets and loses those of its lists', () => {
    const key = newKey('harmed')
    const one = { ...EMPTY_FIELDS, ...withItem(EMPTY_FIELDS, key, { name: 'Neema' }) }
    const two = { ...one, ...withItem(one, key, { role: 'peer' }) }
    expect(itemsOf(two, 'harmed')).toEqual([[key, { name: 'Neema', role: 'peer' }]])
    expect(itemsOf(two, 'perpetrator')).toEqual([])
    expect(withoutItem(two, key)).toEqual({ lists: {} })
    expect(draftFieldsSchema.parse(two)).toEqual(two)
  })
})
