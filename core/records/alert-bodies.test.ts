import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ALERT_NEEDS, type Answer, answerSchema } from '../engine/contract/alert.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import { alertFields, answerFields, name, organisation } from './alert-testing.ts'
import { answerBody, decodeBody, encodeBody, raiseBody, standDownBody, updateBody } from './body.ts'
import { ALERT_STEP } from './kinds.ts'

const causal = (kind: string, kindVersion = 2) => ({ kind, kindVersion, minimumReader: 1 })
const read = (kind: string, value: unknown) => decodeBody(causal(kind), Buffer.from(JSON.stringify(value)))
const answers = fc.constantFrom<Answer>(...answerSchema.options)
/** Any script, at most so many UTF-16 units. */
const text = (max: number) => fc.string({ unit: 'grapheme', maxLength: max }).map((one) => one.slice(0, max).toWellFormed().trim())

describe('the bodies of answers', () => {
  const length = (body: Parameters<typeof encodeBody>[0]) => encodeBody(body).bytes.length

  test('have one length, whatever they say and to whom, with the longest line or the longest question in any script', () => {
    fc.assert(
      fc.property(
        answers,
        fc.subarray([...ALERT_NEEDS]),
        text(LIMITS.alertLine),
        fc.nat(LIMITS.alertUpdates),
        (answer, brings, line, knows) => {
          expect(length(answerBody(name(1), organisation(2), answerFields(answer, { brings, line }), knows))).toBe(ALERT_STEP)
        },
      ),
    )
    for (const unit of ['x', '"', '\u4e2d', '\u{1f6a8}']) {
      const full = (max: number) => unit.repeat(max / unit.length)
      const asked = answerFields('question', { brings: [...ALERT_NEEDS], question: full(LIMITS.alertQuestion) })
      const brought = answerFields('responding', { brings: [...ALERT_NEEDS], line: full(LIMITS.alertLine) })
      for (const said of [asked, brought]) expect(length(answerBody(name(1), organisation(2), said, 64))).toBe(ALERT_STEP)
    }
  })

  test('are of the length of an alert, an update and an end that say no more than people do', () => {
    const raised = alertFields({
      place: 'Gate 4, behind the market',
      contact: '+254 700 000 000',
      needs: [...ALERT_NEEDS],
      began: 1_772_000_000_000,
    })
    for (const body of [
      raiseBody(name(1), raised, 1),
      updateBody(name(1), { lasts: 60 }, 'They have left'),
      standDownBody(name(1), 'all released'),
    ]) {
      expect(length(body)).toBe(ALERT_STEP)
    }
    const long = raiseBody(name(1), alertFields({ what: '\u4e2d'.repeat(LIMITS.title), area: '\u4e2d'.repeat(LIMITS.area) }), 1)
    expect(length(long)).toBe(2 * ALERT_STEP)
  })
})

