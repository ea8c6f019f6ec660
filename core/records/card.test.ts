import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RecordId } from '../engine/contract/ids.ts'
import { CARD_KINDS, type NewCard } from '../engine/contract/record-kinds.ts'
import { ParasolError } from '../error.ts'
import { amendCardBody, cardBody, decodeBody, encodeBody } from './body.ts'
import { BodyError } from './error.ts'
import { cleanFields } from './fields.ts'
import { type CardState, entryOf, fold as foldIn } from './fold.ts'
import { amend, amendCard, card, entry, name, organisation, space, tombstone, write } from './testing.ts'
import { type AnyVersion, recordIdOf } from './version.ts'

const fold = (versions: readonly AnyVersion[]) => foldIn(versions, space(1))
const only = (versions: readonly AnyVersion[]): CardState => {
  const { cards, records } = fold(versions)
  expect([cards.length, records.length]).toEqual([1, 0])
  return cards[0] as CardState
}
const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
const causal = (kind: string) => ({ kind, kindVersion: 1, minimumReader: 1 })
const officer: NewCard = { kind: 'perpetrator', fields: { label: 'Officer with the scar', kind: 'police', badge: '4417' } }
const request: NewCard = { kind: 'request', fields: { title: 'A lawyer for tonight', needs: ['lawyer'], status: 'asked' } }
const refusal = (act: () => unknown): [string, unknown] => {
  try {
    act()
  } catch (error) {
    if (error instanceof ParasolError) return [error.code, error.data]
    throw error
  }
  throw new Error('was not refused')
}

describe('a record of another kind', () => {
  test.each([officer, request])('is read back as it was written', (made) => {
    const body = cardBody(name(1), made)
    const encoded = encodeBody(body)
    expect(decodeBody(encoded, encoded.bytes)).toEqual(body)
    expect(encoded).toMatchObject({ kind: made.kind, kindVersion: 1, minimumReader: 1 })
  })

  test('keeps what a newer version says beside what it knows', () => {
    const body = { record: name(1), action: 'write', amends: [], fields: { label: 'x', shoe: 43 }, seal: [1] }
    const read = decodeBody(causal('perpetrator'), bytes(body))
    expect(read).toMatchObject({ kind: 'perpetrator', body })
    const state = only([{ ...card(1, officer), ...(read as object) } as AnyVersion])
    expect([state.fields, state.others]).toEqual([{ label: 'x' }, { shoe: 43 }])
  })

  test('is refused where it does not fit, by the field', () => {
    expect(refusal(() => cardBody(name(1), { kind: 'person', fields: { pseudonym: '  ' } }))).toEqual(['BAD_INPUT', { field: 'pseudonym' }])
    expect(
      refusal(() => cardBody(name(1), { kind: 'request', fields: { title: 'x', due: { date: '2026-02-30', about: false } } })),
    ).toEqual(['BAD_DATE', { field: 'due' }])
    expect(refusal(() => cardBody(name(1), { kind: 'perpetrator', fields: { label: 'x', rank: 'r'.repeat(201) } }))).toEqual([
      'TEXT_TOO_LONG',
      { field: 'rank', limit: 200 },
    ])
  })

  test.each([
    ['person', { pseudonym: 7 }],
    ['person', {}],
    ['request', { title: 'x', incident: 'abc' }],
    ['complaint', { title: 'x', incidents: 'abc' }],
    ['complaint', { title: 'x', 'step:0000000a': 7 }],
    ['complaint', { title: 'x', reprisal: 'yes' }],
    ['consent', { level: -1 }],
    ['consent', { level: 7 }],
    ['person', { pseudonym: 'x', identity: 'Real Name' }],
  ])('from a log counts for nothing where a %s has %j', (kind, fields) => {
    const body = { record: name(1), action: 'write', amends: [], fields }
    expect(() => decodeBody(causal(kind), bytes(body))).toThrow(BodyError)
  })

  test('has every kind that the contract names, and each needs what it must have', () => {
    for (const kind of CARD_KINDS) {
      const body = { record: name(1), action: 'amend', amends: [entry(0, 0)], fields: {} }
      expect(decodeBody(causal(kind), bytes(body))).toMatchObject({ kind })
    }
  })
})

test('cleaning fields twice changes nothing, whatever they are', () => {
  const values = fc.dictionary(
    fc.constantFrom(
      'title',
      'needs',
      'status',
      'due',
      'incident',
      'details',
      'step:0000000a',
      'reprisal',
      'incidents',
      '__proto__',
      'other',
    ),
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(null, true, 3),
      fc.array(fc.string(), { maxLength: 4 }),
      fc.record({ date: fc.constantFrom('2020', '2020-13', '2020-05-06'), about: fc.boolean() }),
      fc.record({ state: fc.string(), note: fc.string({ unit: 'grapheme' }) }),
    ),
  )
  fc.assert(
    fc.property(fc.constantFrom(...CARD_KINDS, 'incident' as const), values, (kind, input) => {
      let once: Record<string, unknown>
      try {
        once = cleanFields(kind, input)
      } catch (error) {
        if (error instanceof ParasolError) return
        throw error
      }
      // Itself, not a copy: nearly all that is read is clean.
      expect(cleanFields(kind, once)).toBe(once)
    }),
  )
})

