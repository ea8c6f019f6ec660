import { z } from 'zod'
import { recordIdSchema } from './ids.ts'
import { LIMITS } from './limits.ts'

const hex32 = z.string().regex(/^[0-9a-f]{64}$/)

/**
 * What the window is told of a file that is kept with a record: where its list of chunks lies, and what the original was. The key that opens it stays in
 * the engine; a reference with one, or with anything else, is refused both ways. `name` is what the file came with and `type` what its first bytes
 * looked like: only words.
 */
export const fileReferenceSchema = z.strictObject({
  /** Name of the sealed list of its chunks. */
  list: hex32,
  /** Of the bytes of the file. */
  sha256: hex32,
  /** Bytes. */
  size: z.number().int().min(0).max(LIMITS.fileBytes),
  /** Media type, lower case, without parameters. */
  type: z.string().regex(/^[a-z0-9!#$&^_.+-]{1,64}\/[a-z0-9!#$&^_.+-]{1,64}$/),
  name: z.string().min(1).max(LIMITS.fileName),
})
export type FileReference = z.infer<typeof fileReferenceSchema>

/** A field of an incident that names a file. */
export const FILE_FIELD = /^file:[0-9a-f]{8}$/

/**
 * Where a file is: `here`; `coming`, as soon as a computer is connected that has it, or just now; `offered`: it is a partner’s and long, and comes once a person
 * wants it; `out-of-reach`: nobody gives us anything there any more. `received`: bytes of it that are here.
 */
export const whereaboutsSchema = z.object({
  is: z.enum(['here', 'coming', 'offered', 'out-of-reach']),
  received: z.number().int().min(0),
})
export type Whereabouts = z.infer<typeof whereaboutsSchema>

/** A file on its way in. Lives until the engine stops; what is durable of it longer. */
export const uploadIdSchema = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .brand<'UploadId'>()
export type UploadId = z.infer<typeof uploadIdSchema>

/** A file that is on its way into a draft and not all here: what it goes on as when it is chosen again. */
const comingFileSchema = z.object({
  uploadId: uploadIdSchema,
  name: z.string().max(LIMITS.path),
  /** Bytes of all of it. */
  size: z.number().int().min(0),
})

/** Fields of one draft that name a file, those that were taken out again among them. */
const DRAFT_FIELDS_MAX = 1_000

const filesBy = <V extends z.ZodType>(value: V) =>
  z
    .record(z.string().regex(FILE_FIELD), value.nullable())
    .refine((files) => Object.keys(files).length <= DRAFT_FIELDS_MAX, { message: 'too many files' })

/**
 * Files of a draft, by the field of the record that each is to be. Null: taken out. A field that a save does not name stays as it was, so that no save that
 * was late takes a file away.
 */
export const draftFilesSchema = z.object({ here: filesBy(fileReferenceSchema), coming: filesBy(comingFileSchema) })
export type DraftFiles = z.infer<typeof draftFilesSchema>

export const NO_FILES: DraftFiles = { here: {}, coming: {} }

/** Who did what with a file: what one entry of the House says. */
export const custodySchema = z.object({
  act: z.enum(['added', 'viewed', 'exported', 'shared']),
  recordId: recordIdSchema.nullable(),
  /** By the clock of the computer that wrote it, ISO 8601. */
  at: z.string(),
  /** Name of that computer; null where nobody has named it. */
  computer: z.string().nullable(),
  /** Whether that is this one. */
  here: z.boolean(),
  /** How the person calls herself, may be empty; of what was `shared`, the coalition. */
  who: z.string(),
})
export type Custody = z.infer<typeof custodySchema>
