import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Alert, AlertFields } from '../../../core/engine/contract/index.ts'
import { beganAt, changesOf, EMPTY_ALERT, isEmptyAlert, readAlert, templateOf, typedOf, wordsOf } from './raise-model.ts'

const NOW = new Date(2026, 10, 29, 1, 30)
const typed = (changes: Partial<typeof EMPTY_ALERT> = {}) => ({ ...EMPTY_ALERT, what: 'Raid', ...changes })
const fields: AlertFields = { what: 'Raid', area: 'Kibera', place: '', began: null, needs: ['bail', 'lawyer'], contact: '', lasts: 60 }
const alert = { fields } as Alert

describe('the time at which it began', () => {
  it('is the last moment at which a clock showed it', () => {
    expect(beganAt('1:10', NOW)).toBe(new Date(2026, 10, 29, 1, 10).getTime())
    for (const text of ['23:10', '23.10', ' 2310 ', '23h10', '23 10'])
      expect(beganAt(text, NOW)).toBe(new Date(2026, 10, 28, 23, 10).getTime())
    expect([beganAt('', NOW), beganAt(' ', NOW)]).toEqual([null, null])
    for (const text of ['24:00', '12:60', 'now', '123456', '12:5']) expect(beganAt(text, NOW)).toBeUndefined()
  })

  it('is never ahead, and less than a day and a clock change back', () => {
    fc.assert(
      fc.property(
        fc.nat(23),
        fc.nat(59),
        fc.date({ min: new Date(2020, 0, 1), max: new Date(2040, 0, 1), noInvalidDate: true }),
        (hour, minute, now) => {
          const at = beganAt(`${hour}:${String(minute).padStart(2, '0')}`, now)
          if (typeof at !== 'number') throw new Error('a time')
          expect(at).toBeLessThanOrEqual(now.getTime())
          expect(at).toBeGreaterThan(now.getTime() - 25 * 3_600_000)
        },
      ),
    )
  })
})

describe('an alert that was typed', () => {
  it('goes without the exact place unless that was asked for', () => {
    const place = 'Gate 4'
    expect(readAlert(typed({ place }), NOW)).toMatchObject({ fields: { place: '' } })
    expect(readAlert(typed({ place, exact: true, began: '1:10', area: ' Kibera ' }), NOW)).toMatchObject({
      fields: { place, area: 'Kibera', began: new Date(2026, 10, 29, 1, 10).getTime() },
    })
  })

  it('says what is to be put right', () => {
    const long = 'x'.repeat(1_000)
    expect(readAlert(typed({ what: ' ', area: long, place: long, exact: true, contact: long, began: 'noon' }), NOW)).toEqual({
      problems: { what: 'missing', area: 'too-long', place: 'too-long', contact: 'too-long', began: 'time' },
    })
    expect(readAlert(typed({ what: long }), NOW)).toEqual({ problems: { what: 'too-long' } })
  })

  it('is empty until there is something in it that would be missed', () => {
    expect(isEmptyAlert({ ...EMPTY_ALERT, lasts: 60, exact: true, what: ' ' })).toBe(true)
    for (const change of [{ what: 'R' }, { needs: ['bail'] }, { contact: '1' }, { began: '1' }])
      expect(isEmptyAlert({ ...EMPTY_ALERT, ...change })).toBe(false)
  })

  it('makes a kind of alert without the exact place and the time', () => {
    expect(templateOf(typed({ place: 'Gate 4', exact: true, began: '1:10', area: ' Kibera ' }))).toEqual({
      ...{ what: 'Raid', area: 'Kibera', needs: [], contact: '', lasts: EMPTY_ALERT.lasts },
    })
  })
})

describe('an update', () => {
  it('says only what is different, and how long only on purpose', () => {
    const same = readAlert({ ...typedOf(alert), needs: ['lawyer', 'bail'] }, NOW)
    if ('problems' in same) throw new Error('nothing is wrong')
    expect(changesOf(alert, same.fields, false)).toEqual({})
    expect(changesOf(alert, same.fields, true)).toEqual({ lasts: 60 })
    const other: AlertFields = { what: 'Arrests', area: '', place: 'Gate 4', began: 5, needs: [], contact: '1', lasts: 360 }
    expect(changesOf(alert, other, true)).toEqual(other)
  })
})

describe('the texts that would leave', () => {
  it('have the exact place only where the person says that it goes', () => {
    const said = typed({ area: 'Kibera', place: 'Gate 3', contact: '0712', began: '23:10' })
    expect(wordsOf(said)).toEqual(['Raid', 'Kibera', '', '0712'])
    expect(wordsOf({ ...said, exact: true })).toEqual(['Raid', 'Kibera', 'Gate 3', '0712'])
  })
})
