import type { FileReference, RecordId, SpaceId } from '../../../../core/engine/contract/index.ts'
import { bytesOf } from '../../../app/base64.ts'
import type { EngineClient } from '../../../app/client.ts'
import { sendFile } from '../send.ts'
import { CLEAN_PDF_MAX } from '../views.ts'
import { openPdf, type Pdf } from './open-pdf.ts'
import { PdfFault } from './pdf-fault.ts'

/** Most pages of which a copy is made, and longest copy, in bytes: all of it is in memory at the end. */
const PAGES_MAX = 300
const COPY_MAX = 192 * 1024 * 1024

/** What a copy is called: the name says nothing of the old one. */
const NAME = 'paper.pdf'
const DOTS_PER_INCH = 150
const POINTS_PER_INCH = 72
const QUALITY = 0.8

export interface CleanPdfOptions {
  signal: AbortSignal
  /** Pages that are drawn, and how many there are. */
  drawn(done: number, pages: number): void
}

/**
 * A copy of a PDF that has only what can be seen of it: each page is drawn, and a new PDF made of those pictures and nothing else, as Dangerzone does it.
 * It comes in as a file for `audience` that no record names yet. Throws PdfFault, what the engine answers, or an AbortError.
 */
export async function cleanPdf(
  client: EngineClient,
  { file, recordId }: { file: FileReference; recordId: RecordId | null },
  audience: SpaceId,
  { signal, drawn }: CleanPdfOptions,
): Promise<FileReference> {
  if (file.size > CLEAN_PDF_MAX) throw new PdfFault('long')
  const pdf = await openPdf(file.size, async (start, length) =>
    bytesOf((await client.files.read({ recordId, file, start, length }, { signal })).data),
  )
  try {
    const copy = await pictured(pdf, { signal, drawn })
    signal.throwIfAborted()
    return await sendFile(client, new File([copy], NAME, { type: 'application/pdf' }), audience, signal, () => undefined)
  } finally {
    pdf.close()
  }
}

/** The bytes of a new PDF with a picture of every page. */
async function pictured(pdf: Pdf, { signal, drawn }: CleanPdfOptions): Promise<Uint8Array<ArrayBuffer>> {
  if (pdf.pages > PAGES_MAX) throw new PdfFault('long')
  const { PDFDocument } = await import('@cantoo/pdf-lib')
  // Without dates and the name of a program.
  const copy = await PDFDocument.create({ updateMetadata: false })
  const canvas = document.createElement('canvas')
  let bytes = 0
  drawn(0, pdf.pages)
  for (let number = 1; number <= pdf.pages; number += 1) {
    signal.throwIfAborted()
    const { width, height, draw } = await pdf.page(number)
    await draw(canvas, Math.ceil((width * DOTS_PER_INCH) / POINTS_PER_INCH))
    const picture = await pictureOf(canvas)
    bytes += picture.length
    if (bytes > COPY_MAX) throw new PdfFault('long')
    copy.addPage([width, height]).drawImage(await copy.embedJpg(picture), { x: 0, y: 0, width, height })
    drawn(number, pdf.pages)
  }
  canvas.width = 0
  return new Uint8Array(await copy.save({ addDefaultPage: false, updateFieldAppearances: false }))
}

async function pictureOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
  if (blob === null) throw new PdfFault('long')
  return new Uint8Array(await blob.arrayBuffer())
}
