import { z } from 'zod'
import { filtersSchema } from './filters.ts'
import { LIMITS } from './limits.ts'

export const viewNameSchema = z.string().trim().min(1).max(LIMITS.viewName)

/** What the log is to show, under a name of one's own. */
export const savedViewSchema = z.object({ name: viewNameSchema, filters: filtersSchema })
export type SavedView = z.infer<typeof savedViewSchema>
