import { AnnotationMode, getDocument, PDFDataRangeTransport, type PDFDocumentProxy, PDFWorker, VerbosityLevel } from 'pdfjs-dist'
import ParserWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker'
import { LIMITS } from '../../../../core/engine/contract/limits.ts'
import { PdfFault } from './pdf-fault.ts'

/** Bytes that the parser gets at a time. */
const PART = 256 * 1024
const PIECE = LIMITS.filePieceBytes
/** Longer papers are for another program. */
const PAGES_MAX = 5_000
/** Most points of one page as it is drawn, and of one picture in it: 64 MB in memory. */
const POINTS_MAX = 16_000_000
/** Most text of a page that a screen reader is given, in UTF-16 units. */
const TEXT_MAX = 100_000

export interface PdfPage {
  /** In points of 1/72 inch. */
  width: number
  height: number
  /** Draws it, at most `wide` pixels wide. What was on the canvas goes. */
  draw(canvas: HTMLCanvasElement, wide: number): Promise<void>
  /** What is written on it, as far as the PDF says so. */
  text(): Promise<string>
}

export interface Pdf {
  readonly pages: number
  /** From 1. */
  page(number: number): Promise<PdfPage>
  close(): void
}

/**
 * Opens a PDF that is read by range. It is parsed in a worker of its own, which has no network; nothing in it runs, no link opens, and nothing is fetched
 * but fallbacks for two kinds of pictures from the app itself. Throws PdfFault, and what `read` throws, also later.
 */
export async function openPdf(size: number, read: (start: number, length: number) => Promise<Uint8Array<ArrayBuffer>>): Promise<Pdf> {
  const { promise: failed, reject } = Promise.withResolvers<never>()
  failed.catch(() => undefined)
  const port = new ParserWorker()
  const worker = PDFWorker.create({ port, verbosity: VerbosityLevel.ERRORS })
  const source = new RangeSource(size, read, reject)
  const task = getDocument({
    range: source,
    worker,
    verbosity: VerbosityLevel.ERRORS,
    rangeChunkSize: PART,
    disableAutoFetch: true,
    disableStream: true,
    disableWorkerRendering: true,
    enableXfa: false,
    useWasm: false,
    useWorkerFetch: false,
    wasmUrl: new URL('./pdf/', document.baseURI).href,
    maxImageSize: POINTS_MAX,
    canvasMaxAreaInBytes: POINTS_MAX * 4,
  })
  const close = (): void => {
    source.abort()
    // It ends anyway, with its worker.
    task.destroy().catch(() => undefined)
    worker.destroy()
    port.terminate()
  }
  port.addEventListener('error', () => reject(new PdfFault('broken')))
  const checked = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await Promise.race([work, failed])
    } catch (error) {
      throw faultOf(error)
    }
  }
  try {
    const opened = await checked(task.promise)
    if (opened.numPages > PAGES_MAX) throw new PdfFault('long')
    return { pages: opened.numPages, page: (number) => checked(pageOf(opened, number, checked)), close }
  } catch (error) {
    close()
    throw error
  }
}

async function pageOf(opened: PDFDocumentProxy, number: number, checked: <T>(work: Promise<T>) => Promise<T>): Promise<PdfPage> {
  const page = await opened.getPage(number)
  const { width, height } = page.getViewport({ scale: 1 })
  if (!(width > 0 && height > 0 && Number.isFinite(width * height))) throw new PdfFault('broken')
  return {
    width,
    height,
    draw: async (canvas, wide) => {
      const scale = Math.min(wide / width, Math.sqrt(POINTS_MAX / (width * height)))
      const viewport = page.getViewport({ scale })
      canvas.width = Math.max(1, Math.floor(viewport.width))
      canvas.height = Math.max(1, Math.floor(viewport.height))
      const drawing = page.render({ canvas, viewport, annotationMode: AnnotationMode.ENABLE, background: '#ffffff' })
      await checked(drawing.promise)
      page.cleanup()
    },
    text: async () => {
      const { items } = await checked(page.getTextContent())
      const text = items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('')
      return text.slice(0, TEXT_MAX).toWellFormed()
    },
  }
}

class RangeSource extends PDFDataRangeTransport {
  readonly #read: (start: number, length: number) => Promise<Uint8Array<ArrayBuffer>>
  readonly #failed: (error: unknown) => void
  #isOver = false

  constructor(size: number, read: (start: number, length: number) => Promise<Uint8Array<ArrayBuffer>>, failed: (error: unknown) => void) {
    super(size, null)
    this.#read = read
    this.#failed = failed
  }

  override requestDataRange(begin: number, end: number): void {
    this.#give(begin, end).catch((error: unknown) => {
      if (!this.#isOver) this.#failed(error)
    })
  }

  override abort(): void {
    this.#isOver = true
  }

  async #give(begin: number, end: number): Promise<void> {
    const bytes = new Uint8Array(end - begin)
    for (let at = begin; at < end; at += PIECE) bytes.set(await this.#read(at, Math.min(PIECE, end - at)), at - begin)
    if (!this.#isOver) this.onDataRange(begin, bytes)
  }
}

/** What pdf.js throws has its kind in its name only. */
function faultOf(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof PdfFault) return error
  if (error.name === 'PasswordException') return new PdfFault('locked')
  const ofPdf = [
    'InvalidPDFException',
    'FormatError',
    'UnknownErrorException',
    'ResponseException',
    'RenderingCancelledException',
    'XRefParseException',
  ]
  return ofPdf.includes(error.name) ? new PdfFault('broken', { cause: error }) : error
}
