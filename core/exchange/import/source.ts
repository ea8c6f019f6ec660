import { ParasolError } from '../../error.ts'
import { readCsv } from './csv.ts'
import { decodeFile } from './decode.ts'
import { ENCODING_NAMES } from './encoding.ts'
import type { Grid } from './grid.ts'
import { type Sheet, Workbook } from './xlsx/workbook.ts'

/** A file whose format is known, and whose rows can be read. */
export interface Source {
  /** Of a file of text. */
  readonly encoding: string | null
  readonly delimiter: string | null
  /** Of a workbook. */
  readonly sheets: readonly Sheet[]
  /**
   * The rows of a sheet; of null, of the first that has some. A file of text is sheet 0.
   * @throws ParasolError FILE_EMPTY, FILE_UNREADABLE, FILE_TOO_LARGE, and BAD_INPUT for a sheet that is not there
   */
  read(sheet: number | null): Promise<{ sheet: number; grid: Grid }>
  /** Wipes what is kept of the bytes. */
  close(): void
}

const ZIP = [0x50, 0x4b]
const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
/** The stream of an OLE file that holds a workbook under a password. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le')

/**
 * Finds out by its content what a file is: a workbook, or text of whatever kind. Owns the bytes, and wipes them: those of text before it answers, those of
 * a workbook, of which another sheet may be wanted, when it is closed.
 * @throws ParasolError FILE_EMPTY; FILE_TOO_LARGE; FILE_UNREADABLE, whose `field` says what the file is or lacks
 */
export async function openSource(chunks: readonly Uint8Array[]): Promise<Source> {
  const [first = new Uint8Array()] = chunks
  try {
    if (ZIP.every((byte, i) => first[i] === byte)) return await workbook(Buffer.concat(chunks))
    if (OLE.every((byte, i) => first[i] === byte))
      throw new ParasolError('FILE_UNREADABLE', { field: Buffer.concat(chunks).includes(ENCRYPTED) ? 'password' : 'xls' })
    return await text(chunks)
  } finally {
    for (const chunk of chunks) chunk.fill(0)
  }
}

async function text(chunks: readonly Uint8Array[]): Promise<Source> {
  const { encoding, pieces } = await decodeFile(chunks)
  const { grid, delimiter } = await readCsv(pieces)
  return {
    encoding: ENCODING_NAMES[encoding],
    delimiter,
    sheets: [],
    read: async (sheet) => {
      if (sheet) throw new ParasolError('BAD_INPUT', { field: 'sheet' })
      return { sheet: 0, grid }
    },
    close: () => undefined,
  }
}

async function workbook(bytes: Buffer): Promise<Source> {
  const { sheets } = await Workbook.open(bytes)
  return {
    encoding: null,
    delimiter: null,
    sheets,
    read: async (sheet) => {
      // Opened anew each time: nothing but the bytes is kept between two sheets.
      const book = await Workbook.open(bytes)
      return sheet === null ? book.first() : { sheet, grid: await book.read(sheet) }
    },
    close: () => void bytes.fill(0),
  }
}
