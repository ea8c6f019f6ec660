import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Spec, schemaOf } from '../engine/contract/field-spec.ts'
import { entryIdSchema } from '../engine/contract/ids.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import { CARDS, INCIDENT_LISTS, INCIDENT_MORE } from '../engine/contract/record-kinds.ts'
import { ParasolError } from '../error.ts'
import { BodyError } from './error.ts'
import { cleanIncident } from './incident.ts'
import { KINDS, MAX_AMENDS } from './kinds.ts'
import { fits } from './value.ts'

/** Every sort of field that a record has, each with its limits. */
const SPECS: Spec[] = [
  ...new Map(
    [
      INCIDENT_MORE,
      ...Object.values(INCIDENT_LISTS),
      ...Object.values(CARDS).flatMap(({ fields, lists }) => [fields, ...Object.values(lists)]),
    ]
      .flatMap((group) => Object.values(group) as Spec[])
      .map((spec) => [JSON.stringify(spec), spec]),
  ).values(),
]

const hex = (digits: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`))
const date = fc.oneof(fc.stringMatching(/^\d{4}(-\d{2}(-\d{2})?)?$/), fc.string())
const time = fc.oneof(fc.constantFrom('00:00', '23:59', '24:00', '9:30', '12:60'), fc.string(), fc.constant(undefined))
/** Values that nearly fit some field, and any others. */
const value = fc.oneof(
  fc.constantFrom(
    null,
    undefined,
    '',
    'x'.repeat(64),
    'x'.repeat(65),
    0,
    -0,
    -1,
    6,
    7,
    100_000,
    100_001,
    1.5,
    1e300,
    Number.NaN,
    true,
    {},
    [],
  ),
  fc.string(),
  fc.integer(),
  fc.double(),
  hex(8),
  hex(64),
  hex(64).map((id) => `${id}\n`),
  fc.array(fc.oneof(hex(64), fc.string({ maxLength: 70 }), fc.anything()), { maxLength: 70 }),
  fc.array(hex(64), { minLength: 60, maxLength: 70 }),
  fc.array(fc.string({ minLength: 1, maxLength: 64 }), { minLength: 36, maxLength: 44 }),
  fc.record({ date, time, about: fc.oneof(fc.boolean(), fc.string()) }, { requiredKeys: [] }),
  fc.record({ date: fc.constant('2026-03-01'), time, about: fc.boolean(), other: fc.anything() }, { requiredKeys: ['date'] }),
  fc.anything(),
)

/** The same that is checked by hand, said by schemas. */
const ALWAYS = z.looseObject({
  title: z.string().optional(),
  types: z.array(z.string()).max(1_000).optional(),
  start: z.object({ date: z.string(), time: z.string().optional(), about: z.boolean().optional() }).nullable().optional(),
  area: z.string().optional(),
  narrative: z.string().optional(),
  source: z
    .object({
      fileName: z.string(),
      row: z.number().int().min(1),
      cells: z.array(z.object({ name: z.string(), value: z.string() })).max(LIMITS.importColumns),
    })
    .nullable()
    .optional(),
})
const WRITTEN = z.looseObject({
  record: z.string().regex(/^[0-9a-f]{32}$/),
  action: z.enum(['write', 'amend']),
  amends: z.array(entryIdSchema).max(MAX_AMENDS),
  fields: z.record(z.string(), z.unknown()),
})

const text = fc.oneof(fc.constant('a'), fc.anything())
const start = fc.oneof(
  fc.constant(null),
  fc.record({ date: text, time: text, about: fc.oneof(fc.boolean(), fc.anything()) }, { requiredKeys: [] }),
  fc.anything(),
)
const cell = fc.oneof(fc.record({ name: text, value: text }, { requiredKeys: [] }), fc.constant({ name: 'a', value: 'b' }))
const source = fc.oneof(
  fc.constant(null),
  fc.record(
    { fileName: text, row: fc.oneof(fc.integer(), fc.double(), fc.anything()), cells: fc.oneof(fc.array(cell), fc.anything()) },
    { requiredKeys: [] },
  ),
  fc.record({ fileName: fc.constant('a'), row: fc.constant(1), cells: fc.array(cell) }),
)
const always = fc.record(
  { title: text, types: fc.oneof(fc.array(text), text), start, area: text, narrative: text, source },
  { requiredKeys: [] },
)
const written = fc.record(
  {
    record: fc.oneof(hex(32), text),
    action: fc.oneof(fc.constantFrom('write', 'amend'), text),
    amends: fc.oneof(
      fc.array(
        fc.oneof(
          hex(64).map((id) => `${id}:7`),
          text,
        ),
        { maxLength: 66 },
      ),
      text,
    ),
    fields: fc.oneof(fc.constant({}), fc.anything()),
  },
  { requiredKeys: [] },
)
/** As it comes out of JSON: a peer can say nothing else. */
const told = (one: unknown): unknown => JSON.parse(JSON.stringify(one) ?? 'null')

/** What an error says is wrong; null where nothing is. */
function fault(act: () => unknown): { code: unknown; field: unknown; message: string } | null {
  try {
    act()
    return null
  } catch (error) {
    if (!(error instanceof ParasolError || error instanceof BodyError)) throw error
    const said = error instanceof ParasolError ? { code: error.code, field: error.data?.field } : { code: null, field: null }
    return { ...said, message: error.message }
  }
}

describe('the shape of an entry', () => {
  it('of an incident is what its schema takes, and the first field that does not fit is named', () => {
    fc.assert(
      fc.property(fc.oneof(always.map(told), fc.anything().map(told)), (one) => {
        const parsed = ALWAYS.safeParse(one)
        const found = fault(() => cleanIncident(one))
        if (parsed.success) return
        expect(found).toMatchObject({ code: 'BAD_INPUT', field: String(parsed.error.issues[0]?.path[0] ?? 'fields') })
      }),
      { numRuns: 500 },
    )
  })

  it('of any record is what its schema takes', () => {
    fc.assert(
      fc.property(fc.oneof(written.map(told), fc.anything().map(told)), (one) => {
        const message = fault(() => KINDS.link.parse(one))?.message ?? ''
        expect(message.includes('wrong shape')).toBe(!WRITTEN.safeParse(one).success)
      }),
      { numRuns: 500 },
    )
  })
})

describe('what fits a field', () => {
  it('is what its schema takes', () => {
    expect(SPECS.length).toBeGreaterThan(20)
    fc.assert(
      fc.property(fc.constantFrom(...SPECS), value, (spec, one) => {
        expect(fits(spec, one)).toBe(schemaOf(spec).safeParse(one).success)
      }),
      { numRuns: 1_000 },
    )
  })

  it.each(SPECS.map((spec) => [JSON.stringify(spec), spec] as const))('lets something in and keeps something out: %s', (_, spec) => {
    const some = {
      line: 'a',
      text: 'a',
      code: 'a',
      codes: ['a'],
      date: { date: '2026' },
      count: 3,
      flag: true,
      ref: 'a'.repeat(64),
      refs: [],
      mark: '0a1b2c3d',
      key: '0a1b2c3d',
    }
    expect(fits(spec, some[spec.is])).toBe(true)
    expect(fits(spec, Symbol('no'))).toBe(false)
  })
})
