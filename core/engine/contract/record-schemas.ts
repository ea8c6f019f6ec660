import { z } from 'zod'
import { type GroupSpec, type Spec, schemaOf } from './field-spec.ts'
import { fileReferenceSchema } from './file.ts'
import { fieldOf } from './record-fields.ts'
import { CARD_KINDS, CARDS, type CardChanges, type CardKind, type NewCard } from './record-kinds.ts'

const groupSchemas = new Map<GroupSpec, z.ZodObject>()

/** The fields of a group, none of which has to be there. Made once: to make one takes as long as to write the record that is checked by it. */
export function groupSchema(group: GroupSpec): z.ZodObject {
  const known = groupSchemas.get(group)
  if (known) return known
  const made = z.strictObject(partial(group))
  groupSchemas.set(group, made)
  return made
}

const partial = (group: GroupSpec): Record<string, z.ZodType> =>
  Object.fromEntries(Object.entries(group).map(([field, spec]: [string, Spec]) => [field, schemaOf(spec).optional()]))

/** Checks the lists of a kind among properties that its other fields leave over. Anything else is refused. */
export function checkLists(kind: CardKind | 'incident', known: ReadonlySet<string>) {
  return (value: Record<string, unknown>, context: z.RefinementCtx): void => {
    for (const [field, one] of Object.entries(value)) {
      if (known.has(field)) continue
      const is = fieldOf(kind, field)
      if (is?.is === 'file' && fileReferenceSchema.nullable().safeParse(one).success) continue
      if (is?.is === 'item' && groupSchema(is.group).nullable().safeParse(one).success) continue
      context.addIssue({ code: 'custom', path: [field], message: is ? 'does not fit' : 'no such field' })
    }
  }
}

/** What the contract takes for a record of a kind: all of its fields, or some of them where it is amended. */
function cardSchemaOf(kind: CardKind, amend: boolean): z.ZodType<Record<string, unknown>> {
  const fields: [string, Spec][] = Object.entries(CARDS[kind].fields)
  const shape = fields.map(([field, spec]): [string, z.ZodType] => {
    const schema = schemaOf(spec)
    return [field, !amend && spec.is === 'line' && spec.required ? schema : schema.optional()]
  })
  return z.looseObject(Object.fromEntries(shape)).superRefine(checkLists(kind, new Set(fields.map(([field]) => field))))
}

const byKind = <K extends string>(schema: (kind: CardKind) => z.ZodType<Record<string, unknown>>, property: K) =>
  CARD_KINDS.map((kind) => z.object({ kind: z.literal(kind), [property]: schema(kind) }))

/** What the contract takes for a new record of any kind, and for changes of one. */
export const newCardSchema = z.union(byKind((kind) => cardSchemaOf(kind, false), 'fields')) as unknown as z.ZodType<NewCard>
export const cardChangesSchema = z.union(byKind((kind) => cardSchemaOf(kind, true), 'changes')) as unknown as z.ZodType<CardChanges>
