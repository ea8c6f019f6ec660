import { oc } from '@orpc/contract'
import { z } from 'zod'
import {
  cardNameSchema,
  cardRowSchema,
  cardSchema,
  complaintChangeSchema,
  dueSchema,
  endingAskSchema,
  endingSchema,
  identitySchema,
  keptHereSchema,
  ownTypeSchema,
  underNameSchema,
  unitSchema,
} from './card.ts'
import { cardDraftSchema } from './card-draft.ts'
import { errorMap } from './errors.ts'
import { draftIdSchema, entryIdSchema, markSchema, recordIdSchema, spaceIdSchema } from './ids.ts'
import { unnamableSchema } from './incident.ts'
import { LIMITS } from './limits.ts'
import { cardKindSchema } from './record-kinds.ts'
import { cardChangesSchema, newCardSchema } from './record-schemas.ts'

const base = oc.errors(errorMap)
/** The mark of words that a person has read and lets go to a coalition: of NAME_IN_WORDS, which `create` and `amend` throw. */
const named = markSchema.nullable().default(null)
const page = {
  cursor: z.string().max(200).nullable().default(null),
  limit: z.number().int().min(1).max(LIMITS.pageSize).default(50),
}

/** Records of the kinds beside incidents. Erased and looked back on as incidents are: `records.erase`, `records.history`. */
export const cardProcedures = {
  list: base
    .input(
      z.object({
        kind: cardKindSchema,
        text: z.string().max(LIMITS.searchText).default(''),
        /** Only who is of this unit or station. */
        unit: z.string().max(200).nullable().default(null),
        ...page,
      }),
    )
    .output(z.object({ rows: z.array(cardRowSchema), nextCursor: z.string().nullable() })),
  get: base.input(z.object({ recordId: recordIdSchema })).output(cardSchema),
  /**
   * `identity`: the real name and contacts of a person; the House only. Throws NOT_ALLOWED for what must not stand in a coalition. `name`: chosen by who
   * asks, so that one who asks again after a crash gets the record that was written the first time. This and `amend` throw CONSENT_MISSING for a complaint
   * that would be handed in, or more of it, without the agreement of somebody who was harmed.
   */
  create: base
    .input(
      z.object({
        audience: spaceIdSchema,
        card: newCardSchema,
        identity: identitySchema.nullable().default(null),
        name: cardNameSchema.nullable().default(null),
        /** The draft that this was: it is one no more, and its files are the record's. */
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
        change: cardChangesSchema,
        identity: identitySchema.optional(),
        draftId: draftIdSchema.nullable().default(null),
        named,
      }),
    )
    .output(z.object({ entryId: entryIdSchema, savedAt: z.string() })),
  /** Real name and contacts of a person, shown on purpose and written down in the House. Throws RECORD_NOT_FOUND where there are none. */
  reveal: base.input(z.object({ recordId: recordIdSchema })).output(identitySchema),
  /**
   * Who has not agreed that the authority has a complaint, or (`named`) learns their name; with `changes`, whose agreement those lack. Throws
   * RECORD_NOT_FOUND for what is no complaint.
   */
  unnamable: base
    .input(z.object({ recordId: recordIdSchema, named: z.boolean().default(true), changes: complaintChangeSchema.optional() }))
    .output(unnamableSchema),
  /**
   * Complaints that are open and that somebody outside has under the name of a person who does not agree to that; or of whose consent it is, as if that had
   * been taken back. Throws RECORD_NOT_FOUND for what is neither.
   */
  underName: base.input(z.object({ recordId: recordIdSchema })).output(z.array(underNameSchema)),
  /** What a consent that is about to be written, or taken back, would end. Writes nothing. Throws RECORD_NOT_FOUND for what is no consent. */
  ending: base.input(endingAskSchema).output(endingSchema),
  /** What is here of somebody who has taken back, by this answer, even that we keep it. Throws RECORD_NOT_FOUND for what is no consent. */
  kept: base.input(z.object({ recordId: recordIdSchema })).output(keptHereSchema),
  /** Those of any kind with these words, our own first, newest first; none for no words. */
  find: base.input(z.object({ text: z.string().max(LIMITS.searchText) })).output(z.array(cardRowSchema).max(LIMITS.cardsFound)),
  /** What was half written on this computer, newest first. */
  drafts: base.output(z.array(cardDraftSchema)),
  /** Keeps a draft, synced. Without `draftId` a new one is begun. */
  saveDraft: base
    .input(cardDraftSchema.omit({ updatedAt: true }).extend({ draftId: draftIdSchema.nullable() }))
    .output(z.object({ draftId: draftIdSchema })),
  /** Throws it away, and within minutes the files that only it has: until then a save that names them keeps them. */
  discardDraft: base.input(z.object({ draftId: draftIdSchema })).output(z.object({})),
  /** Kinds of incident of our own, all of them, newest first: what partners write cannot push one out. */
  ownTypes: base.output(z.array(ownTypeSchema)),
  /** Units and stations of those who did harm, and those that incidents say, in which `text` stands (none: all); named most first. */
  units: base.input(z.object({ text: z.string().max(LIMITS.searchText).default('') })).output(z.array(unitSchema).max(LIMITS.units)),
  /** What waits for this organisation: names that are not to be known any more, with the first page and beyond its limit; then by day. */
  due: base.input(z.object(page)).output(z.object({ rows: z.array(dueSchema), nextCursor: z.string().nullable() })),
}
