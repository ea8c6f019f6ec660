import { HEAD_BYTES, nameOfType, typeOf } from '../media-type.ts'
import { CleanFault } from './fault.ts'
import { cleanJpeg } from './jpeg.ts'
import { cleanPng } from './png.ts'
import { cleanWebp } from './webp.ts'

/** Longest file of which a copy is made: all of it, the copy, and what that is compared with are in memory. */
export const CLEAN_MAX = 32 * 1024 * 1024

/** A copy without what was hidden in the file. */
export interface CleanCopy {
  type: string
  /** A name that says nothing: that of the original often says when it was taken. */
  name: string
  bytes: Buffer
}

const cleanedAs = (type: string | null, bytes: Buffer): Buffer | Promise<Buffer> => {
  if (type === 'image/jpeg') return cleanJpeg(bytes)
  if (type === 'image/png') return cleanPng(bytes)
  if (type === 'image/webp') return cleanWebp(bytes)
  throw new CleanFault('type', String(type))
}

/**
 * A copy of a picture that holds the picture and nothing else, by what the file is, whatever its name says. It is read again, and must come out the same.
 * A PDF, a film or a sound can hold too much in too many places: of them there is none. Throws CleanFault.
 */
export async function cleanCopy(bytes: Buffer): Promise<CleanCopy> {
  if (bytes.length > CLEAN_MAX) throw new CleanFault('size', 'too long')
  const type = typeOf(bytes.subarray(0, HEAD_BYTES))
  const copy = await cleanedAs(type, bytes)
  if (type === null || typeOf(copy.subarray(0, HEAD_BYTES)) !== type || !(await cleanedAs(type, copy)).equals(copy))
    throw new CleanFault('form', 'the copy reads otherwise')
  return { type, name: nameOfType(type), bytes: copy }
}
