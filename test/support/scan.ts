import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Base64 of `bytes` as it would look at each of the three alignments inside a longer text, without the characters that neighbours change. */
function base64Forms(bytes: Buffer): Buffer[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replaceAll('=', '')
    const start = shift === 0 ? 0 : shift + 1
    const end = (bytes.length + shift) % 3 === 0 ? text.length : text.length - 1
    return Buffer.from(text.slice(start, end), 'latin1')
  })
}

/** Every form in which a text might lie in a file: UTF-8, both UTF-16, base64 of each at any alignment, hexadecimal; as written, lower case, and without accents. */
export function formsOfText(text: string): Buffer[] {
  const variants = new Set([
    text,
    text.toLowerCase(),
    text.normalize('NFD').replace(/\p{M}/gu, ''),
    text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(),
  ])
  return [...variants].flatMap((variant) => {
    const little = Buffer.from(variant, 'utf16le')
    const big = Buffer.from(little).swap16()
    return [Buffer.from(variant, 'utf8'), little, big].flatMap((bytes) => [
      bytes,
      ...base64Forms(bytes),
      Buffer.from(bytes.toString('hex'), 'latin1'),
    ])
  })
}

/** Forms in which key bytes might lie: raw, hexadecimal, base64 at any alignment. */
export function formsOfBytes(bytes: Buffer): Buffer[] {
  return [
    bytes,
    Buffer.from(bytes.toString('hex'), 'latin1'),
    Buffer.from(bytes.toString('hex').toUpperCase(), 'latin1'),
    ...base64Forms(bytes),
  ]
}

/** Every file below a folder, as a full path. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Where in `haystack` any form of any needle stands: `name` for each needle found. */
export function findIn(haystack: Buffer, needles: ReadonlyMap<string, readonly Buffer[]>): string[] {
  return [...needles].filter(([, forms]) => forms.some((form) => haystack.includes(form))).map(([name]) => name)
}

/** Looks through every file (its name too) below a folder. Returns `file: needle` for each hit, and how many bytes were read. */
export async function scanFolder(
  folder: string,
  needles: ReadonlyMap<string, readonly Buffer[]>,
): Promise<{ hits: string[]; files: number; bytes: number }> {
  const files = await filesBelow(folder)
  const hits: string[] = []
  let bytes = 0
  for (const file of files) {
    const content = await readFile(file)
    bytes += content.length
    for (const name of findIn(Buffer.concat([Buffer.from(file), content]), needles)) hits.push(`${file}: ${name}`)
  }
  return { hits, files: files.length, bytes }
}
