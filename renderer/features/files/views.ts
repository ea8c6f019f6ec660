import type { FileReference } from '../../../core/engine/contract/index.ts'

const MIB = 1024 * 1024

/** Longest file of a kind that is shown here, in bytes, where all of it has to be in memory: pictures always, sound and films where the browser has no other way. A PDF is read by range. */
export const VIEW_MAX = { picture: 64 * MIB, sound: 192 * MIB, film: 192 * MIB, pdf: 2048 * MIB } as const
/** Longest picture of which a list shows a blurred trace. */
export const TRACE_MAX = 16 * MIB

/** How a file can be looked at here. `too-long`: not without more memory than an old computer has. */
export type View = { kind: keyof typeof VIEW_MAX } | { kind: 'none'; why: 'type' | 'too-long' }

/**
 * Only what the browser itself decodes, in its sandbox, and never anything that could hold markup; and a PDF, whose pages are drawn (pdf/), while nothing
 * of it runs. The rest is for another program to open.
 */
const KINDS: Readonly<Record<string, keyof typeof VIEW_MAX>> = {
  'image/jpeg': 'picture',
  'image/png': 'picture',
  'image/webp': 'picture',
  'image/gif': 'picture',
  'image/avif': 'picture',
  'audio/mpeg': 'sound',
  'audio/mp4': 'sound',
  'audio/wav': 'sound',
  'audio/ogg': 'sound',
  'audio/flac': 'sound',
  'video/mp4': 'film',
  'video/webm': 'film',
  'video/quicktime': 'film',
  'application/pdf': 'pdf',
}

/** What a file is, for its word and icon: by its type, whether it can be shown or not. */
export type FileKind = 'picture' | 'sound' | 'film' | 'pdf' | 'other'

export function kindOf({ type }: Pick<FileReference, 'type'>): FileKind {
  if (type === 'application/pdf') return 'pdf'
  const group = type.slice(0, type.indexOf('/'))
  return group === 'image' ? 'picture' : group === 'audio' ? 'sound' : group === 'video' ? 'film' : 'other'
}

/** `streams`: films and sound are played without being in memory whole (renderer/film). */
export function viewOf({ type, size }: Pick<FileReference, 'type' | 'size'>, streams = false): View {
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined
  if (kind === undefined) return { kind: 'none', why: 'type' }
  return size > VIEW_MAX[kind] && !(streams && kind !== 'picture') ? { kind: 'none', why: 'too-long' } : { kind }
}

/** Longest picture of which a copy without what is hidden in it can be made, in bytes. The engine has the last word. */
const CLEAN_MAX = 32 * MIB
const CLEANABLE: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp'])

/** Longest PDF of which a copy of pictures of its pages is made, in bytes. */
export const CLEAN_PDF_MAX = 256 * MIB

export const isCleanablePdf = ({ type, size }: Pick<FileReference, 'type' | 'size'>): boolean =>
  type === 'application/pdf' && size <= CLEAN_PDF_MAX

export const isCleanable = ({ type, size }: Pick<FileReference, 'type' | 'size'>): boolean => CLEANABLE.has(type) && size <= CLEAN_MAX
