import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RecordId } from '../engine/contract/ids.ts'
import type { IncidentFields } from '../engine/contract/incident.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import { ParasolError } from '../error.ts'
import { amendBody, decodeBody, encodeBody, readBody, tombstoneBody, writeBody } from './body.ts'
import { BodyError } from './error.ts'
import { cleanIncident } from './incident.ts'
import { entry, fields, name } from './testing.ts'
import { cleanLine, cleanText } from './text.ts'

const causal = { kind: 'incident', kindVersion: 1, minimumReader: 1 }
const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
const refusal = (act: () => unknown): [string, unknown] => {
  try {
    act()
  } catch (error) {
    if (error instanceof ParasolError) return [error.code, error.data]
    throw error
  }
  throw new Error('was not refused')
}
const save = (changes: Partial<IncidentFields>) => refusal(() => encodeBody(writeBody(name(1), fields(changes))))

const person = '07'.repeat(32) as RecordId

describe('what is written', () => {
  test('is read back', () => {
    for (const made of [
      writeBody(name(1), fields()),
      amendBody(name(1), [entry(0, 0)], { area: 'x' }),
      tombstoneBody(name(1), [entry(0, 3)]),
      tombstoneBody(name(1), [entry(0, 3)], { undone: true }),
      tombstoneBody(name(1), [entry(0, 3)], { of: { person } }),
      tombstoneBody(name(1), [entry(0, 3)], { of: { incident: person, item: '0000000a' } }),
    ]) {
      const encoded = encodeBody(made)
      expect(decodeBody(encoded, encoded.bytes)).toEqual(made)
    }
  })

  test('erases, also where it says of whom in words that are not understood', () => {
    const [{ body }, odd] = [tombstoneBody(name(1), []), { of: { person: 'Neema' } }]
    const read = decodeBody({ ...causal, kind: 'tombstone' }, bytes({ ...body, ...odd }))
    expect(read).toEqual({ kind: 'tombstone', body })
  })

  test.each(['2020', '2020-02', '2020-02-29', '1900-01-01', '2200-12-31'])('the date %s is one', (date) => {
    expect(writeBody(name(1), fields({ start: { date, about: true } })).body.fields).toMatchObject({ start: { date, about: true } })
  })

  test.each([
    '2021-02-29',
    '1900-02-29',
    '2020-13',
    '2020-00',
    '2020-04-31',
    '2020-01-00',
    '0001',
    '1899-12-31',
    '2201',
    '9999-01-01',
    '20200101',
    '2020-1-1',
    '',
  ])('the date "%s" is not', (date) => {
    expect(save({ start: { date, about: false } })).toEqual(['BAD_DATE', { field: 'start' }])
  })

  test('a time needs a day', () => {
    expect(save({ start: { date: '2020-05', time: '10:00', about: false } })).toEqual(['BAD_DATE', { field: 'start' }])
    expect(save({ start: { date: '2020-05-05', time: '24:00', about: false } })).toEqual(['BAD_DATE', { field: 'start' }])
  })

  test('texts over their limit are refused by name', () => {
    expect(save({ title: 'x'.repeat(LIMITS.title + 1) })).toEqual(['TEXT_TOO_LONG', { field: 'title', limit: LIMITS.title }])
    expect(save({ area: 'x'.repeat(LIMITS.area + 1) })).toEqual(['TEXT_TOO_LONG', { field: 'area', limit: LIMITS.area }])
    expect(save({ narrative: 'x'.repeat(LIMITS.narrative + 1) })).toEqual([
      'TEXT_TOO_LONG',
      { field: 'narrative', limit: LIMITS.narrative },
    ])
    const cells = [{ name: 'notes', value: 'x'.repeat(LIMITS.bodyBytes) }]
    expect(save({ source: { fileName: 'a.csv', row: 2, cells } })).toEqual(['TEXT_TOO_LONG', { field: 'source', limit: LIMITS.bodyBytes }])
  })

  test('the longest texts of all fields together fit, in any script', () => {
    for (const letter of ['字', '"', '\n', '🕯']) {
      const fill = (limit: number) => letter.repeat(Math.floor(limit / letter.length))
      const made = writeBody(
        name(1),
        fields({ title: `x${fill(LIMITS.title - 1)}`, area: fill(LIMITS.area), narrative: fill(LIMITS.narrative) }),
      )
      expect(encodeBody(made).bytes.byteLength).toBeLessThanOrEqual(LIMITS.bodyBytes)
    }
  })

  test('a title of nothing but blanks and control characters is none', () => {
    expect(save({ title: ' \u0007\n\t ' })).toEqual(['BAD_INPUT', { field: 'title' }])
  })

  test('types are kept once each', () => {
    expect(cleanIncident({ types: ['arrest', ' arrest', 'own:night raid'] }).types).toEqual(['arrest', 'own:night raid'])
    expect(save({ types: [''] })).toEqual(['BAD_INPUT', { field: 'types' }])
  })
})

describe('texts', () => {
  test('lose control characters and keep everything that people write', () => {
    expect(cleanText('a\u0000b\u001b[31mc\u0085d\r\ne\rf\tg')).toBe('ab[31mcd\ne\nf\tg')
    expect(cleanText('שלום \u202bעולם\u202c 👩‍👩‍👧 e\u0301')).toBe('שלום \u202bעולם\u202c 👩‍👩‍👧 é')
    expect(cleanText('broken \ud800 half')).toBe('broken \ufffd half')
    expect(cleanLine('  two\n\tlines \u2028 ')).toBe('two lines')
  })

  test('cleaning twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text))
        expect(cleanLine(cleanLine(text))).toBe(cleanLine(text))
      }),
    )
  })
})

