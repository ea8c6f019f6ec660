/** Bytes of the beginning of a file that tell its type. */
export const HEAD_BYTES = 64

type Test = (head: Buffer) => boolean

const starts = (hex: string, at = 0): Test => {
  const bytes = Buffer.from(hex, 'hex')
  return (head) => head.subarray(at, at + bytes.length).equals(bytes)
}
const says = (text: string, at = 0): Test => starts(Buffer.from(text, 'latin1').toString('hex'), at)
const all =
  (...tests: Test[]): Test =>
  (head) =>
    tests.every((test) => test(head))
const brand = (...brands: string[]): Test => {
  const tests = brands.map((one) => says(one, 8))
  return all(says('ftyp', 4), (head) => tests.some((test) => test(head)))
}

/** By what their files begin (the formats' own specifications; for the rest https://mimesniff.spec.whatwg.org). The first that fits. */
const TYPES: readonly (readonly [string, Test])[] = [
  ['image/jpeg', starts('ffd8ff')],
  ['image/png', starts('89504e470d0a1a0a')],
  ['image/webp', all(says('RIFF'), says('WEBP', 8))],
  ['image/gif', (head) => says('GIF87a')(head) || says('GIF89a')(head)],
  ['image/avif', brand('avif', 'avis')],
  ['image/heic', brand('heic', 'heix', 'hevc', 'mif1', 'msf1')],
  ['application/pdf', says('%PDF-')],
  ['audio/mp4', brand('M4A ', 'M4B ')],
  ['video/quicktime', brand('qt  ')],
  ['video/3gpp', brand('3gp4', '3gp5', '3gp6', '3gg6', '3gp7')],
  ['video/mp4', says('ftyp', 4)],
  ['video/webm', all(starts('1a45dfa3'), (head) => head.includes('webm'))],
  ['video/x-matroska', starts('1a45dfa3')],
  ['audio/wav', all(says('RIFF'), says('WAVE', 8))],
  ['video/x-msvideo', all(says('RIFF'), says('AVI ', 8))],
  ['audio/ogg', says('OggS')],
  ['audio/flac', says('fLaC')],
  ['audio/amr', says('#!AMR')],
  ['audio/mpeg', (head) => says('ID3')(head) || (head.length > 1 && head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2)],
]

const KNOWN: ReadonlySet<string> = new Set(TYPES.map(([type]) => type))
/** The media type of whatever begins in no way that is known here. */
export const UNKNOWN_TYPE = 'application/octet-stream'

/** The same type where it is one that `typeOf` tells. */
export const knownType = (type: string): string => (KNOWN.has(type) ? type : UNKNOWN_TYPE)

const NAMES: Readonly<Record<string, string>> = {
  'image/jpeg': 'picture.jpg',
  'image/png': 'picture.png',
  'image/webp': 'picture.webp',
  'application/pdf': 'paper.pdf',
}

/** What a file of such a type is called of which nothing else is to be said: its own name can say whose it is, or when it was taken. */
export function nameOfType(type: string): string {
  const [, kind = ''] = knownType(type).split('/')
  return NAMES[type] ?? `file.${/^[a-z0-9]+$/.test(kind) ? kind : 'bin'}`
}

/** The media type that a file has by how it begins, whatever its name says; null for one that is not known here. */
export function typeOf(head: Buffer): string | null {
  return TYPES.find(([, test]) => test(head))?.[0] ?? null
}
