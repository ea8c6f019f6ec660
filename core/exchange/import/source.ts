import type { Encoding } from '../../engine/contract/encodings.ts'
import { ParasolError } from '../../error.ts'
import { readCsv } from './csv.ts'
import { decodeAs, decodeFile } from './decode.ts'
import type { Grid } from './grid.ts'
import { type Sheet, Workbook } from './xlsx/workbook.ts'

/** Rows of a file, and how they were read: of a workbook from which sheet, of text in which letters. */
export interface Reading {
  sheet: number
  grid: Grid
  encoding: Encoding | null
  delimiter: string | null
}

/** A file whose format is known, and whose rows can be read. */
export interface Source {
  /** As the bytes of a file of text look, and how else they may be read (`DecodedFile`). */
  readonly encoding: Encoding | null
  readonly encodings: readonly Encoding[]
  /** Of a workbook. */
  readonly sheets: readonly Sheet[]
  /**
   * The rows of a sheet; of null, of the first that has some. A file of text is sheet 0, and is read as its bytes look where no `encoding` says otherwise.
   * @throws ParasolError FILE_EMPTY, FILE_UNREADABLE, FILE_TOO_LARGE, and BAD_INPUT for a sheet that is not there, or an encoding that is not offered
   */
  read(sheet: number | null, encoding?: Encoding | null): Promise<Reading>
  /** Wipes what is kept of the bytes. */
  close(): void
}

const ZIP = [0x50, 0x4b]
const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
/** The stream of an OLE file that holds a workbook under a password. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le')

/**
 * Finds out by its content what a file is: a workbook, or text of whatever kind. Owns the bytes, and wipes them when it is closed, as another
 * sheet may be wanted, or other letters; those of text that leaves no choice before it answers.
 * @throws ParasolError FILE_EMPTY; FILE_TOO_LARGE; FILE_UNREADABLE, whose `field` says what the file is or lacks
 */
export async function openSource(chunks: readonly Uint8Array[]): Promise<Source> {
  const [first = new Uint8Array()] = chunks
  let isKept = false
  try {
    if (ZIP.every((byte, i) => first[i] === byte)) return await workbook(Buffer.concat(chunks))
    if (OLE.every((byte, i) => first[i] === byte))
      throw new ParasolError('FILE_UNREADABLE', { field: Buffer.concat(chunks).includes(ENCRYPTED) ? 'password' : 'xls' })
    const source = await text(chunks)
    isKept = source.encodings.length > 0
    return source
  } finally {
    if (!isKept) wipe(chunks)
  }
}

function wipe(chunks: readonly Uint8Array[]): void {
  for (const chunk of chunks) chunk.fill(0)
}

async function text(chunks: readonly Uint8Array[]): Promise<Source> {
  const { encoding, encodings, pieces } = await decodeFile(chunks)
  const readAs = async (as: Encoding, text: string[]): Promise<Reading> => ({ sheet: 0, encoding: as, ...(await readCsv(text)) })
  // One reading at a time is kept: the text of a large file must not be in memory for each way that was tried.
  let kept = await readAs(encoding, pieces)
  return {
    encoding,
    encodings,
    sheets: [],
    read: async (sheet, wanted) => {
      if (sheet) throw new ParasolError('BAD_INPUT', { field: 'sheet' })
      const as = wanted ?? encoding
      if (as !== encoding && !encodings.includes(as)) throw new ParasolError('BAD_INPUT', { field: 'encoding' })
      if (as !== kept.encoding) kept = await readAs(as, await decodeAs(as, chunks))
      return kept
    },
    close: () => wipe(chunks),
  }
}

async function workbook(bytes: Buffer): Promise<Source> {
  const { sheets } = await Workbook.open(bytes)
  return {
    encoding: null,
    encodings: [],
    sheets,
    read: async (sheet, encoding) => {
      if (encoding) throw new ParasolError('BAD_INPUT', { field: 'encoding' })
      // Opened anew each time: nothing but the bytes is kept between two sheets.
      const book = await Workbook.open(bytes)
      const found = sheet === null ? await book.first() : { sheet, grid: await book.read(sheet) }
      return { ...found, encoding: null, delimiter: null }
    },
    close: () => void bytes.fill(0),
  }
}
