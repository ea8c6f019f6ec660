import { oc } from '@orpc/contract'
import { z } from 'zod'
import { errorMap } from './errors.ts'
import { LIMITS } from './limits.ts'
import { savedViewSchema, viewNameSchema } from './view.ts'

const base = oc.errors(errorMap)
const nothing = z.object({})

/** Views of the log that are kept on this computer. No two have names that differ only by case and accents. */
export const viewProcedures = {
  /** By name. */
  list: base.output(z.array(savedViewSchema).max(LIMITS.views)),
  /** Keeps a view, synced; in place of the one that is called `was`, where one is. Throws BAD_INPUT where another has the name, or for one too many. */
  save: base.input(savedViewSchema.extend({ was: viewNameSchema.nullable().default(null) })).output(nothing),
  erase: base.input(z.object({ name: viewNameSchema })).output(nothing),
}
