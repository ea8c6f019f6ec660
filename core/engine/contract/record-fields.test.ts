import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LIST_FIELD } from './field-spec.ts'
import { FILE_FIELD } from './file.ts'
import { fieldOf } from './record-fields.ts'
import { CARD_KINDS, FILE_KINDS, specOf } from './record-kinds.ts'

const KINDS = ['incident', ...CARD_KINDS] as const
const names = fc.oneof(
  fc.string(),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'title', 'end', 'person', 'harmed', 'harmed:', ':0000000a'),
  fc
    .tuple(fc.constantFrom('harmed', 'perpetrator', 'evidence', 'file', 'step', 'x', '__proto__'), fc.stringMatching(/^[0-9a-gA-F]{7,9}$/))
    .map((parts) => parts.join(':')),
)

it('says of a field what the patterns and the lists of kinds say', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), names, (kind, name) => {
      const { fields, lists } = specOf(kind)
      const list = LIST_FIELD.exec(name)?.[1] ?? ''
      const known = fieldOf(kind, name)
      expect(known?.is).toBe(
        Object.hasOwn(fields, name)
          ? 'own'
          : Object.hasOwn(lists, list)
            ? 'item'
            : FILE_KINDS.has(kind) && FILE_FIELD.test(name)
              ? 'file'
              : undefined,
      )
      if (known?.is === 'own') expect(known.spec).toBe(fields[name])
      if (known?.is === 'item') expect([known.list, known.group]).toEqual([list, lists[list]])
    }),
    { numRuns: 1_000 },
  )
})
