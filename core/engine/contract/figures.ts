import { z } from 'zod'

/** Months and years that a chart shows, and rows of any other. */
export const FIGURE_MONTHS = 36
export const FIGURE_YEARS = 36
export const FIGURE_ROWS = 20

const count = z.number().int().min(0)

/** Of what there is most. An incident that says several counts once for each, so that rows may add up to more than there are incidents. */
export const breakdownSchema = z.object({
  rows: z.array(z.object({ name: z.string(), incidents: count })).max(FIGURE_ROWS),
  /** Incidents that say something that has no row. */
  others: count,
  /** Incidents that say nothing. */
  none: count,
})
export type Breakdown = z.infer<typeof breakdownSchema>

/** How many incidents there are of what, each incident of ours and of what was made from it once. */
export const figuresSchema = z.object({
  incidents: count,
  /** `YYYY-MM`, oldest first and without a gap; the last one is the newest that has an incident and is not still to come. */
  months: z.array(z.object({ month: z.string().regex(/^\d{4}-\d{2}$/), incidents: count })).max(FIGURE_MONTHS),
  /** Before the months that are listed, and after them: in a month that is still to come. */
  earlier: count,
  later: count,
  /** The same by years, those among them of which no more is known: `YYYY`, oldest first and without a gap. */
  years: z.array(z.object({ year: z.string().regex(/^\d{4}$/), incidents: count })).max(FIGURE_YEARS),
  earlierYears: count,
  laterYears: count,
  /** Those of which only the year is known, and those without a date. */
  yearOnly: count,
  undated: count,
  /** By the names of incident types. */
  kinds: breakdownSchema,
  places: breakdownSchema,
  /** Who did it, by codes of kinds, and by the units of those who have a record. */
  perpetratorKinds: breakdownSchema,
  units: breakdownSchema,
})
export type Figures = z.infer<typeof figuresSchema>
