import { describe, expect, it } from 'vitest'
import type { IncidentFields } from '../../../core/engine/contract/incident.ts'
import { incidentFieldsSchema } from '../../../core/engine/contract/incident.ts'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { changesOf, EMPTY_FIELDS, formOf, isEmptyDraft, readForm, stillThere } from './form-model.ts'

const INCIDENT: IncidentFields = {
  title: 'Raid',
  types: ['arrest', 'torture'],
  start: { date: '2026-11-23', time: '23:10', about: true },
  area: 'Kisumu',
  narrative: 'They came at night.\n',
  source: null,
}

describe('readForm', () => {
  it('gives back an incident as it was', () => {
    const written = readForm(formOf(INCIDENT))
    expect('fields' in written && incidentFieldsSchema.parse(written.fields)).toEqual(INCIDENT)
  })

  it('refuses what is too long or missing, each with its field', () => {
    const draft = {
      ...EMPTY_FIELDS,
      title: ' ',
      area: 'a'.repeat(LIMITS.area + 1),
      narrative: 'n'.repeat(LIMITS.narrative + 1),
      date: '2026-2-31',
    }
    expect(readForm(draft)).toEqual({ problems: { title: 'missing', area: 'too-long', narrative: 'too-long', when: 'no-such-day' } })
    expect(readForm({ ...EMPTY_FIELDS, title: 't'.repeat(LIMITS.title + 1) })).toEqual({ problems: { title: 'too-long' } })
    expect(readForm({ ...EMPTY_FIELDS, title: 't'.repeat(LIMITS.title), narrative: 'n'.repeat(LIMITS.narrative) })).toHaveProperty('fields')
  })
})

describe('stillThere', () => {
  it('keeps what is still wrong, drops what was put right, and adds nothing', () => {
    const said = { title: 'missing', when: 'no-such-day' } as const
    const tooLong = 'a'.repeat(LIMITS.area + 1)
    expect(stillThere(said, { ...EMPTY_FIELDS, date: '2026-2-31' })).toEqual(said)
    expect(stillThere(said, { ...EMPTY_FIELDS, title: 'Raid', date: '2026-2-31', area: tooLong })).toEqual({ when: 'no-such-day' })
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
  })
})

describe('isEmptyDraft', () => {
  it('is one that nobody would miss', () => {
    expect(isEmptyDraft({ ...EMPTY_FIELDS, title: '  ' })).toBe(true)
    expect(isEmptyDraft({ ...EMPTY_FIELDS, types: ['arrest'] })).toBe(false)
    expect(isEmptyDraft({ ...EMPTY_FIELDS, time: '2' })).toBe(false)
  })
})
