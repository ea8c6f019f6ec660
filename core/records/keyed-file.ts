import { z } from 'zod'
import { fileReferenceSchema } from '../engine/contract/file.ts'

/**
 * What an entry says of a file: what the window sees of it, and the file key, which opens this one file in this one space and nothing else.
 * Never leaves the engine.
 */
export const keyedFileSchema = z.object({ ...fileReferenceSchema.shape, key: z.string().regex(/^[0-9a-f]{64}$/) })
export type KeyedFile = z.infer<typeof keyedFileSchema>
