import { z } from 'zod'
import type { CodeList } from './codes.ts'
import { recordIdSchema } from './ids.ts'

/** Words picked from a list: longest slug, and most of them in one field. */
export const SLUG_MAX = 64
export const SLUGS_MAX = 40
/** Most records that one field may name. */
export const REFS_MAX = 64

/**
 * A date as far as it is known (HURIDOCS MT48): `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, local to where it happened.
 * `about` marks an estimate; `time` is `HH:MM`, only with a full date.
 */
export const partialDateSchema = z.object({
  date: z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/),
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  about: z.boolean().default(false),
})
export type PartialDate = z.infer<typeof partialDateSchema>

/**
 * What one field of a record may hold. Every field but a `required` line may also be null or empty: "not known". Lengths are UTF-16 units.
 * `mark` stands for a text that lies in a section of its own: 8 hexadecimal digits, made anew with each text, so that two texts differ by it. `key` names one
 * of a list, by the digits of its field: no word that anybody would look for.
 */
export type Spec =
  | { is: 'line'; max: number; required?: true }
  | { is: 'text'; max: number }
  | { is: 'code'; of: CodeList }
  | { is: 'codes'; of: CodeList }
  | { is: 'date' }
  | { is: 'count'; max: number }
  | { is: 'flag' }
  | { is: 'ref' }
  | { is: 'refs' }
  | { is: 'mark' }
  | { is: 'key' }

export type GroupSpec = Readonly<Record<string, Spec>>

/** A field `<list>:<8 hexadecimal digits>` is one of a list; each merges on its own. */
export const LIST_FIELD = /^([a-z]+):[0-9a-f]{8}$/
/** The key of one of a list: the digits of its field. */
export const listKeySchema = z.string().regex(/^[0-9a-f]{8}$/)

const markSchema = z.string().regex(/^[0-9a-f]{8}$/)

type ValueOf<S extends Spec> = S extends { is: 'line'; required: true }
  ? string
  : S extends { is: 'line' | 'text' }
    ? string
    : S extends { is: 'code' | 'mark' | 'key' }
      ? string | null
      : S extends { is: 'codes' }
        ? string[]
        : S extends { is: 'date' }
          ? PartialDate | null
          : S extends { is: 'count' }
            ? number | null
            : S extends { is: 'flag' }
              ? boolean
              : S extends { is: 'ref' }
                ? z.infer<typeof recordIdSchema> | null
                : z.infer<typeof recordIdSchema>[]

/** Values of fields; one that is not there says nothing. */
export type ValuesOf<G extends GroupSpec> = { [F in keyof G as G[F] extends { required: true } ? F : never]: ValueOf<G[F]> } & {
  [F in keyof G as G[F] extends { required: true } ? never : F]?: ValueOf<G[F]> | undefined
}

/** Shape of one field's value; lengths are checked where it is cleaned, so that an error can name the field. */
export function schemaOf(spec: Spec): z.ZodType {
  switch (spec.is) {
    case 'line':
    case 'text':
      return z.string()
    case 'code':
      return z.string().min(1).max(SLUG_MAX).nullable()
    case 'codes':
      return z.array(z.string().min(1).max(SLUG_MAX)).max(SLUGS_MAX)
    case 'date':
      return partialDateSchema.nullable()
    case 'count':
      return z.number().int().min(0).max(spec.max).nullable()
    case 'flag':
      return z.boolean()
    case 'ref':
      return recordIdSchema.nullable()
    case 'refs':
      return z.array(recordIdSchema).max(REFS_MAX)
    case 'mark':
      return markSchema.nullable()
    case 'key':
      return listKeySchema.nullable()
  }
}