describe('the fold of it', () => {
  const [ONE, TWO] = ['step:00000001', 'step:00000002'] as const

  test('merges a list one by one: two that were added apart are both there, and nothing is in dispute', () => {
    const state = only([
      card(1, { kind: 'complaint', fields: { title: 'To the authority' } }),
      amendCard(1, [entry(0, 0)], { kind: 'complaint', changes: { [ONE]: { state: 'filed' } } }, { index: 1 }),
      amendCard(1, [entry(0, 0)], { kind: 'complaint', changes: { [TWO]: { note: 'called' } } }, { device: 1, index: 0 }),
    ])
    expect(state.fields).toEqual({ title: 'To the authority', [ONE]: { state: 'filed' }, [TWO]: { note: 'called' } })
    expect([state.conflicts, state.heads.length]).toEqual([[], 2])
  })

  test('shows both where one of a list was changed twice apart, and drops one that was taken out', () => {
    const written = card(1, { kind: 'complaint', fields: { title: 'x', [ONE]: { state: 'filed' } } })
    const here = amendCard(1, [entry(0, 0)], { kind: 'complaint', changes: { [ONE]: { state: 'closed' } } }, { index: 1 })
    const there = amendCard(1, [entry(0, 0)], { kind: 'complaint', changes: { [ONE]: null } }, { device: 1, index: 0, ms: 5 })
    expect(only([written, there]).fields).toEqual({ title: 'x' })
    const { conflicts } = only([written, here, there])
    expect(conflicts.map(({ field, values }) => [field, values.map(({ value }) => value)])).toEqual([[ONE, [{ state: 'closed' }, null]]])
  })

  test('is of the kind that its author wrote first: what else she writes under the name counts for nothing', () => {
    const versions = [
      card(1, request, { index: 1 }),
      write(1, { index: 2 }),
      amend(1, [entry(0, 1)], { area: 'x' }, { index: 3 }),
      card(1, officer, { index: 4 }),
    ]
    expect(only(versions)).toMatchObject({ kind: 'request', fields: request.fields, versions: 1 })
    const { records, cards } = fold([write(1), card(1, request, { index: 1 })])
    expect([records.length, cards.length]).toEqual([1, 0])
  })

  test('counts a consent in the House only, and in no coalition', () => {
    const consent = card(1, { kind: 'consent', fields: { level: 3 } })
    expect(fold([consent]).cards).toHaveLength(1)
    expect(foldIn([consent], space(2)).cards).toEqual([])
  })

  test('takes proposals of others of its kind only, and a tombstone takes all of it away', () => {
    const proposed = amendCard(1, [entry(0, 0)], { kind: 'request', changes: { status: 'met' } }, { org: 1 })
    const other = amend(1, [entry(0, 0)], { area: 'x' }, { org: 2 })
    const state = only([card(1, request), proposed, other])
    expect([state.fields.status, state.proposals.map(({ changes }) => changes)]).toEqual(['asked', [{ status: 'met' }]])
    expect(fold([card(1, request), proposed, tombstone(1, { index: 1 })])).toMatchObject({ records: [], cards: [] })
  })

  test('tells which entry the value stands in that a record shows', () => {
    const recordId = recordIdOf(space(1), organisation(0), name(1))
    const person = (identity: string | null) => ({ kind: 'person' as const, changes: { identity } })
    const written = card(1, { kind: 'person', fields: { pseudonym: 'Neema', identity: '0000000a' } })
    const renamed = amendCard(1, [entry(0, 0)], { kind: 'person', changes: { pseudonym: 'Zuri' } }, { index: 1 })
    const again = amendCard(1, [entry(0, 1)], person('0000000b'), { index: 2 })
    const gone = amendCard(1, [entry(0, 2)], person(null), { index: 3 })
    expect(entryOf([written, renamed], recordId, 'identity')).toBe(entry(0, 0))
    expect(entryOf([written, renamed, again], recordId, 'identity')).toBe(entry(0, 2))
    expect(entryOf([written, renamed, again, gone], recordId, 'identity')).toBeNull()
    expect(entryOf([written], 'f'.repeat(64) as RecordId, 'identity')).toBeNull()
  })

  test('gives an amendment the fields that it names', () => {
    expect(amendCardBody(name(1), [entry(0, 0)], { kind: 'request', changes: { status: 'met', result: ' Free again. ' } }).body).toEqual({
      record: name(1),
      action: 'amend',
      amends: [entry(0, 0)],
      fields: { status: 'met', result: ' Free again. ' },
    })
  })
})
