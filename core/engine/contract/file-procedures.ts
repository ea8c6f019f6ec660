import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { draftPlaceSchema } from './card-draft.ts'
import { errorMap } from './errors.ts'
import { readerSchema } from './exchange.ts'
import { custodySchema, fileReferenceSchema, uploadIdSchema, whereaboutsSchema } from './file.ts'
import { recordIdSchema, spaceIdSchema } from './ids.ts'
import { disagreedSchema } from './incident.ts'
import { LIMITS } from './limits.ts'

const base = oc.errors(errorMap)
const nothing = z.object({})
const place = z.number().int().min(0).max(LIMITS.fileBytes)
/** Base64 of at most one piece. */
const piece = z.string().max(Math.ceil(LIMITS.filePieceBytes / 3) * 4 + 4)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const who = z.string().max(200).default('')
/** A file and the record that names it as it stands; null: one that came in here and that no record names yet. Throws FILE_UNKNOWN for any other. */
const fileOf = z.object({ recordId: recordIdSchema.nullable(), file: fileReferenceSchema })

/** Files that are kept with records: handed over in pieces, sealed as they come, read by range. */
export const fileProcedures = {
  /**
   * Begins a file for one space, or goes on with it where it stopped; `received` bytes are here then. `check` is the SHA-256 of the SHA-256 of each piece
   * of 1 MiB of those: where the window's file begins otherwise, `anew` throws them away. Throws UPLOAD_TOO_LARGE, DISK_FULL.
   */
  begin: base
    .input(
      z.object({
        audience: spaceIdSchema,
        name: z.string().max(LIMITS.path),
        size: z.number().int().min(0),
        /** When the file was last changed, ms since 1970. */
        modified: z.number().int(),
        anew: z.boolean().default(false),
      }),
    )
    .output(z.object({ uploadId: uploadIdSchema, received: place, check: sha256.nullable() })),
  /** The next bytes, which begin at `at`. Answers when there is room for more. Throws BAD_INPUT, DISK_FULL, UPLOAD_NOT_FOUND. */
  piece: base.input(z.object({ uploadId: uploadIdSchema, at: place, data: piece })).output(z.object({ received: place })),
  /**
   * Answers when all of the file is on the disk, and with `draft` when that draft has it, under the field that it is to be. A draft that is not there any
   * more keeps nothing: the file goes. Throws BAD_INPUT while bytes are missing, DISK_FULL.
   */
  finish: base.input(z.object({ uploadId: uploadIdSchema, draft: draftPlaceSchema.nullable().default(null) })).output(fileReferenceSchema),
  /** Ends an upload. `keep`: what is here stays, so that it can go on later. */
  cancel: base.input(z.object({ uploadId: uploadIdSchema, keep: z.boolean().default(false) })).output(nothing),
  /** Erases a file that no record names. False where one does. */
  discard: base.input(z.object({ file: fileReferenceSchema })).output(z.object({ discarded: z.boolean() })),
  /** Whether all of a file is on this computer, as far as can be told without reading it. */
  held: base.input(fileOf).output(z.object({ held: z.boolean() })),
  /** Where a file is that a record names. Throws RECORD_NOT_FOUND where none does. */
  whereabouts: base.input(z.object({ recordId: recordIdSchema, list: sha256 })).output(whereaboutsSchema),
  /** Has a file come that is `offered`, or (`wanted` false) not come any more: then what there is of it goes. Throws RECORD_NOT_FOUND. */
  want: base.input(z.object({ recordId: recordIdSchema, list: sha256, wanted: z.boolean() })).output(nothing),
  /** Bytes of a file, base64: `length` of them or up to its end. Throws FILE_MISSING, FILE_DAMAGED, BAD_INPUT. */
  read: base
    .input(fileOf.extend({ start: place, length: z.number().int().min(0).max(LIMITS.filePieceBytes) }))
    .output(z.object({ data: piece })),
  /**
   * Writes a file in clear into a folder of this computer, once the House says that it leaves. The last event names it. `clean`: a copy of the picture
   * without what is hidden in the file, under a name that says nothing. `instead`: a copy that the window has made and handed over, which no record names: it
   * leaves in place of the file, for which it is said. For others than ourselves (`purpose`) only where whoever was harmed has agreed to that, with or without their
   * name: whether it shows or says who they are the person is asked; else CONSENT_MISSING, and NOT_ALLOWED for what a partner wrote. Throws CANNOT_CLEAN, SAVE_NO_FOLDER, SAVE_READ_ONLY, SAVE_NO_ROOM, FILE_MISSING,
   * FILE_DAMAGED, and what keeps the House from being written: then nothing leaves.
   */
  save: base
    .input(
      fileOf.extend({
        dir: z.string().min(1).max(LIMITS.path),
        clean: z.boolean().default(false),
        instead: fileReferenceSchema.nullable().default(null),
        who,
        ...readerSchema.shape,
      }),
    )
    .output(eventIterator(z.object({ done: place, total: place, savedAs: z.string().nullable() }))),
  /** Who keeps the files of a record from being saved for others (CONSENT_MISSING). Throws FILE_UNKNOWN, and NOT_ALLOWED for what a partner wrote. */
  disagreed: base.input(z.object({ recordId: recordIdSchema, ...readerSchema.shape })).output(disagreedSchema),
  /**
   * Makes a copy of a file of a House record for a coalition, sealed under a key of its own, that `records.share` may name; the last event has it. `clean`: without
   * what is hidden in the picture; otherwise all of it, which may say more than one sees. Nothing leaves by this. Throws CANNOT_CLEAN, FILE_MISSING,
   * FILE_DAMAGED, DISK_FULL, NOT_ALLOWED. Ended before the last event, it leaves nothing.
   */
  copy: base
    .input(fileOf.extend({ audience: spaceIdSchema, clean: z.boolean() }))
    .output(eventIterator(z.object({ done: place, total: place, copy: fileReferenceSchema.nullable() }))),
  /** Says in the House that a file that is here is looked at; again within ten minutes it is not said again. Throws FILE_MISSING, FILE_DAMAGED. */
  viewed: base.input(fileOf.extend({ who })).output(nothing),
  /** What the House says of a file, by its SHA-256: oldest first, the last 200. */
  custody: base.input(z.object({ sha256 })).output(z.array(custodySchema).max(200)),
}
