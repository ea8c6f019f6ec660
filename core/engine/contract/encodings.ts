import { z } from 'zod'

/**
 * How the bytes of a file of text are turned into letters, as the WHATWG Encoding Standard names it; those that differ from another in no letter are left out.
 * `mixed`: line by line, UTF-8 where a line is that, else Windows-1252.
 */
export const ENCODINGS = [
  'utf-8',
  'mixed',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1254',
  'windows-1256',
  'windows-1255',
  'windows-1253',
  'windows-1258',
  'windows-1257',
  'windows-874',
  'macintosh',
  'x-mac-cyrillic',
  'ibm866',
  'koi8-u',
  'iso-8859-15',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-6',
  'iso-8859-7',
  'iso-8859-16',
  'iso-8859-4',
  'iso-8859-10',
  'iso-8859-14',
  'iso-8859-3',
] as const
export const encodingSchema = z.enum(ENCODINGS)
export type Encoding = (typeof ENCODINGS)[number]
