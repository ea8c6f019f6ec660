import { ParasolError } from '../../../error.ts'
import { TextRuns } from './text.ts'
import { readXml } from './xml.ts'

/** Characters and strings that a workbook may share between its cells. They are in memory while a sheet is read. */
const CHARS_MAX = 128 * 1024 * 1024
const STRINGS_MAX = 4_000_000

/** Reads the texts that cells name by their number. Throws FILE_TOO_LARGE with `field` texts, and as `readXml`. */
export async function readSharedStrings(pieces: AsyncIterable<Buffer>): Promise<string[]> {
  const strings: string[] = []
  const runs = new TextRuns()
  let chars = 0
  await readXml(pieces, {
    open: (name, attributes) => (name === 'si' ? runs.clear() : runs.open(name, attributes)),
    text: (text) => runs.add(text),
    close: (name) => {
      runs.close(name)
      if (name !== 'si') return
      chars += runs.text.length
      if (chars > CHARS_MAX || strings.length === STRINGS_MAX) throw new ParasolError('FILE_TOO_LARGE', { field: 'texts' })
      strings.push(runs.text)
    },
  })
  return strings
}