describe('the bodies', () => {
  test('are read as they were written, without the padding, and what a later version adds is kept', () => {
    const made = raiseBody(name(1), alertFields({ what: '  a\nraid ', needs: ['lawyer', 'lawyer'] }), 7)
    expect(made.body).toMatchObject({ fields: { what: 'a raid', needs: ['lawyer'] } })
    const said = answerBody(name(1), organisation(2), answerFields('responding', { brings: ['bail'], line: 'two of us' }), 3)
    for (const one of [made, updateBody(name(1), { place: '' }, ''), standDownBody(name(1), 'over'), said]) {
      expect(decodeBody(causal(one.kind), encodeBody(one).bytes)).toEqual(one)
      expect(read(one.kind, { ...one.body, later: 1, pad: 'x' })).toEqual({ kind: one.kind, body: { ...one.body, later: 1 } })
    }
    expect(decodeBody({ kind: 'alert', kindVersion: 3, minimumReader: 3 }, Buffer.from('{}'))).toBe('newer')
  })

  test('of an alert that asks for more time than there is give it the longest', () => {
    const { body } = raiseBody(name(1), alertFields(), 7)
    const asked = { ...body, fields: { ...alertFields(), lasts: 9e15 } }
    expect(read('alert', asked)).toMatchObject({ body: { fields: { lasts: LIMITS.alertMinutes } } })
  })

  test('that do not fit count for nothing', () => {
    const { body: good } = raiseBody(name(1), alertFields(), 7)
    const { body: said } = answerBody(name(1), organisation(1), answerFields('seen'), 0)
    const fields = alertFields()
    const many = Array.from({ length: LIMITS.alertNeeds + 1 }, (_, i) => `${i}`)
    const { place: _place, ...lacking } = fields
    const raised: unknown[] = [
      ...[
        { what: ' ' },
        { what: 'x'.repeat(LIMITS.title + 1) },
        { area: 'x'.repeat(LIMITS.area + 1) },
        { place: 'x'.repeat(LIMITS.alertPlace + 1) },
      ],
      ...[{ contact: 'x'.repeat(LIMITS.alertContact + 1) }, { needs: [''] }, { needs: ['x'.repeat(65)] }, { needs: many }],
      ...[{ lasts: 0 }, { lasts: 1.5 }, { lasts: '60' }, { began: -1 }, { began: 'now' }],
    ].map((change) => ({ ...good, fields: { ...fields, ...change } }))
    const bad: [string, unknown][] = [
      ...raised.map((one): [string, unknown] => ['alert', one]),
      ['alert', { ...good, raised: -1 }],
      ['alert', { ...good, raised: 9e15 }],
      ['alert', { ...good, action: 'cancel' }],
      ['alert', { ...good, record: 'x' }],
      ['alert', { ...good, fields: lacking }],
      ['alert', { ...good, pad: 1 }],
      ['alert', { record: name(1), action: 'update', fields: {}, news: ' ' }],
      ['alert', { record: name(1), action: 'update', fields: { what: '' }, news: 'x' }],
      ['alert', { record: name(1), action: 'update', fields: {}, news: 'x'.repeat(LIMITS.alertNews + 1) }],
      ['alert', { record: name(1), action: 'stand-down', words: 'x'.repeat(LIMITS.alertNews + 1) }],
      ['answer', { ...said, answer: 5 }],
      ['answer', { ...said, answer: 'seen' }],
      ['answer', { ...said, answer: 4 }],
      ['answer', { ...said, raiser: 'x' }],
      ['answer', { ...said, brings: many }],
      ['answer', { ...said, line: 'x'.repeat(LIMITS.alertLine + 1) }],
      ['answer', { ...said, question: 'x'.repeat(LIMITS.alertQuestion + 1) }],
      ['answer', { ...said, knows: -1 }],
      ['answer', null],
    ]
    for (const [kind, value] of bad) expect(() => read(kind, value), JSON.stringify(value).slice(0, 200)).toThrow('body:')
    expect(() => raiseBody(name(1), alertFields({ what: '' }), 1)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }))
    expect(() => answerBody(name(1), organisation(1), answerFields('question', { question: '  ' }), 0)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT' }),
    )
    expect(() => updateBody(name(1), {}, '')).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }))
  })

  test('of anything at all are read or refused, and never throw anything else', () => {
    fc.assert(
      fc.property(fc.constantFrom('alert', 'answer'), fc.constantFrom(1, 2), fc.jsonValue(), (kind, version, value) => {
        const act = () => decodeBody(causal(kind, version), Buffer.from(JSON.stringify(value)))
        expect(act).toThrow('body:')
      }),
    )
  })
})

describe('bodies as they were first written', () => {
  interface Kept {
    what: string
    kind: string
    kindVersion: number
    minimumReader: number
    bytes: string
  }
  const vectors = JSON.parse(readFileSync(new URL('../../test/vectors/alerts-v1.json', import.meta.url), 'utf8')) as { bodies: Kept[] }
  const kept = (what: string) => {
    const one = vectors.bodies.find((body) => body.what === what)
    if (!one) throw new Error(`no vector: ${what}`)
    return decodeBody(one, Buffer.from(one.bytes, 'hex'))
  }

  test('are read, with the latest end and nothing else beside', () => {
    const record = '0123456789abcdef0123456789abcdef'
    const fields = { place: '', began: null, contact: '', lasts: LIMITS.alertMinutes }
    expect(kept('an alert')).toEqual({
      kind: 'alert',
      body: {
        record,
        action: 'raise',
        raised: 1_772_000_000_000,
        fields: { ...fields, what: 'Police at the door', area: 'Kibera', needs: ['lawyer', 'bail'] },
      },
    })
    expect(kept('an alert in few words')).toMatchObject({
      body: { fields: { ...fields, what: 'Msako \u201csasa\u201d', area: '', needs: [] } },
    })
    expect(kept('its end')).toEqual({ kind: 'alert', body: { record, action: 'stand-down', words: '' } })
    for (const [answer, code] of [
      ['seen', 1],
      ['responding', 2],
      ['cannot', 3],
    ] as const) {
      expect(kept(`an answer: ${answer}`)).toEqual({
        kind: 'answer',
        body: { record, raiser: 'ab'.repeat(32), answer: code, brings: [], line: '', question: '', knows: 0 },
      })
    }
  })
})
