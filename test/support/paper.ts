import { inflateSync } from 'node:zlib'
import { PDFDocument, PDFName, PDFRawStream, StandardFonts } from '@cantoo/pdf-lib'

/** What the paper holds beside what one sees of it. */
export const HIDDEN = {
  author: 'Officer Wanjiru Kamau',
  xmp: 'kisumu-scanner-7781',
  attachment: 'names of everybody who was there',
  script: 'app.alert("opened at the drop-in")',
  comment: 'a note under the stamp',
}

/** Three pages with all that a PDF can hide. */
export async function paper(): Promise<Buffer> {
  const pdf = await PDFDocument.create()
  pdf.setAuthor(HIDDEN.author)
  const font = await pdf.embedFont(StandardFonts.Helvetica)
  for (const words of ['Charge sheet of the third of May', 'The second page', 'The last page'])
    pdf.addPage([595, 842]).drawText(words, { x: 60, y: 700, size: 24, font })
  pdf.addJavaScript('start', HIDDEN.script)
  await pdf.attach(Buffer.from(HIDDEN.attachment), 'list.txt', { mimeType: 'text/plain' })
  const xmp = pdf.context.stream(`<x:xmpmeta><creator>${HIDDEN.xmp}</creator></x:xmpmeta>`, { Type: 'Metadata', Subtype: 'XML' })
  pdf.catalog.set(PDFName.of('Metadata'), pdf.context.register(xmp))
  pdf.catalog.set(PDFName.of('Note'), pdf.context.obj({ Text: PDFName.of(HIDDEN.comment.replaceAll(' ', '_')) }))
  return Buffer.from(await pdf.save({ useObjectStreams: false }))
}

/** A PDF's bytes, and those of its streams as they are without their packing. */
export async function everythingIn(bytes: Buffer): Promise<Buffer> {
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false })
  const streams = pdf.context
    .enumerateIndirectObjects()
    .flatMap(([, object]) => (object instanceof PDFRawStream ? [Buffer.from(object.contents)] : []))
  const unpacked = streams.map((stream) => {
    try {
      return inflateSync(stream)
    } catch {
      return stream // packed otherwise, or not at all
    }
  })
  return Buffer.concat([bytes, ...streams, ...unpacked])
}

/** How a text may lie in a PDF. */
export const forms = (text: string): Buffer[] => [
  Buffer.from(text),
  Buffer.from(text, 'utf16le'),
  Buffer.from(text, 'utf16le').swap16(),
  Buffer.from(Buffer.from(text).toString('hex')),
  Buffer.from(Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()),
]
