import { expect, it } from 'vitest'
import { alertFieldsSchema, recordIdSchema } from '../../../core/engine/contract/index.ts'
import { readForm } from './form-model.ts'
import { fromAlert } from './from-alert.ts'

const recordId = recordIdSchema.parse('ab'.repeat(32))
const raisedAt = new Date(2026, 4, 3, 23, 7).toISOString()
const fields = alertFieldsSchema.parse({
  what: 'Raid on the drop-in',
  area: 'Gikomba',
  place: 'Gate 4',
  needs: ['lawyer'],
  contact: '0700',
})

it('begins an incident with what an alert says of what, where and when, and its id', () => {
  const read = readForm(fromAlert({ recordId, fields, raisedAt }))
  expect(read).toEqual({
    place: null,
    fields: {
      title: 'Raid on the drop-in',
      types: [],
      area: 'Gikomba',
      narrative: '',
      start: { date: '2026-05-03', time: '23:07', about: true },
      alert: recordId,
    },
  })
})

it('takes the time at which it began, where that is said', () => {
  const began = new Date(2026, 0, 2, 4, 5).getTime()
  const read = readForm(fromAlert({ recordId, fields: { ...fields, began }, raisedAt }))
  expect(read).toMatchObject({ fields: { start: { date: '2026-01-02', time: '04:05', about: false } } })
})

it('takes the kind of incident from the kind of alert, whatever language it was raised in and whatever is added to it', () => {
  const kinds = (what: string) => fromAlert({ recordId, fields: { ...fields, what }, raisedAt }).types
  expect(kinds('Someone was arrested')).toEqual(['arrest'])
  expect(kinds('someone was ARRESTED, two of us')).toEqual(['arrest'])
  expect(kinds('Mtu alikamatwa')).toEqual(['arrest'])
  expect(kinds('Quelqu’un a été arrêté à Gikomba')).toEqual(['arrest'])
  expect(kinds('Raid on our premises')).toEqual(['raid-premises'])
  expect(kinds('We are being put out of our place')).toEqual(['eviction'])
})

it('fills in no kind that the alert does not say', () => {
  const kinds = (what: string) => fromAlert({ recordId, fields: { ...fields, what }, raisedAt }).types
  expect(kinds('A crowd or attackers are here')).toEqual([])
  expect(kinds('It is not true that someone was arrested')).toEqual([])
  expect(kinds('Raid on our premiseship')).toEqual([])
})
