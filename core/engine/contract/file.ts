import { z } from 'zod'
import { LIMITS } from './limits.ts'

const hex32 = z.string().regex(/^[0-9a-f]{64}$/)

/**
 * What a record says of a file that is kept with it (docs/protocol.md section 11): where its list of chunks lies, the key that opens it, and what the
 * original was. The key opens this one file in this one space and nothing else. `name` and `type` are what the file came with: only words.
 */
export const fileReferenceSchema = z.object({
  /** Name of the sealed list of its chunks. */
  list: hex32,
  key: hex32,
  /** Of the bytes of the file. */
  sha256: hex32,
  /** Bytes. */
  size: z.number().int().min(0).max(LIMITS.fileBytes),
  /** Media type, lower case, without parameters. */
  type: z.string().regex(/^[a-z0-9!#$&^_.+-]{1,64}\/[a-z0-9!#$&^_.+-]{1,64}$/),
  name: z.string().min(1).max(LIMITS.fileName),
})
export type FileReference = z.infer<typeof fileReferenceSchema>
