import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Consent, consentIn, consentState, isOver, isReplaced } from '../engine/contract/consent.ts'
import type { SpaceId } from '../engine/contract/ids.ts'
import { allows, type Recipient } from './consent.ts'

const [here, there] = ['a'.repeat(64) as SpaceId, 'b'.repeat(64) as SpaceId]
const TODAY = '2026-05-15'
const on = (date: string) => ({ date, about: false })
/** Noon of a day where this computer is, and so many milliseconds. */
const at = (day: string, ms = 0) => new Date(`${day}T12:00:00`).getTime() + ms
const RECIPIENTS: Recipient[] = [{ coalition: here }, { coalition: there }, { authority: 'IPOA' }, 'public']
const granted = (...consents: Consent[]) => RECIPIENTS.map((recipient) => allows(consents, recipient, TODAY))

describe('what a person has agreed to', () => {
  test('is nothing that leaves, where nobody asked', () => {
    expect(granted()).toEqual([false, false, false, false])
    expect(granted({}, { level: 1 }, { level: 2 }, { level: 2, recipient: here })).toEqual([false, false, false, false])
  })

  test('is a full record for the partners that were named, and no others', () => {
    expect(granted({ level: 3, recipient: here })).toEqual([true, false, false, false])
    expect(granted({ level: 3 })).toEqual([false, false, false, false])
    expect(granted({ level: 3, recipient: 'all of them' })).toEqual([false, false, false, false])
    expect(granted({ level: 3, recipient: here }, { level: 3, recipient: there })).toEqual([true, true, false, false])
  })

  test('is for an authority, named or not, or for everybody', () => {
    expect(granted({ level: 4 })).toEqual([false, false, true, false])
    expect(granted({ level: 5, recipient: 'IPOA' })).toEqual([false, false, true, false])
    expect(granted({ level: 6 })).toEqual([true, true, true, true])
  })

  test('is for the authority that it names, and for any where it names none', () => {
    const may = (consent: Consent, authority: string) => allows([consent], { authority }, TODAY)
    expect([
      may({ level: 4, recipient: 'Comisión de Derechos' }, 'comision de derechos'),
      may({ level: 4 }, ''),
      may({ level: 5 }, 'x'),
    ]).toEqual([true, true, true])
    expect([may({ level: 4, recipient: 'IPOA' }, ''), may({ level: 5, recipient: 'IPOA' }, 'the police')]).toEqual([false, false])
  })

  test('lets an authority learn the name only where that was said', () => {
    const may = (consent: Consent) => allows([consent], { authority: 'IPOA', named: true }, TODAY)
    expect([1, 2, 3, 4, 5, 6].map((level) => may({ level }))).toEqual([false, false, false, false, true, true])
    expect([may({ level: 5, recipient: 'ipoa' }), may({ level: 5, recipient: 'the police' })]).toEqual([true, false])
  })

  test('is not what was said before of the same, once what was said last is taken back, over or closed', () => {
    const before: Consent = { level: 3, recipient: here, asked: on('2026-01-10'), savedAt: at('2026-01-10') }
    const again: Consent = { ...before, asked: on('2026-03-01'), savedAt: at('2026-03-01') }
    const may = (...consents: Consent[]) => allows(consents, { coalition: here }, TODAY)
    for (const end of [{ withdrawn: on('2026-05-01') }, { expires: on('2026-05-01') }, { closed: on('2026-05-01') }]) {
      expect([may(before, { ...again, ...end }), may({ ...again, ...end }, before)]).toEqual([false, false])
      expect([may({ ...before, ...end }, again), may(before, { ...again, ...end, recipient: there })]).toEqual([true, true])
      expect(may(before, { ...again, ...end, level: 6 })).toBe(true)
    }
    expect([may(before, again), may(before, { ...again, expires: on(TODAY) })]).toEqual([true, true])
  })

  test('is what was said last, where that goes less far, also once it was taken back', () => {
    const six: Consent = { level: 6, asked: on('2025-05-01'), savedAt: at('2026-05-02', 1) }
    const one: Consent = { level: 1, asked: on('2026-05-01'), savedAt: at('2026-05-02', 2) }
    expect(granted(six, one)).toEqual([false, false, false, false])
    expect(granted(one, six)).toEqual([false, false, false, false])
    expect(granted(six, { ...one, withdrawn: on('2026-05-02') })).toEqual([false, false, false, false])
    expect(granted(six, { level: 3, recipient: here, asked: on('2026-05-01') })).toEqual([true, false, false, false])
    // What goes further, or as far for somebody else, stands beside it.
    expect(
      granted({ level: 3, recipient: here, savedAt: 1 }, { level: 3, recipient: there, savedAt: 2 }, { level: 4, savedAt: 3 }),
    ).toEqual([true, true, true, false])
    expect(granted({ ...six, asked: on('2026-05-01'), savedAt: at('2026-05-02', 3) }, one)).toEqual([true, true, true, true])
  })

  test('is the narrower of two answers where nobody can say which was the later', () => {
    const may = (wide: Consent, narrow: Consent) =>
      allows(
        [
          { level: 6, ...wide },
          { level: 1, ...narrow },
        ],
        'public',
        TODAY,
      )
    const year: Consent = { asked: on('2026'), savedAt: at('2026-03-01') }
    expect([
      may(year, { asked: on('2026-03-01'), savedAt: at('2026-03-01', 1) }),
      may(year, { asked: on('2026-02'), savedAt: at('2026-03-02') }),
      // Written down from a paper that says no day, after the day on which she said no.
      may({ ...year, savedAt: at('2026-04-01') }, { asked: on('2026-03-01'), savedAt: at('2026-03-01') }),
      may({}, {}),
    ]).toEqual([false, false, false, false])
    expect([may({ asked: on('2026-03-02'), savedAt: at('2026-03-02') }, year), may({ savedAt: at('2026-03-01', 1) }, year)]).toEqual([
      true,
      true,
    ])
  })

  test('was asked at the latest on the day on which it was written down, where this computer is', () => {
    const typed: Consent = { level: 6, asked: on('2062-03-01'), savedAt: at('2026-03-01') }
    const no = (savedAt: number): Consent => ({ level: 1, asked: on('2026-03-02'), savedAt })
    expect(granted(typed, no(at('2026-03-02')))).toEqual([false, false, false, false])
    // Half past midnight in the calendar of who writes, whatever day it is elsewhere.
    const night = new Date(2026, 2, 2, 0, 30).getTime()
    expect(granted({ level: 6, asked: on('2026-03-01'), savedAt: at('2026-03-01') }, { level: 1, savedAt: night })).toEqual(
      Array(4).fill(false),
    )
    expect(granted({ level: 1, asked: on('2026-03-02'), savedAt: night }, { level: 6, savedAt: night + 1 })).toEqual(Array(4).fill(true))
  })

  test('is the least of what two computers of ours have written of one answer, and for nobody while they name two', () => {
    const values = (field: string, ...all: unknown[]) => ({ field, values: all.map((value) => ({ value })) })
    const said = { person: 'a', level: 3, recipient: here }
    const may = (...conflicts: ReturnType<typeof values>[]) => allows([consentIn(said, conflicts, 0)], { coalition: here }, TODAY)
    expect([may(), may(values('level', 6, 3)), may(values('askedBy', 'x', 'y'))]).toEqual([true, true, true])
    const less = [
      values('level', 3, null),
      values('expires', on('2098-01-01'), on('2020-01-01')),
      values('expires', null, on('2020')),
      values('withdrawn', null, on('2026-05-01')),
      values('recipient', here, there),
      values('recipient', here, ''),
      values('person', 'a', 'b'),
    ]
    expect(less.map((one) => may(one))).toEqual(less.map(() => false))
    const authority = (...recipients: string[]) =>
      allows([consentIn({ level: 4, recipient: recipients[0] }, [values('recipient', ...recipients)], 0)], { authority: 'IPOA' }, TODAY)
    expect([authority('IPOA', 'ipoa'), authority('', 'IPOA'), authority('IPOA', 'The police')]).toEqual([true, false, false])
    // What it takes away, it takes from both.
    const narrower = consentIn({ level: 4, recipient: 'IPOA' }, [values('recipient', 'IPOA', 'The police')], 1)
    const five = { level: 5, recipient: 'The police', savedAt: 0 }
    expect(allows([five, narrower], { authority: 'The police', named: true }, TODAY)).toBe(false)
  })

  describe('and a later answer that goes less far ends an earlier one', () => {
    const may = (recipient: Recipient, ...answers: Consent[]) =>
      allows(
        answers.map((answer, i) => ({ ...answer, savedAt: i })),
        recipient,
        TODAY,
      )
    const oversight = { authority: 'Police oversight', named: true }
    const all: [Consent, Recipient][] = [
      [{ level: 3, recipient: here }, { coalition: here }],
      [{ level: 4, recipient: 'IPOA' }, { authority: 'IPOA' }],
      [
        { level: 5, recipient: 'IPOA' },
        { authority: 'IPOA', named: true },
      ],
      [{ level: 6 }, 'public'],
    ]

    test('whoever it was for, where it is about everybody: only us, or a warning that names nobody', () => {
      for (const [answer, recipient] of all)
        for (const level of [1, 2]) {
          expect([may(recipient, answer), may(recipient, answer, { level })]).toEqual([true, false])
          expect(may(recipient, { level }, answer)).toBe(true)
        }
    })

    test('not where it is for a coalition, and the earlier one for an authority or for another coalition', () => {
      expect(may(oversight, { level: 5, recipient: 'Police oversight' }, { level: 3, recipient: here })).toBe(true)
      expect(may({ authority: 'IPOA' }, { level: 4 }, { level: 3, recipient: here })).toBe(true)
      expect(may({ coalition: there }, { level: 3, recipient: there }, { level: 3, recipient: here })).toBe(true)
    })

    test('with the name, where it is without it for the same authority, or for any', () => {
      const later = (recipient: string, before = 'Police oversight') =>
        may(oversight, { level: 5, recipient: before }, { level: 4, recipient })
      expect([later('police OVERSIGHT'), later(''), later('IPOA'), later('IPOA', '')]).toEqual([false, false, true, false])
      // Without the name it may have it all the same.
      expect(may({ authority: 'Police oversight' }, { level: 5 }, { level: 4, recipient: 'Police oversight' })).toBe(true)
    })

    test('where that let everybody know, whatever it is for', () => {
      for (const [answer] of all.slice(0, 3)) expect(may('public', { level: 6 }, answer)).toBe(false)
      expect(may({ coalition: there }, { level: 6 }, { level: 3, recipient: here })).toBe(false)
    })

    test('or is in the place of one that ended, where it is about the same or about more', () => {
      const [old, soon] = [{ expires: on('2026-05-01') }, { expires: on('2026-06-01') }]
      const over = (earlier: Consent, later: Consent, end: Consent = old) =>
        isReplaced({ ...earlier, ...end, savedAt: 0 }, [{ ...later, savedAt: 1 }], TODAY)
      const umoja = { level: 3, recipient: here }
      expect([over(umoja, umoja), over(umoja, { level: 3, recipient: there }), over(umoja, { level: 5 })]).toEqual([true, false, false])
      expect([
        over({ level: 4, recipient: 'IPOA' }, { level: 5, recipient: 'ipoa' }),
        over({ level: 4 }, { level: 5, recipient: 'ipoa' }),
      ]).toEqual([true, false])
      expect([over(umoja, { level: 6 }), over({ level: 1 }, umoja), over({ level: 6 }, umoja)]).toEqual([true, true, true])
      // What still holds goes on where the later one was taken back.
      const back = { ...umoja, withdrawn: on('2026-05-10') }
      expect([over(umoja, back), over(umoja, back, soon), over(umoja, umoja, soon)]).toEqual([true, false, true])
    })

    test('and says of each how it stands', () => {
      const six: Consent = { level: 6, savedAt: 1 }
      const said: Consent[] = [six, { level: 3, recipient: here, savedAt: 2 }, { level: 5, savedAt: 3, withdrawn: on('2026-05-01') }]
      const late = { level: 3, recipient: there, savedAt: 0, expires: on('2026-05-01') }
      expect([...said, late].map((one) => consentState(one, [...said, late], TODAY))).toEqual(['ended', 'holds', 'withdrawn', 'over'])
    })
  })

  test.each<[string, Consent, boolean]>([
    ['no end', {}, false],
    ['the last day', { expires: on('2026-05-15') }, false],
    ['the day before', { expires: on('2026-05-14') }, true],
    ['this month', { expires: on('2026-05') }, false],
    ['the month before', { expires: on('2026-04') }, true],
    ['this year', { expires: on('2026') }, false],
    ['withdrawn, if only for later', { withdrawn: on('2027-01-01') }, true],
    ['closed today, though its last day is to come', { closed: on('2026-05-15'), expires: on('2027') }, true],
    ['closed this month: from its first day', { closed: on('2026-05') }, true],
    ['closed this year: from its first day', { closed: on('2026') }, true],
    ['closed from tomorrow', { closed: on('2026-05-16') }, false],
    ['closed next month', { closed: on('2026-06') }, false],
    ['closed later than its last day', { closed: on('2027'), expires: on('2026-05-14') }, true],
    ['not closed, or no more', { closed: null }, false],
  ])('ends: %s', (_, consent, over) => {
    expect(isOver(consent, TODAY)).toBe(over)
    expect(allows([{ ...consent, level: 6 }], 'public', TODAY)).toBe(!over)
  })

  test('is closed from the earliest day that two computers said, also where a third said none', () => {
    const of = (...values: unknown[]) =>
      consentIn({ closed: values[0] }, [{ field: 'closed', values: values.map((value) => ({ value })) }], 0)
    expect(of(null, on('2026-06-01'), on('2026-05-01')).closed).toEqual(on('2026-05-01'))
    expect(isOver(of(on('2026-06-01'), on('2026')), TODAY)).toBe(true)
    expect([consentIn({ closed: on('2026-06-01') }, [], 0).closed, consentIn({}, [], 0).closed]).toEqual([on('2026-06-01'), null])
  })

  test('as an entry without the field says it, stands as it did before there was one', () => {
    const before: Consent[] = [{}, { expires: on('2026-05-14') }, { level: 3, recipient: here, withdrawn: on('2026-05-01') }]
    expect(before.map((one) => consentState(consentIn({ ...one }, [], 1), [], TODAY))).toEqual(['holds', 'over', 'withdrawn'])
  })

  test('is followed again where it still holds and the later one was closed, and an earlier one is not woken by that', () => {
    const [first, again] = [
      { level: 3, recipient: here, savedAt: 0 },
      { level: 3, recipient: here, savedAt: 1 },
    ]
    const closed = { ...again, closed: on('2026-05-15') }
    expect([isReplaced(first, [again], TODAY), isReplaced(first, [closed], TODAY)]).toEqual([true, false])
    const six: Consent = { level: 6, savedAt: 0 }
    expect(consentState(six, [six, { level: 1, savedAt: 1, closed: on('2026-05-01') }], TODAY)).toBe('ended')
  })

  test.each([4, 5])(
    'of level %i for any authority, and for one, do not hold in place of each other once the later one is taken back',
    (level) => {
      const named: Consent = { level, recipient: 'IPOA', savedAt: 1, withdrawn: on('2026-05-01') }
      const any: Consent = { level, savedAt: 0 }
      expect(consentState(any, [any, named], TODAY)).toBe('ended')
      expect(consentState({ ...any, savedAt: 2, asked: on('2026-05-10') }, [named], TODAY)).toBe('holds')
      const one: Consent = { level, recipient: 'IPOA', savedAt: 0 }
      expect(consentState(one, [{ ...any, savedAt: 1, withdrawn: on('2026-05-01') }], TODAY)).toBe('ended')
      expect(consentState({ ...one, recipient: 'Ombudsman' }, [any, named], TODAY)).toBe('holds')
    },
  )

  test('never grows by taking back or closing: with any one consent ended so no more is allowed than before', () => {
    const consent = fc.record(
      {
        level: fc.integer({ min: 1, max: 6 }),
        recipient: fc.constantFrom(here, there, ''),
        asked: fc.constantFrom(null, on('2026-01-01'), on('2026-02-01')),
        savedAt: fc.nat(5),
        expires: fc.constantFrom(null, on('2026-04-01'), on('2026-05-15'), on('2027')),
        withdrawn: fc.constantFrom(null, on('2026-05-01')),
        closed: fc.constantFrom(null, on('2026-05-01'), on('2026-06-01')),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.array(consent, { maxLength: 6 }), fc.constantFrom(...RECIPIENTS), fc.nat(5), (consents, recipient, at) => {
        for (const end of [{ withdrawn: on('2026-05-15') }, { closed: on('2026-05-15') }]) {
          const ended = consents.map((one, i) => (i === at ? { ...one, ...end } : one))
          if (allows(ended, recipient, TODAY)) expect(allows(consents, recipient, TODAY)).toBe(true)
          expect(
            allows(
              consents.map((one) => ({ ...one, ...end })),
              recipient,
              TODAY,
            ),
          ).toBe(false)
        }
      }),
    )
  })
})
