import { oc } from '@orpc/contract'
import { z } from 'zod'
import { sealedFieldSchema } from './card.ts'
import { reachSchema } from './coalition.ts'
import { errorMap } from './errors.ts'
import { figuresSchema } from './figures.ts'
import { custodySchema, FILE_FIELD } from './file.ts'
import { filtersSchema } from './filters.ts'
import { draftIdSchema, entryIdSchema, markSchema, recordIdSchema, spaceIdSchema } from './ids.ts'
import {
  incidentChangesSchema,
  incidentFieldsSchema,
  incidentSchema,
  placeSchema,
  recordRowSchema,
  shareableSchema,
  sharedFileSchema,
  versionSchema,
} from './incident.ts'
import { LIMITS } from './limits.ts'

const base = oc.errors(errorMap)
const nothing = z.object({})
/** The mark of words that a person has read and lets go: as NAME_IN_WORDS gave it, for these words and these coalitions alone. */
const named = markSchema.nullable().default(null)
const exactPlace = z.string().trim().min(1).max(LIMITS.place)

/** Incidents: listed, read, written, shared. */
export const recordProcedures = {
  list: base
    .input(
      filtersSchema.extend({
        cursor: z.string().max(200).nullable().default(null),
        limit: z.number().int().min(1).max(LIMITS.pageSize).default(50),
      }),
    )
    .output(z.object({ rows: z.array(recordRowSchema), nextCursor: z.string().nullable() })),
  /** How many records the filters match, and how many there are at all. */
  count: base.input(filtersSchema).output(z.object({ matching: z.number().int(), all: z.number().int() })),
  /** How many of those that the filters match there are of what: by month, kind, place, and who did it. */
  figures: base.input(filtersSchema).output(figuresSchema),
  get: base.input(z.object({ recordId: recordIdSchema })).output(incidentSchema),
  history: base.input(z.object({ recordId: recordIdSchema })).output(z.array(versionSchema)),
  /**
   * Seals and syncs a new incident; answers only when it is on the disk. Discards the draft in the same act. This, `amend` and `share` throw NAME_IN_WORDS
   * where words would go to a coalition that say what somebody is called who is not to be named there, until they are `named`.
   */
  create: base
    .input(
      z.object({
        audience: spaceIdSchema,
        fields: incidentFieldsSchema,
        /** The exact address or position. */
        place: exactPlace.nullable().default(null),
        draftId: draftIdSchema.nullable().default(null),
        named,
      }),
    )
    .output(z.object({ recordId: recordIdSchema, entryId: entryIdSchema, savedAt: z.string() })),
  amend: base
    .input(
      z.object({
        recordId: recordIdSchema,
        heads: z.array(entryIdSchema).min(1).max(LIMITS.heads),
        changes: incidentChangesSchema,
        /** Takes the place of the exact address before; left out: that stays. */
        place: exactPlace.optional(),
        /** Coalitions with which a House record was shared, and which get the same amendment. */
        alsoFor: z.array(spaceIdSchema).max(LIMITS.audiences).default([]),
        draftId: draftIdSchema.nullable().default(null),
        named,
      }),
    )
    .output(z.object({ entryId: entryIdSchema, savedAt: z.string() })),
  /** `alsoIn`: coalitions with which a House record was shared, and where it is erased too. */
  erase: base
    .input(z.object({ recordId: recordIdSchema, alsoIn: z.array(spaceIdSchema).max(LIMITS.audiences).default([]) }))
    .output(nothing),
  /** What would leave, to `audience` if one is named. */
  shareable: base.input(z.object({ recordId: recordIdSchema, audience: spaceIdSchema.nullable().default(null) })).output(shareableSchema),
  /** Writes a House record anew into a coalition. `source`: with its spreadsheet row. Throws RECORD_CHANGED, ALREADY_SHARED, CONSENT_MISSING. */
  share: base
    .input(
      z.object({
        recordId: recordIdSchema,
        heads: z.array(entryIdSchema).min(1).max(LIMITS.heads),
        audience: spaceIdSchema,
        source: z.boolean().default(false),
        files: z.array(sharedFileSchema).max(LIMITS.filesShared).default([]),
        named,
      }),
    )
    .output(z.object({ recordId: recordIdSchema, entryId: entryIdSchema, savedAt: z.string() })),
  /** Gives a coalition that has a record more of its files, or takes some off it there. Throws RECORD_CHANGED, CONSENT_MISSING, FILE_UNKNOWN. */
  shareFiles: base
    .input(
      z.object({
        recordId: recordIdSchema,
        heads: z.array(entryIdSchema).min(1).max(LIMITS.heads),
        audience: spaceIdSchema,
        add: z.array(sharedFileSchema).max(LIMITS.filesShared).default([]),
        takeOff: z.array(z.string().regex(FILE_FIELD)).max(LIMITS.filesShared).default([]),
      }),
    )
    .output(nothing),
  /** Who holds a record as it stands; null for what is only ours. */
  reach: base.input(z.object({ recordId: recordIdSchema })).output(reachSchema.nullable()),
  /** Who has looked at an exact place or a real name, oldest first, the last 200; of no record where those of everybody were looked for in very many words. */
  shown: base.input(z.object({ recordId: recordIdSchema, field: sealedFieldSchema })).output(z.array(custodySchema).max(200)),
  /** The exact address or position, shown on purpose and written down in the House. Throws RECORD_NOT_FOUND where there is none. */
  place: base.input(z.object({ recordId: recordIdSchema })).output(z.object({ place: z.string() })),
  /** Places that are in use and begin with `text`, one whatever its case and accents, where most happened first. */
  places: base.input(z.object({ text: z.string().max(LIMITS.area).default('') })).output(z.array(placeSchema).max(LIMITS.places)),
  /** Areas that are in use and begin with `text`, most used first. */
  areas: base.input(z.object({ text: z.string().max(LIMITS.area) })).output(z.array(z.string()).max(20)),
}
