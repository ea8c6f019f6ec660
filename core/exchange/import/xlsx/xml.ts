import { SaxesParser } from 'saxes'
import { Pacer } from '../../../pacer.ts'
import { damaged, orDamaged } from './damaged.ts'

/** Longest tag or text, in bytes. A parser keeps it whole. */
const TOKEN_MAX = 16 * 1024 * 1024
/** Elements within each other. A sheet has six. */
const DEPTH_MAX = 64

/** Attributes by their names, prefix included. */
export type Attributes = Readonly<Record<string, string>>

/** An attribute by its name without a prefix. */
export function attributeOf(attributes: Attributes, name: string): string | undefined {
  return attributes[name] ?? Object.entries(attributes).find(([key]) => key.endsWith(`:${name}`))?.[1]
}

/** Told of an XML document as it is read. Names of elements come without their prefix. */
export interface XmlReader {
  open?(name: string, attributes: Attributes): void
  /** All text between two tags, perhaps in several pieces. */
  text?(text: string): void
  close?(name: string): void
}

/**
 * Reads an XML document, giving way to other work in between. There is no document type, so that there are no entities but the five of XML, and nothing
 * outside is ever looked up.
 * @throws ParasolError FILE_UNREADABLE with `field` damaged, and whatever the pieces or the reader throw
 */
export async function readXml(pieces: AsyncIterable<Buffer>, reader: XmlReader): Promise<void> {
  const pacer = new Pacer()
  const parser = new SaxesParser({ position: false, xmlns: false })
  let depth = 0
  let since = 0
  const text = (piece: string): void => {
    since = 0
    reader.text?.(piece)
  }
  parser.on('error', () => {
    throw damaged()
  })
  parser.on('doctype', () => {
    throw damaged()
  })
  parser.on('text', text)
  parser.on('cdata', text)
  parser.on('comment', () => {
    since = 0
  })
  parser.on('opentag', ({ name, attributes }) => {
    since = 0
    depth++
    if (depth > DEPTH_MAX) throw damaged()
    reader.open?.(local(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    since = 0
    depth--
    reader.close?.(local(name))
  })
  let decoder: TextDecoder | null = null
  for await (const piece of pieces) {
    decoder ??= new TextDecoder(encodingOf(piece), { fatal: true })
    const utf = decoder
    since += piece.length
    await orDamaged(async () => parser.write(utf.decode(piece, { stream: true })))
    if (since > TOKEN_MAX) throw damaged()
    if (pacer.due) await pacer.breathe()
  }
  await orDamaged(async () => parser.write(decoder?.decode() ?? '').close())
}

/** `x:row` is `row`. */
function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** XML is UTF-8, or UTF-16 with a byte order mark. */
function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8'
}
