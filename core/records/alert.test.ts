import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LIMITS } from '../engine/contract/limits.ts'
import { concernsAlerts, foldAlerts } from './alert-fold.ts'
import {
  alertEntries,
  alertFields,
  answer,
  entry,
  name,
  organisation,
  raise,
  space,
  standDown,
  tombstone,
  update,
  write,
} from './alert-testing.ts'
import { fold } from './fold.ts'
import { recordIdOf } from './version.ts'

const only = (versions: Parameters<typeof foldAlerts>[0]) => {
  const states = foldAlerts(versions)
  expect(states).toHaveLength(1)
  return states[0] as (typeof states)[number]
}

describe('an alert', () => {
  test('is what was raised, open, with nobody’s answer', () => {
    expect(only([raise(1, {}, {}, 5_000)])).toEqual({
      recordId: recordIdOf(space(1), organisation(0), name(1)),
      space: space(1),
      organisation: organisation(0),
      own: true,
      name: name(1),
      entryId: entry(0, 0),
      fields: alertFields(),
      raised: 5_000,
      stoodDown: null,
      words: '',
      from: 1_772_000_000_000,
      updates: [],
      last: entry(0, 0),
      answers: [],
    })
  })

  test('has the last answer of each organisation, whichever of its computers said it', () => {
    const { answers } = only([
      raise(1),
      answer(1, 'seen', { org: 1, index: 0, ms: 10 }),
      answer(1, 'responding', { org: 1, device: 1, index: 0, ms: 30 }, 0, { brings: ['bail'], line: 'by six', knows: 2 }),
      answer(1, 'cannot', { org: 1, index: 1, ms: 20 }),
      answer(1, 'seen', { org: 2, index: 0, ms: 5 }),
    ])
    expect(answers.map((one) => [one.organisation, one.answer])).toEqual([
      [organisation(1), 'responding'],
      [organisation(2), 'seen'],
    ])
    expect(answers[0]).toMatchObject({ brings: ['bail'], line: 'by six', question: '', knows: 2 })
  })

  test('is over when the one who raised it says so, and nobody else, and stays over', () => {
    const open = [raise(1), standDown(1, { org: 1, index: 0 }), answer(1, 'seen', { org: 1, index: 1 })]
    expect(only(open).stoodDown).toBeNull()
    const over = only([...open, standDown(1, { index: 1, wall: 8_000 }), raise(1, { index: 2 }, { what: 'again' })])
    expect(over).toMatchObject({ stoodDown: 8_000, fields: { what: alertFields().what } })
    expect(over.answers).toHaveLength(1)
  })

  test('is its author’s: under the same name another organisation has another alert, and an answer goes to the one it names', () => {
    const states = foldAlerts([
      raise(1),
      raise(1, { org: 1 }, { what: 'another' }),
      answer(1, 'responding', { org: 2, index: 0 }, 1),
      answer(1, 'cannot', { index: 5 }, 1),
    ])
    const by = (org: number) => states.find(({ organisation: one }) => one === organisation(org))
    expect(by(0)?.answers).toEqual([])
    expect(
      by(1)
        ?.answers.map((one) => one.answer)
        .sort(),
    ).toEqual(['cannot', 'responding'])
  })

  test('takes no answer from itself, and an answer without an alert waits for it', () => {
    expect(foldAlerts([answer(1, 'seen', { org: 1 })])).toEqual([])
    expect(only([answer(1, 'seen', { org: 1 }), answer(1, 'responding', { index: 1 }), raise(1)]).answers).toHaveLength(1)
  })

  test('is gone when its author erases it, with the author’s text; who erases an answer takes back only that', () => {
    const all = [raise(1), answer(1, 'seen', { org: 1, index: 0 }), answer(1, 'cannot', { org: 2, index: 0 })]
    expect(only([...all, tombstone(1, { org: 1, index: 1 })]).answers.map(({ answer: one }) => one)).toEqual(['cannot'])
    const erased = [...all, tombstone(1, { index: 1 })]
    expect(foldAlerts(erased)).toEqual([])
    expect(fold(erased, space(9)).erased).toEqual([entry(0, 0)])
  })

  test('and an incident of the same name do not meet', () => {
    const both = [write(1), raise(1, { index: 1 })]
    expect(fold(both, space(9)).records).toEqual(fold([write(1)], space(9)).records)
    expect(only(both).fields).toEqual(alertFields())
    expect([concernsAlerts([write(1)]), concernsAlerts(both)]).toEqual([false, true])
  })
})

