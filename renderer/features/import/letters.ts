import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Encoding } from '../../../core/engine/contract/index.ts'

/** What the letters of a file are called: by who writes with them, and where that leaves several, by what wrote the file. */
export const LETTER_WORDS: Record<Encoding, MessageDescriptor> = {
  'utf-8': msg`All languages (Unicode, UTF-8)`,
  mixed: msg`All languages (Unicode, UTF-8), some lines Western European`,
  'utf-16le': msg`All languages (Unicode, UTF-16)`,
  'utf-16be': msg`All languages (Unicode, UTF-16, other way round)`,
  'windows-1252': msg`Western European`,
  'windows-1250': msg`Central European`,
  'windows-1251': msg`Cyrillic`,
  'windows-1254': msg`Turkish`,
  'windows-1256': msg`Arabic`,
  'windows-1255': msg`Hebrew`,
  'windows-1253': msg`Greek`,
  'windows-1258': msg`Vietnamese`,
  'windows-1257': msg`Baltic`,
  'windows-874': msg`Thai`,
  macintosh: msg`Western European (old Mac)`,
  'x-mac-cyrillic': msg`Cyrillic (old Mac)`,
  ibm866: msg`Cyrillic (old DOS)`,
  'koi8-u': msg`Cyrillic (KOI8)`,
  'iso-8859-15': msg`Western European (ISO)`,
  'iso-8859-2': msg`Central European (ISO)`,
  'iso-8859-5': msg`Cyrillic (ISO)`,
  'iso-8859-6': msg`Arabic (ISO)`,
  'iso-8859-7': msg`Greek (ISO)`,
  'iso-8859-16': msg`Romanian (ISO)`,
  'iso-8859-4': msg`Baltic (ISO)`,
  'iso-8859-10': msg`Nordic (ISO)`,
  'iso-8859-14': msg`Irish and Welsh (ISO)`,
  'iso-8859-3': msg`Maltese and Esperanto (ISO)`,
}
