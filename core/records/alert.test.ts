import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ALERT_NEEDS, type Answer } from '../engine/contract/alert.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import { concernsAlerts, foldAlerts } from './alert-fold.ts'
import { alertEntries, alertFields, answer, entry, name, organisation, raise, space, standDown, tombstone, write } from './alert-testing.ts'
import { answerBody, decodeBody, encodeBody, raiseBody } from './body.ts'
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
      answers: [],
    })
  })

  test('has the last answer of each organisation, whichever of its computers said it', () => {
    const { answers } = only([
      raise(1),
      answer(1, 'seen', { org: 1, index: 0, ms: 10 }),
      answer(1, 'responding', { org: 1, device: 1, index: 0, ms: 30 }),
      answer(1, 'cannot', { org: 1, index: 1, ms: 20 }),
      answer(1, 'seen', { org: 2, index: 0, ms: 5 }),
    ])
    expect(answers.map((one) => [one.organisation, one.answer])).toEqual([
      [organisation(1), 'responding'],
      [organisation(2), 'seen'],
    ])
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

describe('the bodies', () => {
  const causal = (kind: string) => ({ kind, kindVersion: 1, minimumReader: 1 })
  const read = (kind: string, value: unknown) => decodeBody(causal(kind), Buffer.from(JSON.stringify(value)))

  test('of all answers have one length, whatever they say and to whom', () => {
    fc.assert(
      fc.property(fc.constantFrom<Answer>('seen', 'responding', 'cannot'), fc.nat(9), fc.nat(9), (said, record, org) => {
        const length = (one: Answer) => encodeBody(answerBody(name(record), organisation(org), one)).bytes.length
        expect(length(said)).toBe(encodeBody(answerBody(name(1), organisation(1), 'seen')).bytes.length)
      }),
    )
  })

  test('are read as they were written, and what a later version adds is kept', () => {
    const made = raiseBody(name(1), alertFields({ what: '  a\nraid ', needs: ['lawyer', 'lawyer'] }), 7)
    expect(made.body).toMatchObject({ fields: { what: 'a raid', needs: ['lawyer'] } })
    expect(read('alert', { ...made.body, later: 1 })).toEqual({ kind: 'alert', body: { ...made.body, later: 1 } })
    const said = answerBody(name(1), organisation(2), 'cannot')
    expect(read('answer', said.body)).toEqual(said)
    expect(decodeBody({ ...causal('alert'), kindVersion: 2, minimumReader: 2 }, Buffer.from('{}'))).toBe('newer')
  })

  test('that do not fit count for nothing', () => {
    const good = raiseBody(name(1), alertFields(), 7).body
    const fields = alertFields()
    const bad: [string, unknown][] = [
      ['alert', { ...good, raised: -1 }],
      ['alert', { ...good, raised: 9e15 }],
      ['alert', { ...good, action: 'cancel' }],
      ['alert', { ...good, record: 'x' }],
      ['alert', { ...good, fields: { ...fields, what: ' ' } }],
      ['alert', { ...good, fields: { ...fields, what: 'x'.repeat(LIMITS.title + 1) } }],
      ['alert', { ...good, fields: { ...fields, area: 'x'.repeat(LIMITS.area + 1) } }],
      ['alert', { ...good, fields: { ...fields, needs: [''] } }],
      ['alert', { ...good, fields: { ...fields, needs: ['x'.repeat(65)] } }],
      ['alert', { ...good, fields: { ...fields, needs: Array.from({ length: LIMITS.alertNeeds + 1 }, (_, i) => `${i}`) } }],
      ['answer', { record: name(1), raiser: organisation(1), answer: 4 }],
      ['answer', { record: name(1), raiser: organisation(1), answer: 'seen' }],
      ['answer', { record: name(1), raiser: 'x', answer: 1 }],
      ['answer', null],
    ]
    for (const [kind, value] of bad) expect(() => read(kind, value), JSON.stringify(value).slice(0, 80)).toThrow('body:')
    expect(() => raiseBody(name(1), alertFields({ what: '' }), 1)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }))
  })

  test('can name every need at once', () => {
    expect(() => raiseBody(name(1), alertFields({ needs: [...ALERT_NEEDS] }), 1)).not.toThrow()
  })
})