describe('what a peer wrote', () => {
  const good = { record: name(1), action: 'write', amends: [], fields: fields() }

  test('unknown fields and properties survive', () => {
    const value = { ...good, mood: 1, fields: { ...good.fields, weather: { sky: ['grey'] } } }
    const made = decodeBody({ ...causal, kindVersion: 3 }, bytes(value))
    if (made === 'newer') throw new Error('should be readable')
    expect(JSON.parse(encodeBody(made).bytes.toString())).toEqual(value)
  })

  test('what only a newer Parasol reads is said to be that', () => {
    expect(decodeBody({ ...causal, kindVersion: 2, minimumReader: 2 }, bytes({ anything: 1 }))).toBe('newer')
    expect(decodeBody({ ...causal, kind: 'weather' }, bytes({}))).toBe('newer')
    expect(decodeBody({ ...causal, kind: 'constructor' }, bytes({}))).toBe('newer')
  })

  test.each([
    ['no JSON', Buffer.from('{')],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['no object', bytes([1])],
    ['no fields', bytes({ ...good, fields: undefined })],
    ['a write that amends', bytes({ ...good, amends: [entry(0, 0)] })],
    ['a write that lacks a field', bytes({ ...good, fields: { ...good.fields, area: undefined } })],
    ['an amendment of nothing', bytes({ ...good, action: 'amend' })],
    ['a wrong record', bytes({ ...good, record: 'AB' })],
    ['a wrong entry', bytes({ ...good, action: 'amend', amends: ['x:1'] })],
    ['a long title', bytes({ ...good, fields: fields({ title: 'x'.repeat(501) }) })],
    ['a wrong date', bytes({ ...good, fields: fields({ start: { date: '2021-02-30', about: false } }) })],
    ['a number for a title', bytes({ ...good, fields: { ...fields(), title: 3 } })],
    ['too much', bytes({ ...good, filling: 'x'.repeat(LIMITS.bodyBytes) })],
  ])('%s is refused', (_, raw) => {
    expect(() => decodeBody(causal, raw)).toThrow(BodyError)
  })

  test('an error never quotes the text', () => {
    expect(() => decodeBody(causal, Buffer.from('{"secret word": '))).toThrow(/^body: not UTF-8 JSON$/)
  })

  test('a version that never was is refused', () => {
    expect(() => decodeBody({ ...causal, kindVersion: 0 }, bytes(good))).toThrow(BodyError)
  })
})

describe('numbers that JSON does not give back as it is read', () => {
  const read = (number: string) => {
    const text = JSON.stringify({ record: name(1), action: 'amend', amends: [entry(0, 0)], fields: { strange: [0, 7] } })
    return decodeBody(causal, Buffer.from(text.replace('[0,7]', `[${number},7]`)))
  }

  test.each([
    ['-0', 0],
    ['-0.0', 0],
    ['1e400', null],
    ['-1E400', null],
    ['9'.repeat(400), null],
    ['-0.5', -0.5],
    ['1e3', 1_000],
    ['-3', -3],
  ])('%s is what it is once it was kept', (number, kept) => {
    expect(read(number)).toMatchObject({ body: { fields: { strange: [kept, 7] } } })
  })
})

describe('what is read', () => {
  const write = { record: name(1), action: 'write', amends: [], fields: fields() }
  const read = (text: string) => {
    const found = readBody(causal, Buffer.from(text))
    if (found === 'newer') throw new Error('it is of this version')
    return found
  }
  const nested = (depth: number): unknown => (depth === 0 ? 'x' : [nested(depth - 1)])

  test('is kept as it was written where that is as it is kept', () => {
    const text = JSON.stringify({ ...write, later: { unit: [1, null] } })
    expect(read(text)).toEqual({ said: { kind: 'incident', body: JSON.parse(text) }, text })
    const spaced = JSON.stringify(write, null, 2)
    expect(read(spaced).text).toBe(spaced)
  })

  test.each([
    ['a text that is cleaned', JSON.stringify({ ...write, fields: fields({ title: ' Raid ' }) })],
    ['a number that JSON gives back otherwise', JSON.stringify({ ...write, later: 7 }).replace('"later":7', '"later":-0')],
    ['white space without end', JSON.stringify(write) + ' '.repeat(20_000)],
  ])('is not kept as it was written: %s', (_, text) => {
    const { said, text: kept } = read(text)
    expect(kept).toBeNull()
    expect(JSON.parse(JSON.stringify(said.body))).toEqual(said.body)
  })

  test('means the same when it is read again', () => {
    const anything = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }))
    fc.assert(
      fc.property(anything, anything, fc.string({ unit: 'grapheme' }), (later, more, title) => {
        const text = JSON.stringify({ ...later, ...write, fields: { ...more, ...fields({ title: `a${title}` }) } })
        let found: ReturnType<typeof read>
        try {
          found = read(text)
        } catch (error) {
          if (error instanceof BodyError) return
          throw error
        }
        const kept = JSON.parse(found.text ?? JSON.stringify(found.said.body))
        expect(kept).toEqual(found.said.body)
        expect(read(JSON.stringify(kept)).said).toEqual(found.said)
      }),
    )
  })

  test('nests so deep and no deeper, and names no prototype, however it is written', () => {
    // The body and the list itself are two of them.
    expect(() => read(JSON.stringify({ ...write, later: nested(31) }))).not.toThrow()
    expect(() => read(JSON.stringify({ ...write, later: nested(32) }))).toThrow(BodyError)
    const named = (property: string) => JSON.stringify({ ...write, later: { unit: 1 } }).replace('"unit"', `"${property}"`)
    expect(() => read(named('proto'))).not.toThrow()
    for (const property of ['__proto__', '\\u005f_proto__', '__prot\\u006f__']) expect(() => read(named(property))).toThrow(BodyError)
  })
})