describe('updates', () => {
  test('change what they say, from any computer of its raiser and nobody else’s, and stand in their order', () => {
    const alert = only([
      raise(1, {}, { place: 'Gate 4' }),
      update(1, { index: 2, ms: 1_772_000_300_000 }, 'They have left', {}),
      update(1, { device: 1, index: 0, ms: 1_772_000_200_000 }, '', { needs: ['medical'], place: '' }),
      update(1, { org: 1, index: 0 }, 'All is well', { what: 'nothing' }),
    ])
    expect(alert.fields).toEqual(alertFields({ needs: ['medical'], place: '' }))
    expect(alert.updates).toEqual([
      { entryId: entry(0, 0, 1), news: '', changed: ['place', 'needs'], wall: 1_772_000_200_000 },
      { entryId: entry(0, 2), news: 'They have left', changed: [], wall: 1_772_000_300_000 },
    ])
    expect(alert.last).toBe(entry(0, 2))
    expect(alert.from).toBe(1_772_000_000_000)
  })

  test('let the time count anew where they say how long it lasts, by a clock that does not run away from its own day', () => {
    const day = 24 * 60 * 60 * 1_000
    const prolonged = [raise(1), update(1, { index: 1, ms: 1_772_000_600_000 }, '', { lasts: 60 })]
    expect(only(prolonged)).toMatchObject({ from: 1_772_000_600_000, fields: { lasts: 60 } })
    const ahead = raise(1, { ms: 1_772_000_000_000 + 400 * day, wall: 1_772_000_000_000 })
    expect(only([ahead]).from).toBe(1_772_000_000_000 + day)
  })

  test('of one who writes them without end the first count, and its end still does', () => {
    const many = Array.from({ length: LIMITS.alertUpdates + 9 }, (_, i) => update(1, { index: i + 1 }, `${i}`, { area: `area ${i}` }))
    const alert = only([...many, raise(1), standDown(1, { index: 999 }, 'all released')])
    expect(alert.updates).toHaveLength(LIMITS.alertUpdates)
    expect(alert.fields.area).toBe(`area ${LIMITS.alertUpdates - 1}`)
    expect(alert).toMatchObject({ words: 'all released', last: entry(0, 999) })
  })

  test('alone are no alert', () => {
    expect(foldAlerts([update(1), standDown(1, { index: 1 })])).toEqual([])
  })
})

describe('whatever arrives in whatever order', () => {
  test('the same entries give the same alerts', () => {
    fc.assert(
      fc.property(
        alertEntries(14).chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all))),
        ([all, shuffled, again]) => {
          expect(foldAlerts([...shuffled, ...again])).toEqual(foldAlerts(all))
        },
      ),
    )
  })

  test('nobody but its raiser ends or changes an alert, and each organisation answers for itself', () => {
    fc.assert(
      fc.property(alertEntries(14), fc.nat(2), (all, org) => {
        const others = all.filter(({ organisation: one }) => one !== organisation(org))
        const strip = (states: ReturnType<typeof foldAlerts>) =>
          states
            .filter((state) => state.organisation !== organisation(org))
            .map((state) => ({ ...state, answers: state.answers.filter((one) => one.organisation !== organisation(org)) }))
        expect(strip(foldAlerts(all))).toEqual(foldAlerts(others))
      }),
    )
  })
})
