import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Spec } from '../../../core/engine/contract/field-spec.ts'
import { CARD_KINDS, CARDS, type CardKind, cardChangesSchema, newCardSchema } from '../../../core/engine/contract/index.ts'
import { changesOf, EMPTY_FORM, formOf, isNothing, readForm, saidBefore, saidOf, stillThere } from './form-model.ts'

const id = fc.stringMatching(/^[0-9a-f]{64}$/)
const day = fc.stringMatching(/^20\d{2}-0[1-9]-[0-2][1-8]$/).map((date) => ({ date, about: false }))
const line = (max: number) => fc.string({ minLength: 1, maxLength: Math.min(max, 40) - 1 }).map((text) => `x${text}`.trim())

function valueFor(spec: Spec): fc.Arbitrary<unknown> {
  if (spec.is === 'flag') return fc.boolean()
  if (spec.is === 'date') return fc.option(day)
  if (spec.is === 'codes') return fc.uniqueArray(fc.constantFrom('lawyer', 'bail', 'later-code'))
  if (spec.is === 'refs') return fc.uniqueArray(id, { maxLength: 4 })
  if (spec.is === 'ref') return fc.option(id)
  if (spec.is === 'count') return fc.option(fc.integer({ min: 0, max: spec.max }))
  if (spec.is === 'code') return fc.option(fc.constantFrom('asked', 'later-code'))
  const text = line('max' in spec ? spec.max : 40)
  return spec.is === 'line' && spec.required ? text : fc.oneof(fc.constant(''), text)
}

/** A kind, and a record of it that says some of its fields. */
const card = fc.constantFrom(...CARD_KINDS).chain((kind) => {
  const specs = Object.entries(CARDS[kind].fields as Record<string, Spec>).filter(([, spec]) => spec.is !== 'mark')
  return fc.record({ kind: fc.constant(kind), fields: fc.record(Object.fromEntries(specs.map(([name, spec]) => [name, valueFor(spec)]))) })
})

const read = (kind: CardKind, form: ReturnType<typeof formOf>) => {
  const written = readForm(kind, form)
  if ('problems' in written) throw new Error(JSON.stringify(written.problems))
  return written.fields
}

describe('a form of any kind', () => {
  it('that nobody has touched changes nothing', () => {
    fc.assert(
      fc.property(card, ({ kind, fields }) => {
        expect(changesOf(fields, read(kind, formOf(kind, fields)))).toEqual({})
      }),
    )
  })

  it('writes what it was filled with, in the shape of the contract', () => {
    fc.assert(
      fc.property(card, ({ kind, fields }) => {
        const said = saidOf(read(kind, formOf(kind, fields)))
        expect(said).toEqual(Object.fromEntries(Object.entries(fields).filter(([, value]) => !isNothing(value))))
        expect(newCardSchema.safeParse({ kind, fields: said }).success).toBe(true)
      }),
    )
  })

  it('changes the one field that is different, and empties it where it was emptied', () => {
    const before = { title: 'A lawyer', needs: ['lawyer'], due: { date: '2026-05-01', about: true }, takenBy: 'Asha' }
    const form = formOf('request', before)
    expect(changesOf(before, read('request', { ...form, texts: { ...form.texts, takenBy: ' ' } }))).toEqual({ takenBy: '' })
    expect(changesOf(before, read('request', { ...form, dates: { due: '' } }))).toEqual({ due: null })
    expect(changesOf(before, read('request', { ...form, dates: { due: '2026-05-02' } }))).toEqual({
      due: { date: '2026-05-02', about: false },
    })
    expect(changesOf(before, read('request', { ...form, lists: { needs: [] } }))).toEqual({ needs: [] })
  })

  it('keeps what it does not show: lists, sealed texts and the fields of later versions', () => {
    const before = { title: 'To the police oversight', 'step:0000000a': { state: 'filed' }, shoe: 1 }
    expect(changesOf(before, read('complaint', formOf('complaint', before)))).toEqual({})
    expect(changesOf({ pseudonym: 'Neema', identity: '0123abcd' }, read('person', formOf('person', { pseudonym: 'Neema' })))).toEqual({})
  })

  it('says what is missing and what is too long, until it is put right, and nothing new before the next try', () => {
    const written = readForm('person', EMPTY_FORM)
    expect(written).toEqual({ problems: { pseudonym: { is: 'missing' } } })
    const said = 'problems' in written ? written.problems : {}
    const long = { ...EMPTY_FORM, texts: { pseudonym: 'x'.repeat(201) } }
    expect(readForm('person', long)).toEqual({ problems: { pseudonym: { is: 'too-long', length: 201, limit: 200 } } })
    expect(stillThere(said, 'person', EMPTY_FORM)).toEqual(said)
    expect(stillThere(said, 'person', long)).toEqual({})
    expect(stillThere(said, 'person', { ...EMPTY_FORM, texts: { pseudonym: 'Neema' } })).toEqual({})
  })

  it('takes nothing for a record that is none', () => {
    expect(read('request', { ...EMPTY_FORM, texts: { title: 'x', person: 'toString' }, lists: {} })).toMatchObject({ person: null })
    expect(read('note', { ...EMPTY_FORM, texts: { title: 'x' }, lists: { incidents: ['zz'] } })).toMatchObject({ incidents: [] })
  })
})

it('takes a change back to what was said before, as a change that the contract takes', () => {
  const before = { title: 'Held', state: 'consent', confidentiality: 'withheld' }
  const changes = {
    state: 'filed',
    confidentiality: 'intermediary',
    reference: 'OB 7',
    answerBy: { date: '2026-06-01', about: false },
    reprisal: true,
    incidents: [],
    'step:0000000a': { state: 'filed' },
  }
  const undone = saidBefore('complaint', before, changes)
  expect(undone).toEqual({
    state: 'consent',
    confidentiality: 'withheld',
    reference: '',
    answerBy: null,
    reprisal: false,
    incidents: [],
    'step:0000000a': null,
  })
  expect(cardChangesSchema.safeParse({ kind: 'complaint', changes: undone }).success).toBe(true)
})
